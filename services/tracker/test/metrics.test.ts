import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';
import { exchange, request } from './support/wire.js';

const TRACEPARENT = 'Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let tracker: TestTracker;
beforeAll(async () => {
  tracker = await TestTracker.start();
});
afterAll(() => tracker.stop());

describe('the tracker’s metrics', () => {
  it('count each redirect under its class, whichever path answered it, and misses apart', async () => {
    const person = request('/spring');
    await exchange(tracker.port, person);
    await exchange(tracker.port, request('/spring', ['User-Agent: Googlebot/2.1 (+http://www.google.com/bot.html)']));
    await exchange(tracker.port, person.replace('\r\n\r\n', '\r\nX-Slow: 1\r\n\r\n'));
    await exchange(tracker.port, request('/nothing'));
    expect(await tracker.metric('touchline_redirects_total{class="human"}')).toBe(2);
    expect(await tracker.metric('touchline_redirects_total{class="bot"}')).toBe(1);
    expect(await tracker.metric('touchline_redirects_missed_total')).toBe(1);
    expect(await tracker.metric('touchline_clicks_logged_total')).toBe(4);
    expect(await tracker.metric('touchline_clicks_waiting')).toBe(0);
    expect(await tracker.metric('touchline_hot_requests_total')).toBe(3);
  });

  it('count each wait for the disk once', async () => {
    const before = await tracker.metric('touchline_redirect_latency_seconds_count');
    await exchange(tracker.port, request('/spring').repeat(5), 5);
    expect(await tracker.metric('touchline_redirect_latency_seconds_count')).toBe(before + 5);
    expect(await tracker.metric('touchline_redirect_latency_seconds_bucket{le="+Inf"}')).toBe(before + 5);
    expect(await tracker.metric('touchline_redirect_latency_seconds_sum')).toBeGreaterThan(0);
  });
});

describe('where no traces are made', () => {
  it('a request that brings one is the hot path’s all the same, and its click carries nothing', async () => {
    const before = await tracker.metric('touchline_hot_requests_total');
    const [answer] = await exchange(tracker.port, request('/spring', [TRACEPARENT]));
    expect(answer?.status).toBe(302);
    expect(await tracker.metric('touchline_hot_requests_total')).toBe(before + 1);
    for (const { partition, first_offset } of await tracker.log.heads('clicks')) {
      for (const record of await tracker.log.read('clicks', partition, first_offset, 1_000)) expect(record).not.toHaveProperty('headers');
    }
  });
});
