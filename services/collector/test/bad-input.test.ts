import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStand, order, type Stand } from './stand.js';

let stand: Stand;
beforeAll(async () => {
  stand = await openStand();
});
afterAll(() => stand.close());

const inOneDay = () => new Date(Date.now() + 86_400_000).toISOString();
const refund = { type: 'order_refunded', order_id: 'o', refund_id: 'r', delta_minor: -1, currency: 'EUR' };
const cost = {
  type: 'cost_recorded',
  cost_id: 'k',
  creator_id: 'c',
  kind: 'fee',
  amount_minor: 1,
  currency: 'EUR',
  period_from: '2026-01-01',
  period_to: '2026-01-31',
};
const hash = createHash('sha256').update('a@example.com').digest('hex');
const { order_id: _, ...nameless } = order('x');
const deep = (levels: number) => `{"type":"order_placed","items":${'['.repeat(levels)}${']'.repeat(levels)}}`;

const EVENTS: readonly [name: string, event: unknown, code: string, path: string | undefined, status: number][] = [
  ['a list instead of an event', [[]], 'TL_FIELD_TYPE', '', 422],
  ['a missing type', { order_id: '1' }, 'TL_FIELD_MISSING', 'type', 422],
  ['a type that is a number', { type: 1 }, 'TL_FIELD_TYPE', 'type', 422],
  ['an unknown type', { type: 'order_lost' }, 'TL_EVENT_TYPE_UNKNOWN', 'type', 422],
  ['a type brands do not report', { type: 'click' }, 'TL_EVENT_TYPE_UNKNOWN', 'type', 422],
  ['a type named like a method of every object', { type: 'constructor' }, 'TL_EVENT_TYPE_UNKNOWN', 'type', 422],
  ['an unknown version', order('1', { version: 9 }), 'TL_EVENT_TYPE_UNKNOWN', 'version', 422],
  ['a missing field', nameless, 'TL_FIELD_MISSING', 'order_id', 422],
  ['a missing choice', { ...cost, kind: undefined }, 'TL_FIELD_MISSING', 'kind', 422],
  ['an amount as text', order('1', { amount_minor: '4990' }), 'TL_FIELD_TYPE', 'amount_minor', 422],
  ['an amount with a fraction', order('1', { amount_minor: 49.9 }), 'TL_FIELD_TYPE', 'amount_minor', 422],
  ['a negative order', order('1', { amount_minor: -1 }), 'TL_FIELD_VALUE', 'amount_minor', 422],
  ['an unknown field', order('1', { amuont: 1 }), 'TL_FIELD_UNKNOWN', 'amuont', 422],
  ['an unknown field of an item', order('1', { items: [{ sku: 'a', quantity: 1, amount_minor: 1, size: 'L' }] }), 'TL_FIELD_UNKNOWN', 'items.0.size', 422],
  ['a wrong field of an item', order('1', { items: [{ sku: 'a', quantity: 0, amount_minor: 1 }] }), 'TL_FIELD_VALUE', 'items.0.quantity', 422],
  ['an event over 64 KiB', order('1', { region: 'x'.repeat(70_000) }), 'TL_EVENT_TOO_LARGE', '', 413],
  ['a clock one day ahead', order('1', { occurred_at: inOneDay() }), 'TL_CLOCK_AHEAD', 'occurred_at', 422],
  ['an instant without a zone', order('1', { occurred_at: '2026-01-05T10:00:00' }), 'TL_FIELD_VALUE', 'occurred_at', 422],
  ['an instant before 1970', order('1', { occurred_at: '1969-12-31T23:59:59Z' }), 'TL_FIELD_VALUE', 'occurred_at', 422],
  ['a day that does not exist', order('1', { occurred_at: '2026-02-30T10:00:00Z' }), 'TL_FIELD_VALUE', 'occurred_at', 422],
  ['an unknown currency', order('1', { currency: 'EURO' }), 'TL_CURRENCY_UNKNOWN', 'currency', 422],
  ['a missing currency', order('1', { currency: undefined }), 'TL_FIELD_MISSING', 'currency', 422],
  ['another currency without a rate', order('1', { currency: 'USD' }), 'TL_CURRENCY_RATE_MISSING', 'fx_rate', 422],
  ['a cost in another currency without a rate', { ...cost, currency: 'USD' }, 'TL_CURRENCY_RATE_MISSING', 'fx_rate', 422],
  ['a rate of nothing', order('1', { currency: 'USD', fx_rate: '0.00' }), 'TL_FIELD_VALUE', 'fx_rate', 422],
  ['a rate for the workspace’s own currency', order('1', { fx_rate: '1.2' }), 'TL_FIELD_VALUE', 'fx_rate', 422],
  [
    'a rate that makes the amount uncountable',
    order('1', { currency: 'USD', amount_minor: 1_000_000_000_000, fx_rate: '999999999' }),
    'TL_FIELD_VALUE',
    'fx_rate',
    422,
  ],
  ['a rate as a number', order('1', { currency: 'USD', fx_rate: 0.9 }), 'TL_FIELD_TYPE', 'fx_rate', 422],
  ['a refund of nothing', { ...refund, delta_minor: 0 }, 'TL_FIELD_VALUE', 'delta_minor', 422],
  ['one identifier alone', { type: 'identified', customer_id: 'c' }, 'TL_PERSON_MISSING', '', 422],
  ['an e-mail and its own hash as two identifiers', { type: 'identified', email: 'a@example.com', email_sha256: hash }, 'TL_PERSON_MISSING', '', 422],
  ['an e-mail with another’s hash', order('1', { email: 'a@example.com', email_sha256: 'a'.repeat(64) }), 'TL_FIELD_VALUE', 'email_sha256', 422],
  ['an e-mail that is none', order('1', { email: 'nobody' }), 'TL_FIELD_VALUE', 'email', 422],
  ['a click id that is none', order('1', { click_id: 'abc' }), 'TL_FIELD_VALUE', 'click_id', 422],
  ['half a character', order('a\ud800'), 'TL_FIELD_VALUE', 'order_id', 422],
  ['a cost that ends before it begins', { ...cost, period_to: '2025-12-31' }, 'TL_FIELD_VALUE', 'period_to', 422],
  ['a cost spread over a century', { ...cost, period_to: '2126-01-01' }, 'TL_FIELD_VALUE', 'period_to', 422],
  ['a source of its own making', order('1', { source: 'My Shop!' }), 'TL_FIELD_VALUE', 'source', 422],
];

