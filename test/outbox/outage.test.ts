import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithBroker } from '../support/broker.js';
import { until } from '../support/wait.js';
import { type Clicked, Clickers } from './clickers.js';
import { Edge } from './edge.js';

const WARM_MS = 1_500;
const WINDOW_MS = 1_500;
/** An odd number: of several short windows the middle one counts, since the machine has other work, too. */
const WINDOWS = 3;
const THROUGHPUT_RATIO_MIN = 0.6;
const P99_RATIO_MAX = 3;
const RECOVER_MS_MAX = 60_000;
const AGE_MS_MAX = 1_500;

describeWithBroker('with a real Kafka that is killed under load', () => {
  let edge: Edge;
  const clicked: Clicked[] = [];
  const orders: string[] = [];

  beforeAll(async () => {
    edge = await Edge.open({ TOUCHLINE_OUTBOX_AGE_MS_MAX: String(AGE_MS_MAX) });
    clicked.push(await Clickers.during(edge.short_url, () => sleep(WARM_MS)));
  });

  afterAll(() => edge.close());

  const order = async (order_id: string) => {
    const answer = await edge.post('/v1/events', { type: 'order_placed', order_id, amount_minor: 1_999, currency: 'EUR' });
    expect(answer.status).toBe(202);
    orders.push(order_id);
  };

  const measure = async () => {
    const windows: Clicked[] = [];
    for (let window = 0; window < WINDOWS; window += 1) windows.push(await Clickers.during(edge.short_url, () => sleep(WINDOW_MS)));
    clicked.push(...windows);
    const middle = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(WINDOWS / 2)] ?? 0;
    return { per_second: middle(windows.map(({ per_second }) => per_second)), p99_ms: middle(windows.map(({ p99_ms }) => p99_ms)) };
  };

  const drained = () => until('the outbox is empty', RECOVER_MS_MAX, async () => (edge.waiting() === 0 ? true : undefined));

  it('redirects go on as fast as before, and orders are taken (I1)', async () => {
    const before = await measure();
    await order('before');
    await edge.broker.kill();
    const down = await measure();
    await order('down');
    const ratios = { throughput: down.per_second / before.per_second, p99: down.p99_ms / before.p99_ms };
    process.stdout.write(
      `redirects while Kafka is down, of before: throughput × ${ratios.throughput.toFixed(2)} (${Math.round(before.per_second)} → ${Math.round(down.per_second)}/s), p99 × ${ratios.p99.toFixed(2)} (${before.p99_ms.toFixed(1)} → ${down.p99_ms.toFixed(1)} ms)\n`,
    );
    expect(ratios.throughput).toBeGreaterThan(THROUGHPUT_RATIO_MIN);
    expect(ratios.p99).toBeLessThan(P99_RATIO_MAX);
  });

  it('health says degraded, with how much waits and for how long, and nobody is sent away for it', async () => {
    for (const name of ['tracker', 'collector', 'forwarder'] as const) {
      const readiness = await edge.readiness(name);
      expect(readiness, name).toMatchObject({ status: 200, state: 'degraded' });
      expect(readiness.detail, name).toMatch(/^\d+ records .* wait for Kafka, the oldest for \d+ s/);
    }
  });

  it('a link cannot be made, and whoever asks is told why and what to do', async () => {
    const answer = await edge.post('/v1/links', { destination: 'https://shop.example/', creator_id: 'mia' });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'TL_LOG_UNAVAILABLE', remedy: expect.stringContaining('KAFKA_BROKERS') });
  });

  it('a tracker that is started then redirects at once, by what it knew', async () => {
    await edge.kill('tracker');
    await edge.start('tracker');
    clicked.push(await Clickers.during(edge.short_url, () => sleep(500)));
  });

  it('a forwarder that is killed and started then loses nothing, and when Kafka is back everything is there, in order (I1)', async () => {
    await edge.kill('forwarder');
    await edge.start('forwarder');
    clicked.push(await Clickers.during(edge.short_url, () => edge.broker.restart()));
    await order('after');
    await drained();
    const events = (await edge.arrived('clicks')).map((partition) => partition.filter(({ type }) => type === 'click'));
    const ids = new Set(events.flat().map(({ event_id }) => event_id));
    const answered = clicked.flatMap(({ ids }) => ids);
    expect(answered.length).toBeGreaterThan(2_000);
    expect(clicked.reduce((sum, { unlogged }) => sum + unlogged, 0)).toBe(0);
    expect(answered.filter((id) => !ids.has(id))).toEqual([]);
    expect(inOrder(events)).toBe(true);
    const placed = (await edge.arrived('conversions')).flat().map(({ payload }) => (payload as { order_id: string }).order_id);
    expect([...new Set(placed)].sort()).toEqual(orders.sort());
    process.stdout.write(`${answered.length} clicks answered, ${ids.size} in Kafka, ${events.flat().length - ids.size} of them twice\n`);
  });

  it('health is well again, links can be made again, and a restart of the forwarder sends nothing again (I2)', async () => {
    for (const name of ['tracker', 'collector', 'forwarder'] as const) {
      await until(`${name} is well`, RECOVER_MS_MAX, async () => ((await edge.readiness(name)).state === 'ready' ? true : undefined));
    }
    expect((await edge.post('/v1/links', { destination: 'https://shop.example/', creator_id: 'mia' })).status).toBe(201);
    const before = (await edge.arrived('clicks')).flat().length;
    await edge.kill('forwarder');
    await edge.start('forwarder');
    const more = await Clickers.during(edge.short_url, () => sleep(300));
    await drained();
    expect((await edge.arrived('clicks')).flat().length).toBe(before + more.ids.length);
  });
});

/** Of each key, as they were taken; a repeat of what came before is none. */
function inOrder(partitions: readonly (readonly Record<string, unknown>[])[]): boolean {
  return partitions.every((events) => {
    const seen = new Set<unknown>();
    const lastOf = new Map<unknown, string>();
    for (const { event_id, key, received_at } of events) {
      if (seen.has(event_id)) continue;
      seen.add(event_id);
      if (String(received_at) < (lastOf.get(key) ?? '')) return false;
      lastOf.set(key, String(received_at));
    }
    return true;
  });
}
