import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningTouchline } from '../support/touchline.js';

let running: RunningTouchline;

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
});

afterAll(() => running.remove());

const ORDER = { type: 'order_placed', order_id: 'o-1', amount_minor: 100, currency: 'EUR', customer_id: 'c-1' };
const DAY_MS = 86_400_000;

function send(body: string, token = running.firstKey): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return fetch(running.url('COLLECTOR', '/v1/events'), { method: 'POST', headers, body });
}

async function codeOf(answer: Response): Promise<unknown> {
  const body = (await answer.json()) as { code?: string; path?: string; results?: { code?: string; path?: string }[] };
  return { status: answer.status, code: body.code ?? body.results?.[0]?.code, path: body.path ?? body.results?.[0]?.path };
}

describe('bad input gets its code', () => {
  it.each([
    ['malformed JSON', () => '{"type":', { status: 400, code: 'TL_BODY_MALFORMED' }],
    ['a wrong type', () => JSON.stringify({ ...ORDER, amount_minor: '1.00' }), { status: 422, code: 'TL_FIELD_TYPE', path: 'amount_minor' }],
    ['an unknown field', () => JSON.stringify({ ...ORDER, colour: 'red' }), { status: 422, code: 'TL_FIELD_UNKNOWN', path: 'colour' }],
    ['a body of 2 MiB', () => JSON.stringify({ ...ORDER, region: 'x'.repeat(2 * 1_048_576) }), { status: 413, code: 'TL_BODY_TOO_LARGE' }],
    [
      'a clock one day ahead',
      () => JSON.stringify({ ...ORDER, occurred_at: new Date(Date.now() + DAY_MS).toISOString() }),
      { status: 422, code: 'TL_CLOCK_AHEAD', path: 'occurred_at' },
    ],
  ])('%s', async (_name, body, expected) => {
    expect(await codeOf(await send(body()))).toMatchObject(expected);
  });

  it('a bad key', async () => {
    expect(await codeOf(await send(JSON.stringify(ORDER), 'tl_000000000000_nonsense'))).toMatchObject({ status: 401, code: 'TL_AUTH_INVALID' });
  });

  it('an unknown link', async () => {
    const answer = await fetch(running.url('TRACKER', '/no-such-link'), { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('TL_LINK_UNKNOWN')]);
  });

  it('a javascript: destination', async () => {
    const headers = { authorization: `Bearer ${running.firstKey}`, 'content-type': 'application/json' };
    const creator = await fetch(running.url('TRACKER', '/v1/creators'), { method: 'POST', headers, body: JSON.stringify({ id: 'mia', name: 'Mia' }) });
    expect(creator.status).toBe(201);
    const body = JSON.stringify({ creator_id: 'mia', destination: 'javascript:alert(1)' });
    const answer = await fetch(running.url('TRACKER', '/v1/links'), { method: 'POST', headers, body });
    expect(await codeOf(answer)).toMatchObject({ status: 422, code: 'TL_DESTINATION_SCHEME', path: 'destination' });
  });

  it('and every process goes on as the same process', async () => {
    expect((await send(JSON.stringify(ORDER))).status).toBe(202);
    const status = await running.json<{ ready: boolean; processes: { restarts: number }[] }>('status');
    expect(status.ready).toBe(true);
    expect(status.processes.every(({ restarts }) => restarts === 0)).toBe(true);
  });
});