describe('bad events get a code and the path of the wrong field', () => {
  it.each(EVENTS)('%s', async (_name, event, code, path, status) => {
    const answer = await stand.post({ events: [event] });
    expect(answer.body.results?.[0]).toMatchObject({ outcome: 'rejected', code, path, message: expect.any(String), remedy: expect.any(String) });
    expect(answer.status).toBe(status);
    expect((await stand.events('conversions')).length + (await stand.events('facts')).length + (await stand.events('identities')).length).toBe(0);
  });

  it('a single event is answered in the same shape as a list', async () => {
    const answer = await stand.post(order('1', { currency: 'USD' }));
    expect(answer).toMatchObject({ status: 422, body: { results: [{ outcome: 'rejected', code: 'TL_CURRENCY_RATE_MISSING', path: 'fx_rate' }] } });
  });

  it('a field named __proto__ is unknown, and pollutes nothing', async () => {
    const answer = await stand.send('{"type":"order_placed","order_id":"1","amount_minor":1,"currency":"EUR","__proto__":{"polluted":true}}');
    expect(answer.body.results?.[0]).toMatchObject({ code: 'TL_FIELD_UNKNOWN', path: '__proto__' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('nesting that would exhaust the stack is a wrong value like any other', async () => {
    const answer = await stand.send(deep(200_000));
    expect(answer.body.results?.[0]).toMatchObject({ code: 'TL_FIELD_VALUE', path: expect.stringMatching(/^items(\.0)+$/) });
  });
});

type Request = readonly [name: string, send: () => Promise<{ status: number; body: { code?: string; path?: string } }>, code: string, status: number];

const REQUESTS: readonly Request[] = [
  ['malformed JSON', () => stand.send('{"type":'), 'TL_BODY_MALFORMED', 400],
  ['an empty body', () => stand.send(''), 'TL_BODY_MALFORMED', 400],
  ['bytes that are no UTF-8', () => stand.send(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])), 'TL_BODY_MALFORMED', 400],
  ['a body that is a number', () => stand.send('42'), 'TL_FIELD_TYPE', 422],
  ['events that are no list', () => stand.post({ events: {} }), 'TL_FIELD_TYPE', 422],
  ['a field beside events', () => stand.post({ events: [order('1')], dry_run: true }), 'TL_FIELD_UNKNOWN', 422],
  ['no events at all', () => stand.post({ events: [] }), 'TL_EVENTS_TOO_MANY', 400],
  ['1,001 events', () => stand.post({ events: Array.from({ length: 1_001 }, () => ({})) }), 'TL_EVENTS_TOO_MANY', 400],
  ['a body of 2 MiB', () => stand.send(' '.repeat(2_097_152)), 'TL_BODY_TOO_LARGE', 413],
  ['a body of 1 MiB and one byte', () => stand.send(' '.repeat(1_048_577)), 'TL_BODY_TOO_LARGE', 413],
  ['a form', () => stand.send('a=b', { 'content-type': 'application/x-www-form-urlencoded' }), 'TL_BODY_TYPE', 415],
  ['a compressed body', () => stand.send('{}', { 'content-encoding': 'gzip' }), 'TL_BODY_TYPE', 415],
];

describe('bad requests get a code', () => {
  it.each(REQUESTS)('%s', async (_name, send, code, status) => {
    const before = (await stand.events('rejects')).length;
    expect(await send()).toMatchObject({ status, body: { code } });
    const rejects = await stand.events('rejects');
    expect(rejects).toHaveLength(before + 1);
    expect(rejects.at(-1)).toMatchObject({ workspace_id: 'acme', payload: { stage: 'edge', code } });
  });

  it.each([
    ['no key', '', 'TL_AUTH_MISSING', 401],
    ['a bad key', 'Bearer nonsense', 'TL_AUTH_INVALID', 401],
    ['a key that was never made', `Bearer tl_${'0'.repeat(12)}_${'A'.repeat(43)}`, 'TL_AUTH_INVALID', 401],
  ])('%s, and nothing of it is kept', async (_name, authorization, code, status) => {
    const before = (await stand.events('rejects')).length;
    expect(await stand.send('{"type":', { authorization })).toMatchObject({ status, body: { code } });
    expect(await stand.events('rejects')).toHaveLength(before);
  });

  it('a key without the scope', async () => {
    expect(await stand.post(order('1'), stand.tokens.reader)).toMatchObject({ status: 403, body: { code: 'TL_AUTH_SCOPE' } });
  });

  it('an address nobody is at', async () => {
    const answer = await fetch(`${stand.address}/v1/evens`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toMatchObject([404, { code: 'TL_ROUTE_UNKNOWN' }]);
  });

  it('after all of it the process goes on', async () => {
    expect(await stand.post(order('after'))).toMatchObject({ status: 202, body: { results: [{ outcome: 'accepted' }] } });
  });
});
