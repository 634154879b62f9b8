import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStand, type Stand } from './stand.js';

const ORDER = { type: 'order_placed', order_id: 'o-1', amount_minor: 100, currency: 'EUR', customer_id: 'c-1' };

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
});
afterAll(() => stand.close());

async function post(query: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${stand.tokens.acme}`, 'content-type': 'application/json' };
  const answer = await fetch(`${stand.address}/v1/events${query}`, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

describe('a dry run', () => {
  it('answers as the real one would, and keeps neither what is good nor what is refused', async () => {
    const events = [ORDER, { ...ORDER, colour: 'red' }, { ...ORDER, order_id: 'o-2', kind: 'subscription_renewed' }];
    const dry = await post('?dry_run=true', { events });
    expect(dry).toMatchObject({ status: 202, body: { results: [{ outcome: 'accepted' }, { outcome: 'rejected', path: 'colour' }, { outcome: 'accepted' }] } });
    expect(await post('?dry_run=true', '{"type":')).toMatchObject({ status: 400, body: { code: 'TL_BODY_MALFORMED' } });
    expect([await stand.events('conversions'), await stand.events('rejects')]).toEqual([[], []]);
    expect(await post('?dry_run=false', { events })).toEqual(dry);
    expect((await stand.events('conversions')).map(({ payload }) => payload)).toMatchObject([{ kind: 'order' }, { kind: 'subscription_renewed' }]);
    expect(await stand.events('rejects')).toHaveLength(1);
  });

  it('is asked for in one way only', async () => {
    expect(await post('?dry_run=maybe', ORDER)).toMatchObject({ status: 400, body: { code: 'TL_INPUT_INVALID', path: 'dry_run' } });
  });
});

describe('a sender of an older version', () => {
  it('is understood as it was: an order is an order; a version that never was is refused', async () => {
    expect(await post('', { ...ORDER, order_id: 'o-3', version: 1 })).toMatchObject({ status: 202 });
    expect((await stand.events('conversions')).at(-1)).toMatchObject({ version: 2, payload: { order_id: 'o-3', kind: 'order' } });
    for (const version of [0, 3])
      expect(await post('', { ...ORDER, version })).toMatchObject({ status: 422, body: { results: [{ code: 'TL_EVENT_TYPE_UNKNOWN', path: 'version' }] } });
  });
});
