import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithBroker } from '../support/broker.js';
import { until } from '../support/wait.js';
import { Clickers } from './clickers.js';
import { Edge } from './edge.js';

const MIB = 1_048_576;
const FILL_MS_MAX = 60_000;
const RECOVER_MS_MAX = 60_000;

describeWithBroker('an edge whose outbox is full because Kafka is down', () => {
  let edge: Edge;
  const taken: string[] = [];
  let next = 0;

  beforeAll(async () => {
    edge = await Edge.open({ TOUCHLINE_OUTBOX_BYTES_MAX: String(2 * MIB) });
  });

  afterAll(() => edge.close());

  /** Large orders, a hundred at a time; the status of the answer. */
  const orders = async (): Promise<number> => {
    const from = next;
    next += 100;
    const events = Array.from({ length: 100 }, (_, index) => ({
      type: 'order_placed',
      order_id: `o-${from + index}`,
      amount_minor: 1_999,
      currency: 'EUR',
      items: Array.from({ length: 10 }, (_each, item) => ({ sku: `a-rather-long-name-of-a-thing-${item}`, quantity: 1, amount_minor: 199 })),
    }));
    const answer = await edge.post('/v1/events', { events });
    if (answer.status === 202) taken.push(...events.map(({ order_id }) => order_id));
    else expect(await answer.json()).toMatchObject({ code: 'TL_LOG_UNAVAILABLE', remedy: expect.stringContaining('KAFKA_BROKERS') });
    return answer.status;
  };

  it('takes orders up to its limit and then says 503, so that shops send them again (I1)', async () => {
    await edge.broker.kill();
    await until('the outbox is full', FILL_MS_MAX, async () => ((await orders()) === 503 ? true : undefined));
    expect(taken.length).toBeGreaterThan(100);
  });

  it('redirects all the same, counts what it could not keep and hands no click id out for it, and calls itself unhealthy (I1)', async () => {
    let unlogged = 0;
    await until('clicks are refused, too', FILL_MS_MAX, async () => {
      unlogged += (await Clickers.during(edge.short_url, () => sleep(200))).unlogged;
      return unlogged > 0 ? true : undefined;
    });
    expect(await edge.metric('touchline_clicks_unlogged_total')).toBe(unlogged);
    expect(await edge.readiness('tracker')).toMatchObject({ status: 503, state: 'unhealthy' });
    expect(await edge.readiness('collector')).toMatchObject({ status: 503, state: 'unhealthy' });
    await until('the forwarder says so, too', FILL_MS_MAX, async () => ((await edge.readiness('forwarder')).state === 'unhealthy' ? true : undefined));
  });

  it('takes everything again by itself when Kafka is back, having lost nothing it had taken (I1)', async () => {
    await edge.broker.restart();
    await until('orders are taken again', RECOVER_MS_MAX, async () => ((await orders()) === 202 ? true : undefined));
    await until('the outbox is empty', RECOVER_MS_MAX, async () => (edge.waiting() === 0 ? true : undefined));
    const unlogged = await edge.metric('touchline_clicks_unlogged_total');
    await Clickers.during(edge.short_url, () => sleep(200));
    expect(await edge.metric('touchline_clicks_unlogged_total')).toBe(unlogged);
    for (const name of ['tracker', 'collector', 'forwarder'] as const) {
      await until(`${name} is well`, RECOVER_MS_MAX, async () => ((await edge.readiness(name)).state === 'ready' ? true : undefined));
    }
    const placed = (await edge.arrived('conversions')).flat().map(({ payload }) => (payload as { order_id: string }).order_id);
    expect(taken.filter((id) => !placed.includes(id))).toEqual([]);
  });
});
