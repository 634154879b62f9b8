import { readFileSync } from 'node:fs';
import { encodeEvent, readEventHead } from '@touchline/events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sample } from './support/samples.js';
import { Stage } from './support/stage.js';

/** As the collector of the time wrote it, byte for byte. */
const VERSION_1 = readFileSync(new URL('../../../packages/events/test/fixtures/golden/order_placed.1.json', import.meta.url));
const FUTURE = Buffer.from(encodeEvent(sample('order_placed', 9)).toString().replace('"version":2', '"version":3').replace('"kind":', '"mood":"good","kind":'));

describe('events of several versions in one log', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
    await stage.log.append('conversions', [
      { key: 'k', value: VERSION_1 },
      { key: 'k', value: FUTURE },
    ]);
    await stage.append([sample('order_placed', 8, { kind: 'gift' as 'order' })]);
    await stage.append([sample('order_placed', 1, { kind: 'subscription_renewed' }), sample('order_placed', 2)]);
    await stage.ingestAll();
  });
  afterAll(() => stage.close());

  const rows = () =>
    stage.warehouse.query<object>(`SELECT version, payload.order_id AS order_id, payload.kind AS kind FROM order_facts FINAL ORDER BY occurred_at`);

  test('are lifted to the newest and stand in one table (I5)', async () => {
    expect(await rows()).toEqual([
      { version: 2, order_id: 'o1', kind: 'subscription_renewed' },
      { version: 2, order_id: 'o1', kind: 'order' },
      { version: 2, order_id: 'o1', kind: 'order' },
    ]);
    const [old] = await stage.warehouse.query<object>(
      'SELECT order_id, amount_minor, kind, new_customer, customer_id FROM orders WHERE conversion_id = {id:UUID}',
      {
        id: readEventHead(VERSION_1)?.event_id,
      },
    );
    expect(old).toEqual({ order_id: 'o1', amount_minor: 4_990, kind: 'order', new_customer: true, customer_id: 'c1' });
  });

  test('of the future wait among the rejects, whole, with a code of their own (I1)', async () => {
    expect(await stage.warehouse.query(`SELECT stage, code, path, origin_topic, bytes FROM rejects WHERE code = 'TL_EVENT_TYPE_UNKNOWN'`)).toEqual([
      { stage: 'ingest', code: 'TL_EVENT_TYPE_UNKNOWN', path: 'version', origin_topic: 'conversions', bytes: FUTURE.byteLength },
    ]);
  });

  test('with a value that their version has not are refused alone, and what follows is stored (I1)', async () => {
    expect(await stage.warehouse.query(`SELECT code, path FROM rejects WHERE code != 'TL_EVENT_TYPE_UNKNOWN'`)).toEqual([
      { code: 'TL_EVENT_MALFORMED', path: 'payload.kind' },
    ]);
  });

  test('are the same in a warehouse that is made anew (I5)', async () => {
    const before = await rows();
    await stage.warehouse.command(`DROP DATABASE ${stage.config.CLICKHOUSE_DATABASE} SYNC`);
    await stage.ingestAll();
    expect(await rows()).toEqual(before);
  });
});
