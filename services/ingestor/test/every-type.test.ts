import { EVENT_TYPES, type EventType } from '@touchline/events';
import { FACT_TABLE, type FactTable } from '@touchline/warehouse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from './support/samples.js';
import { Stage } from './support/stage.js';

// The compiler holds the warehouse's table against the catalogue.
const TABLES: Readonly<Record<EventType, FactTable>> = FACT_TABLE;

const VIEW: Readonly<Record<EventType, string>> = {
  click: 'clicks',
  redirect_missed: 'redirect_misses',
  order_placed: 'orders',
  order_refunded: 'refunds',
  code_redeemed: 'code_redemptions',
  identified: 'identities',
  cost_recorded: 'costs',
  directory_upserted: 'creators',
  directory_archived: 'creators',
  view: 'post_views',
  experiment_assigned: 'experiment_assignments',
  experiment_exposed: 'experiment_exposures',
  geo_outcome: 'geo_outcomes',
  post_metrics_recorded: 'post_metrics',
  rejected: 'rejects',
};

describe('every event type lands in its view', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
    await stage.append(EVENT_TYPES.map((type) => sample(type)));
    await stage.append([sample('directory_upserted', 1, { kind: 'creator', id: 'berta', entity: { name: 'Berta' } }), sample('directory_archived', 2)]);
    await stage.ingestAll();
  });
  afterAll(() => stage.close());

  test.each(EVENT_TYPES)('%s', async (type) => {
    expect(await stage.count(VIEW[type])).toBeGreaterThan(0);
    const [origin] = await stage.warehouse.query<{ _topic: string; _offset: number; event_id: string }>(
      `SELECT _topic, _offset, event_id FROM ${TABLES[type]} WHERE event_id = {id:UUID}`,
      { id: sample(type).event_id },
    );
    expect(origin).toMatchObject({ event_id: sample(type).event_id });
  });

  test('nothing of an order is lost on the way', async () => {
    const [order] = await stage.warehouse.query<object>('SELECT * EXCEPT (received_at) FROM orders');
    expect(order).toEqual({
      workspace_id: 'w1',
      conversion_id: sample('order_placed').event_id,
      occurred_at: '2026-03-14 09:00:00.000',
      source: 'api',
      visitor_id: 'v0',
      customer_id: '',
      email_sha256: '',
      order_id: 'o1',
      amount_minor: 4_990,
      currency: 'EUR',
      fx_rate: '',
      click_id: '',
      codes: ['ANNA10'],
      items: [{ sku: 's1', quantity: 2, amount_minor: 2_495 }],
      country: 'DE',
      region: '',
      new_customer: true,
      kind: 'order',
    });
  });

  test('an archived creator keeps the name it had', async () => {
    expect(await stage.warehouse.query('SELECT creator_id, name, archived FROM creators ORDER BY creator_id')).toEqual([
      { creator_id: 'anna', name: 'Anna', archived: 0 },
      { creator_id: 'berta', name: 'Berta', archived: 1 },
    ]);
  });
});
