import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStand, order, type Stand } from './stand.js';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

const CLICK = '0192d3a0-0000-7000-8000-00000000000a';
const HASH = createHash('sha256').update('ada@example.com').digest('hex');

describe('what a brand writes becomes an event', () => {
  it('identifiers go to the person part, the rest to the payload', async () => {
    const told = order('o-1', {
      occurred_at: '2026-01-05T10:00:00+01:00',
      customer_id: 'c-1',
      email: ' Ada@Example.com ',
      click_id: CLICK.toUpperCase(),
      codes: ['ADA10'],
      country: 'de',
      items: [{ sku: 'S', quantity: 2, amount_minor: 4_990 }],
      new_customer: true,
    });
    await stand.post(told);
    const [event] = await stand.events('conversions');
    expect(event).toMatchObject({ type: 'order_placed', version: 2, workspace_id: 'acme', source: 'api', occurred_at: '2026-01-05T09:00:00.000Z' });
    expect(event?.person).toEqual({ customer_id: 'c-1', email_sha256: HASH });
    expect(event?.payload).toEqual({
      order_id: 'o-1',
      amount_minor: 4_990,
      currency: 'EUR',
      click_id: CLICK,
      codes: ['ADA10'],
      country: 'DE',
      items: [{ sku: 'S', quantity: 2, amount_minor: 4_990 }],
      new_customer: true,
      kind: 'order',
    });
  });

  it('an order without an instant happened when it came in', async () => {
    const { occurred_at: _, ...told } = order('o-1');
    await stand.post(told);
    const [event] = await stand.events('conversions');
    expect(event?.occurred_at).toBe(event?.received_at);
  });

  it('five minutes ahead is taken, late by years too', async () => {
    const soon = new Date(Date.now() + 290_000).toISOString();
    const answer = await stand.post({ events: [order('soon', { occurred_at: soon }), order('late', { occurred_at: '2001-01-01T00:00:00Z' })] });
    expect(answer.body.results?.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
  });

  it('every type finds its topic', async () => {
    const answer = await stand.post({
      events: [
        { type: 'order_refunded', order_id: 'o', refund_id: 'r', delta_minor: -100, currency: 'EUR', reason: 'returned' },
        { type: 'code_redeemed', redemption_id: 'x', code: 'ADA10', customer_id: 'c' },
        { type: 'identified', customer_id: 'c', click_id: CLICK },
        {
          type: 'cost_recorded',
          cost_id: 'k',
          creator_id: 'cr',
          kind: 'fee',
          amount_minor: 9_900,
          currency: 'USD',
          fx_rate: '0.92',
          period_from: '2026-01-01',
          period_to: '2026-01-31',
        },
      ],
    });
    expect(answer.body.results?.map(({ outcome }) => outcome)).toEqual(Array(4).fill('accepted'));
    expect((await stand.events('conversions')).map(({ payload }) => payload)).toEqual(
      expect.arrayContaining([{ order_id: 'o', refund_id: 'r', delta_minor: -100, currency: 'EUR', reason: 'returned' }, { code: 'ADA10' }]),
    );
    expect(await stand.events('identities')).toMatchObject([{ person: { customer_id: 'c' }, payload: { click_id: CLICK } }]);
    expect(await stand.events('facts')).toMatchObject([{ person: {}, payload: { creator_id: 'cr', fx_rate: '0.92' } }]);
  });

  it('1,000 events a request are answered one by one, in order', async () => {
    const answer = await stand.post({ events: Array.from({ length: 1_000 }, (_, index) => order(`o-${index}`)) });
    const ids = answer.body.results?.map((result) => result['event_id']);
    expect(new Set(ids).size).toBe(1_000);
    const stored = new Map((await stand.events('conversions')).map((event) => [event.event_id, event.payload]));
    expect(stored.get(ids?.[617] ?? '')).toMatchObject({ order_id: 'o-617' });
  });
});

describe('a repeat is the same event for ever (I2)', () => {
  const told = () => [
    order('o-1'),
    { type: 'order_refunded', order_id: 'o-1', refund_id: 'r-1', delta_minor: -100, currency: 'EUR' },
    { type: 'code_redeemed', redemption_id: 'x', code: 'ADA10', order_id: 'o-1' },
    { type: 'identified', customer_id: 'c', email: 'ada@example.com' },
    {
      type: 'cost_recorded',
      cost_id: 'k',
      creator_id: 'cr',
      kind: 'fee',
      amount_minor: 1,
      currency: 'EUR',
      period_from: '2026-01-01',
      period_to: '2026-01-01',
    },
  ];

  it('sending everything twice appends nothing', async () => {
    const first = await stand.post({ events: told() });
    const second = await stand.post({ events: told() });
    expect(first.body.results?.map(({ outcome }) => outcome)).toEqual(Array(5).fill('accepted'));
    expect(second.body.results?.map(({ outcome }) => outcome)).toEqual(Array(5).fill('duplicate'));
    expect(second.status).toBe(202);
    expect(second.body.results?.map((result) => result['event_id'])).toEqual(first.body.results?.map((result) => result['event_id']));
    const counts = await Promise.all(['conversions', 'identities', 'facts', 'rejects'].map(async (topic) => (await stand.events(topic)).length));
    expect(counts).toEqual([3, 1, 1, 0]);
  });

  it('one order id is one order, whatever source tells it and whoever it names', async () => {
    await stand.post(order('o-1', { source: 'snippet' }));
    const again = await stand.post(order('o-1', { source: 'shopify', customer_id: 'c-9', amount_minor: 5_000 }));
    expect(again.body.results?.[0]).toMatchObject({ outcome: 'duplicate' });
    expect(await stand.events('conversions')).toHaveLength(1);
  });

  it('the same identifiers in another order, spelling or way are the same identification', async () => {
    await stand.post({ type: 'identified', customer_id: 'c', email: 'ada@example.com' });
    const again = await stand.post({ type: 'identified', email_sha256: HASH, customer_id: 'c' });
    expect(again.body.results?.[0]).toMatchObject({ outcome: 'duplicate' });
  });

  it('the same order sent by many at once is accepted once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => stand.post(order('o-1'))));
    const outcomes = answers.map(({ body }) => body.results?.[0]?.['outcome']);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(19);
  });

  it('two refunds of one order are two, and one refund id of two orders are two', async () => {
    const refund = { type: 'order_refunded', order_id: 'o-1', refund_id: 'r-1', delta_minor: -100, currency: 'EUR' };
    const answer = await stand.post({ events: [refund, { ...refund, refund_id: 'r-2' }, { ...refund, order_id: 'o-2' }] });
    expect(answer.body.results?.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted']);
  });
});

describe('workspaces stay apart (I6)', () => {
  it('the workspace is the key’s, and the same order id of two workspaces is two orders', async () => {
    await stand.post(order('o-1'));
    const other = await stand.post(order('o-1', { currency: 'JPY' }), stand.tokens.bolt);
    expect(other.body.results?.[0]).toMatchObject({ outcome: 'accepted' });
    const events = await stand.events('conversions');
    expect(events.map(({ workspace_id }) => workspace_id).sort()).toEqual(['acme', 'bolt']);
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(2);
  });

  it('a brand cannot name another workspace', async () => {
    const answer = await stand.post(order('o-1', { workspace_id: 'bolt' }));
    expect(answer.body.results?.[0]).toMatchObject({ code: 'TL_FIELD_UNKNOWN', path: 'workspace_id' });
  });

  it('the currency that needs no rate is the key’s workspace’s', async () => {
    expect((await stand.post(order('o-1'), stand.tokens.bolt)).body.results?.[0]).toMatchObject({ code: 'TL_CURRENCY_RATE_MISSING' });
  });
});
