import type { FACT_TABLE, InsertOptions, Warehouse } from '../../src/index.js';

export type Type = keyof typeof FACT_TABLE;

const PAYLOADS: Readonly<Record<Type, object>> = {
  click: { link_id: 'l1', slug: 'spring', host: 'go.example', destination: 'https://shop.example/', class: 'human', private: false, simulated: true },
  redirect_missed: { slug: 'nope', host: 'go.example', class: 'bot' },
  order_placed: { order_id: 'o1', amount_minor: 4_990, currency: 'EUR', codes: ['ANNA10'], items: [{ sku: 's1', quantity: 2, amount_minor: 2_495 }] },
  order_refunded: { order_id: 'o1', refund_id: 'r1', delta_minor: -990, currency: 'EUR' },
  code_redeemed: { code: 'ANNA10' },
  identified: { click_id: 'c1' },
  cost_recorded: { cost_id: 'k1', creator_id: 'anna', kind: 'fee', amount_minor: 500, currency: 'EUR', period_from: '2026-03-01', period_to: '2026-03-31' },
  directory_upserted: { kind: 'link', id: 'l1', entity: { slug: 'spring', destination: 'https://shop.example/', creator_id: 'anna' } },
  directory_archived: { kind: 'link', id: 'l1' },
  view: { view_id: 'v1', creator_id: 'anna', platform: 'instagram' },
  experiment_assigned: { experiment_id: 'x1', arm: 'control', unit: 'visitor', assignment: 'imported' },
  experiment_exposed: { experiment_id: 'x1', arm: 'control', unit: 'visitor' },
  geo_outcome: { geo_id: 'DE-BE', day: '2026-03-14', metric: 'revenue', value: 1250.5, currency: 'EUR', revision: 0 },
  post_metrics_recorded: { post_id: 'reel', impressions: 1_000, likes: 40, revision: 0 },
  rejected: { stage: 'edge', code: 'TL_FIELD_TYPE', path: 'x', message: 'm', bytes: 3, origin_topic: '', origin_partition: 0, origin_offset: 0 },
};

/** A row as the ingestor sends it; the same number is the same event. */
export function row(type: Type, number = 1, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    _topic: 'any',
    _partition: 0,
    _offset: number,
    type,
    version: 1,
    event_id: eventId(number),
    workspace_id: 'w1',
    occurred_at: '2026-03-14T09:00:00.123Z',
    received_at: '2026-03-14T09:00:01.000Z',
    source: 'api',
    key: 'k',
    person: { visitor_id: 'v1', customer_id: 'c1', email_sha256: 'e1' },
    payload: PAYLOADS[type],
    ...change,
  };
}

export function eventId(number: number): string {
  return `0190a5a0-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** Inserts rows as the ingestor does. */
export function insertFacts(warehouse: Warehouse, table: string, rows: readonly object[], options?: InsertOptions): Promise<void> {
  return warehouse.insertLines(table, Buffer.from(rows.map((each) => JSON.stringify(each)).join('\n')), options);
}
