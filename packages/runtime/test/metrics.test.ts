import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { countRequests, METRICS, type MetricEntry, Metrics, samplesOf, showOutbox } from '../src/index.js';

async function linesOf(metrics: Metrics, name: string): Promise<string[]> {
  const { body } = await metrics.text();
  return body.split('\n').filter((line) => line.startsWith(name));
}

describe('the table of metrics', () => {
  it.each(Object.entries(METRICS) as [string, MetricEntry][])(
    'names %s as Prometheus would and says what it is',
    (name, { type, help, by, labels, buckets }) => {
      expect(name).toMatch(/^touchline_[a-z]+(_[a-z]+)*$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(name).not.toMatch(/_(ms|milliseconds|kb|kib|percent)(_|$)/);
      expect(help.length).toBeGreaterThan(10);
      expect(`${help}${by}`).not.toContain('\n');
      expect(buckets !== undefined).toBe(type === 'histogram');
      for (const bounded of Object.values(labels ?? {})) expect(bounded.length).toBeGreaterThan(3);
    },
  );
});

describe('metrics', () => {
  it('of plain numbers are read when somebody asks, and only then', async () => {
    const metrics = new Metrics();
    const numbers = { clicks: 0, asked: 0 };
    metrics.read('touchline_clicks_logged_total', () => {
      numbers.asked += 1;
      return numbers.clicks;
    });
    metrics.read('touchline_redirects_total', () => samplesOf('class', { human: numbers.clicks, bot: 1 }));
    expect(numbers.asked).toBe(0);
    numbers.clicks = 7;
    expect(await linesOf(metrics, 'touchline_clicks_logged_total')).toEqual(['touchline_clicks_logged_total 7']);
    numbers.clicks = 9;
    expect(await linesOf(metrics, 'touchline_')).toEqual([
      'touchline_clicks_logged_total 9',
      'touchline_redirects_total{class="human"} 9',
      'touchline_redirects_total{class="bot"} 1',
    ]);
  });

  it('that cannot be told are left out, and the others are told', async () => {
    const metrics = new Metrics();
    let down = false;
    metrics.read('touchline_clicks_waiting', () => {
      if (down) throw new Error('down');
      return 3;
    });
    metrics.read('touchline_ingest_lag_records', () => Promise.reject(new Error('down')));
    metrics.read('touchline_outbox_records', async () => 4);
    expect(await linesOf(metrics, 'touchline_')).toEqual(['touchline_clicks_waiting 3', 'touchline_outbox_records 4']);
    down = true;
    expect(await linesOf(metrics, 'touchline_')).toEqual(['touchline_outbox_records 4']);
    down = false;
    expect(await linesOf(metrics, 'touchline_')).toEqual(['touchline_clicks_waiting 3', 'touchline_outbox_records 4']);
  });

  it('count what comes by the thousand in one addition, as a histogram that adds up', async () => {
    const metrics = new Metrics();
    const latency = metrics.weightedHistogram('touchline_redirect_latency_seconds');
    latency.add(0.0005, 1_000);
    latency.add(0.001, 1);
    latency.add(0.03, 10);
    latency.add(60, 2);
    const name = 'touchline_redirect_latency_seconds';
    const lines = await linesOf(metrics, name);
    expect(lines).toContain(`${name}_bucket{le="0.001"} 1001`);
    expect(lines).toContain(`${name}_bucket{le="0.025"} 1001`);
    expect(lines).toContain(`${name}_bucket{le="0.05"} 1011`);
    expect(lines).toContain(`${name}_bucket{le="5"} 1011`);
    expect(lines).toContain(`${name}_bucket{le="+Inf"} 1013`);
    expect(lines).toContain(`${name}_count 1013`);
    expect(Number(lines.find((line) => line.startsWith(`${name}_sum`))?.split(' ')[1])).toBeCloseTo(120.801, 6);
  });

  it('count requests by the route’s pattern, never by what was asked for (I9)', async () => {
    const metrics = new Metrics();
    const server = fastify();
    countRequests(server, metrics);
    server.get('/people/:name', async () => ({}));
    for (const url of ['/people/ada@example.com', '/people/bob', '/ada@example.com', '/?email=ada@example.com']) await server.inject(url);
    const lines = await linesOf(metrics, 'touchline_http_requests_total');
    expect(lines).toEqual([
      'touchline_http_requests_total{route="/people/:name",method="GET",status="200"} 2',
      'touchline_http_requests_total{route="(unknown)",method="GET",status="404"} 2',
    ]);
    expect((await metrics.text()).body).not.toContain('ada');
  });

  it('show an outbox in records, bytes and seconds', async () => {
    const metrics = new Metrics();
    showOutbox(metrics, () => ({ records: 5, bytes: 1_024, oldest_age_ms: 2_500, shipped_total: 10, failures_total: 1 }));
    expect(await linesOf(metrics, 'touchline_outbox')).toEqual([
      'touchline_outbox_records 5',
      'touchline_outbox_bytes 1024',
      'touchline_outbox_oldest_age_seconds 2.5',
      'touchline_outbox_shipped_total 10',
      'touchline_outbox_failures_total 1',
    ]);
  });
});
