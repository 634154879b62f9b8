import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';
import { BROWSER_HEADERS, clickIdOf, exchange, request } from './support/wire.js';

let tracker: TestTracker;
let token: string;
beforeAll(async () => {
  tracker = await TestTracker.start();
  token = await tracker.key('made-up', 'simulate');
});
afterAll(() => tracker.stop());

const AT = '2026-03-01T12:00:00.250Z';
const lines = (key: string, at = AT) => [
  ...BROWSER_HEADERS,
  `Authorization: Bearer ${key}`,
  `touchline-simulated-at: ${at}`,
  'touchline-simulated-address: 203.0.113.77',
  'Cookie: tlv=5b0f9f4e-3a55-5d3c-9d0b-6c1f6f0d7a11',
];

describe('a simulated instant', () => {
  it('is the click’s, in a simulated workspace, with its key', async () => {
    const [answer] = await exchange(tracker.port, request('/pretend', lines(token)));
    if (answer?.status !== 302) throw new Error(answer?.body);
    expect(await tracker.click(clickIdOf(answer))).toMatchObject({
      occurred_at: AT,
      source: 'simulator',
      person: { visitor_id: '5b0f9f4e-3a55-5d3c-9d0b-6c1f6f0d7a11', ip_prefix: '203.0.113.0/24' },
      payload: { simulated: true },
    });
  });

  it('may bring the click’s id, so that the same click sent again is the same click (I2)', async () => {
    const id = '6b0f9f4e-3a55-5d3c-9d0b-6c1f6f0d7a12';
    for (let times = 0; times < 2; times += 1) {
      const [answer] = await exchange(tracker.port, request('/pretend', [...lines(token), `touchline-simulated-id: ${id}`]));
      expect(answer && clickIdOf(answer)).toBe(id);
    }
    expect((await tracker.clicks()).filter(({ event_id }) => event_id === id).length).toBe(1);
    const [real] = await exchange(tracker.port, request('/spring', [...BROWSER_HEADERS, `touchline-simulated-id: ${id}`]));
    expect(real && clickIdOf(real)).not.toBe(id);
  });

  it('is forbidden for a real workspace’s link, a real workspace’s key, a key without the scope, and without a key (I6)', async () => {
    const attempts = [
      request('/spring', lines(token)),
      request('/spring', lines(await tracker.key('one', 'simulate'))),
      request('/pretend', lines(await tracker.key('one', 'simulate'))),
      request('/pretend', lines(await tracker.key('made-up', 'links:write'))),
      request('/pretend', lines('tl_000000000000_x')),
      request('/nowhere', lines(token)),
      request('/pretend', [...BROWSER_HEADERS, `touchline-simulated-at: ${AT}`]),
      request('/pretend', [...BROWSER_HEADERS, 'touchline-simulated-address: 203.0.113.77']),
    ];
    const before = await tracker.metric('touchline_clicks_logged_total');
    for (const attempt of attempts) {
      const [answer] = await exchange(tracker.port, attempt);
      expect([answer?.status, JSON.parse(answer?.body ?? '{}').code]).toEqual([403, 'TL_SIMULATION_FORBIDDEN']);
    }
    expect(await tracker.metric('touchline_clicks_logged_total')).toBe(before);
  });

  it.each([
    ['yesterday', 'TL_FIELD_VALUE'],
    ['2026-03-01', 'TL_FIELD_VALUE'],
    ['2026-02-31T99:00:00Z', 'TL_FIELD_VALUE'],
    [new Date(Date.now() + 86_400_000).toISOString(), 'TL_CLOCK_AHEAD'],
  ])('%s is refused with %s', async (at, code) => {
    const [answer] = await exchange(tracker.port, request('/pretend', lines(token, at)));
    expect(JSON.parse(answer?.body ?? '{}')).toMatchObject({ code, path: 'touchline-simulated-at' });
  });
});
