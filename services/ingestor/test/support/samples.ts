import { type AnyEvent, CATALOGUE, type EventType, encodeEvent, naturalEventId, type PayloadOf } from '@touchline/events';

const PAYLOADS: { readonly [T in EventType]: PayloadOf<T> } = {
  click: {
    link_id: 'l1',
    slug: 'spring',
    host: 'go.example',
    destination: 'https://shop.example/',
    class: 'human',
    class_rule: 'default',
    class_rules_version: 1,
    referrer_host: 'www.instagram.com',
    in_app: 'instagram',
    device: 'phone',
    os: 'iOS',
    browser: 'Instagram',
    language: 'de',
    private: false,
    simulated: false,
    experiment_id: 'x1',
    arm: 'control',
  },
  redirect_missed: { slug: 'nope', host: 'go.example', class: 'bot' },
  order_placed: {
    order_id: 'o1',
    amount_minor: 4_990,
    currency: 'EUR',
    codes: ['ANNA10'],
    items: [{ sku: 's1', quantity: 2, amount_minor: 2_495 }],
    country: 'DE',
    new_customer: true,
    kind: 'order',
  },
  order_refunded: { order_id: 'o1', refund_id: 'r1', delta_minor: -990, currency: 'EUR' },
  code_redeemed: { code: 'ANNA10' },
  identified: {},
  cost_recorded: {
    cost_id: 'k1',
    creator_id: 'anna',
    kind: 'fee',
    amount_minor: 50_000,
    currency: 'EUR',
    period_from: '2026-03-01',
    period_to: '2026-03-31',
  },
  directory_upserted: { kind: 'creator', id: 'anna', entity: { name: 'Anna' } },
  directory_archived: { kind: 'creator', id: 'berta' },
  view: { view_id: 'v1', creator_id: 'anna', watched_ms: 3_000 },
  experiment_assigned: { experiment_id: 'x1', arm: 'control', unit: 'visitor', assignment: 'imported' },
  experiment_exposed: { experiment_id: 'x1', arm: 'control', unit: 'visitor', exposure_id: 'e1' },
  geo_outcome: { geo_id: 'DE-BE', day: '2026-03-14', metric: 'orders', value: 12, revision: 0 },
  post_metrics_recorded: { post_id: 'p1', impressions: 1_000, likes: 40, revision: 0 },
  rejected: {
    stage: 'edge',
    code: 'TL_FIELD_TYPE',
    path: 'payload.amount_minor',
    message: 'expected number',
    bytes: 12,
    origin_topic: '',
    origin_partition: 0,
    origin_offset: 0,
  },
};

/** An event of a type; the same number gives the same event, byte for byte. */
export function sample<T extends EventType>(type: T, number = 0, payload: Partial<PayloadOf<T>> = {}): AnyEvent {
  const at = new Date(Date.UTC(2026, 2, 14, 9, 0, 0) + number * 1_000).toISOString();
  return {
    type,
    version: CATALOGUE[type].version,
    event_id: naturalEventId(['sample', type, String(number)]),
    workspace_id: 'w1',
    occurred_at: at,
    received_at: at,
    source: 'api',
    key: `k${number % 7}`,
    person: type === 'rejected' ? { raw: '{"x":1}' } : { visitor_id: `v${number}` },
    payload: { ...PAYLOADS[type], ...payload },
  } as AnyEvent;
}

export function recordOf(event: AnyEvent): { key: string; value: Buffer } {
  return { key: event.key, value: encodeEvent(event) };
}
