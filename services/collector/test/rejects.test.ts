import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStand, order, type Stand } from './stand.js';

let stand: Stand;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

it('a refused event is kept with code, path, size and what it carried', async () => {
  await stand.post(order('1', { amuont: 1 }));
  const [reject] = await stand.events('rejects');
  const raw = JSON.stringify(order('1', { amuont: 1 }));
  expect(reject).toMatchObject({ type: 'rejected', workspace_id: 'acme', person: { raw } });
  expect(reject?.payload).toMatchObject({ stage: 'edge', code: 'TL_FIELD_UNKNOWN', path: 'amuont', bytes: raw.length });
});

it('refusing the same thing again keeps it once (I2)', async () => {
  for (let time = 0; time < 3; time += 1) await stand.post(order('1', { amuont: 1 }));
  expect(await stand.events('rejects')).toHaveLength(1);
});

it('an e-mail is hashed even where the event is refused (I9)', async () => {
  await stand.post(order('1', { email: ' Ada@Example.com ', amuont: 1 }));
  const [reject] = await stand.events('rejects');
  expect(reject?.person.raw).not.toMatch(/ada@example/i);
  expect(reject?.person.raw).toContain(createHash('sha256').update('ada@example.com').digest('hex'));
});

it('the key is never kept, even where somebody put it into the body', async () => {
  const { acme } = stand.tokens;
  await stand.send(`{"broken": "${acme}"`);
  await stand.post(order('1', { note: acme }));
  const rejects = await stand.events('rejects');
  expect(rejects).toHaveLength(2);
  expect(JSON.stringify(rejects)).not.toContain(acme);
});

it('a field’s name that may name a person stays out of code and message', async () => {
  const answer = await stand.post(order('1', { 'ada@example.com': 1 }));
  expect(answer.body.results?.[0]).toMatchObject({ path: 'ada@example.com' });
  const [reject] = await stand.events('rejects');
  expect(JSON.stringify(reject?.payload)).not.toContain('ada@');
});

it('of what is too large at most 64 KiB are kept, its whole size told', async () => {
  await stand.send('ü'.repeat(600_000));
  const [reject] = await stand.events('rejects');
  expect(Buffer.byteLength(reject?.person.raw ?? '')).toBeLessThanOrEqual(65_536);
  expect(reject?.payload).toMatchObject({ code: 'TL_BODY_TOO_LARGE', bytes: 1_200_000 });
});

it('bytes that are no text are kept as base64', async () => {
  await stand.send(new Uint8Array([0xff, 0x00, 0xfe]));
  const [reject] = await stand.events('rejects');
  expect(reject?.person.raw).toBe('base64:/wD+');
});

it('good events of a request are taken although others beside them are refused', async () => {
  const answer = await stand.post({ events: [order('1'), order('2', { currency: 'XXY' }), order('1'), order('3')] });
  expect(answer.status).toBe(202);
  expect(answer.body.results?.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected', 'duplicate', 'accepted']);
  expect(await stand.events('conversions')).toHaveLength(2);
  expect(await stand.events('rejects')).toHaveLength(1);
});
