import { setTimeout as sleep } from 'node:timers/promises';
import { type Broker, startCluster, suitePrefix, whyNoBroker } from '@touchline/kafka-broker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventLog, openKafkaLog } from '../src/index.js';
import { numbers, record, TOPIC, until, watch } from './contract/harness.js';
import { configOf } from './support/kafka.js';

const COPIES = 3;
/** Far longer than an answer takes. */
const ALONE_MS = 4_000;
/** Each broker comes back in some ten seconds, and a send may wait half a minute for one. */
const FAULTS_MS_MAX = 180_000;
const why = await whyNoBroker({ secured: true });

describe('a cluster of three brokers', () => {
  if (why !== undefined) {
    it('needs Kafka', ({ skip }) => skip(why));
    return;
  }
  let brokers: readonly Broker[];
  let log: EventLog;
  const answered: string[] = [];
  const prefix = suitePrefix('replicas');
  const addresses = () => brokers.flatMap((broker) => broker.brokers);

  /** Appends one after the other; what was refused is not counted, and is not lost either: its sender was told. */
  const append = async (from: number, count: number) => {
    for (const name of numbers(count).map((number) => `${from + Number(number)}`)) {
      await log.append(TOPIC, [record(name, name)]).then(
        () => answered.push(name),
        () => undefined,
      );
    }
  };

  beforeAll(async () => {
    brokers = await startCluster(COPIES);
    log = openKafkaLog({ brokers: addresses(), client_id: 'test', topic_prefix: prefix, replication_factor: COPIES, session_timeout_ms: 6_000 });
  });
  afterAll(async () => {
    await log?.close();
    await Promise.all((brokers ?? []).map((broker) => broker.stop()));
  });

  it('keeps each topic three times, and answers when two have it', async () => {
    await append(0, 20);
    expect(answered).toHaveLength(20);
    expect(await configOf(addresses(), `${prefix}${TOPIC}`)).toMatchObject({ 'min.insync.replicas': '2' });
  });

  it(
    'loses nothing that was answered, and goes on, while any one of them is killed and comes back (I1)',
    async () => {
      for (const [index, broker] of brokers.entries()) {
        const appending = append(1_000 * (index + 1), 60);
        await broker.kill();
        await appending;
        await broker.restart();
      }
      // Some may have been refused while their leader changed; whoever goes on asking is answered.
      expect(answered.length).toBeGreaterThan(100);
      await append(9_000, 5);
      expect(answered.slice(-5)).toEqual(numbers(5).map((number) => `${9_000 + Number(number)}`));
      const seen = watch(log, {});
      await until(() => answered.every((name) => seen.texts().includes(name)));
      await seen.consumer.stop();
    },
    FAULTS_MS_MAX,
  );

  it(
    'answers nothing while only one is left, for one disk is not two, and goes on when they are back (I1)',
    async () => {
      const [, second, third] = brokers;
      await Promise.all([second?.kill(), third?.kill()]);
      const alone = log.append(TOPIC, [record('alone', 'alone')]).then(
        () => 'answered',
        () => 'refused',
      );
      expect(await Promise.race([alone, sleep(ALONE_MS, 'waiting')])).not.toBe('answered');
      await Promise.all([second?.restart(), third?.restart()]);
      expect(['answered', 'refused']).toContain(await alone);
      await until(() =>
        log.append(TOPIC, [record('again', 'again')]).then(
          () => true,
          () => false,
        ),
      );
    },
    FAULTS_MS_MAX,
  );
});
