import { type Broker, startBroker, suitePrefix } from '@touchline/kafka-broker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithBroker } from '../support/broker.js';
import { click } from '../support/browser-like.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

const WAIT_MS_MAX = 60_000;

interface Reconciliation {
  readonly accepted: number;
  readonly in_flight: number;
  readonly gap: number;
}

describeWithBroker('Touchline on Kafka', () => {
  let broker: Broker;
  let running: RunningTouchline;
  let short_url: string;

  beforeAll(async () => {
    broker = await startBroker();
    running = await RunningTouchline.create({
      KAFKA_BROKERS: broker.brokers.join(','),
      KAFKA_TOPIC_PREFIX: suitePrefix('e2e'),
      // Short, so that a second start does not wait long for partitions of the first.
      KAFKA_SESSION_TIMEOUT_MS: '6000',
    });
    await running.start('--no-demo');
    running.environment['TOUCHLINE_KEY'] = await until('the first key', WAIT_MS_MAX, async () => running.firstKey || undefined);
  });

  afterAll(async () => {
    await running.remove();
    await broker.stop();
  });

  const order = (order_id: string, click_id: string) =>
    fetch(running.url('COLLECTOR', '/v1/events'), {
      method: 'POST',
      headers: { authorization: `Bearer ${running.environment['TOUCHLINE_KEY']}`, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'order_placed', order_id, amount_minor: 4_990, currency: 'EUR', click_id }),
    });

  /** Accepted so far, once all of it is in the warehouse. */
  const settled = () =>
    until('nothing in flight', WAIT_MS_MAX, async () => {
      const report = await running.json<Reconciliation>('reconcile');
      expect(report.gap).toBe(0);
      return report.in_flight === 0 ? report.accepted : undefined;
    });

  it('runs the same processes and a forwarder, and takes a click and an order all the way to the warehouse (I1, I3)', async () => {
    const status = await running.json<{ processes: { name: string }[] }>('status');
    expect(status.processes.map(({ name }) => name)).toContain('forwarder');
    const made = await running.cli('links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/');
    expect(made.stderr).toBe('');
    short_url = made.stdout.trim();
    const before = await settled();
    const { click_id } = await click(short_url);
    expect((await order('A-1', click_id)).status).toBe(202);
    expect(await settled()).toBe(before + 2);
  });

  it('started while Kafka is down, redirects by what it knew, and what it took then arrives when Kafka is back (I1)', async () => {
    const before = await settled();
    await running.stop();
    await broker.kill();
    const started = running.start('--no-demo');
    await until('a redirect', WAIT_MS_MAX, () => click(short_url).catch(() => undefined));
    const { click_id } = await click(short_url);
    await until('the collector', WAIT_MS_MAX, async () => ((await order('A-2', click_id).catch(() => undefined))?.status === 202 ? true : undefined));
    await broker.restart();
    await started;
    expect(await settled()).toBe(before + 3);
  }, 180_000);
});
