import { type Broker, startBroker, whyNoBroker } from '@touchline/kafka-broker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventLog, openKafkaLog } from '../src/index.js';
import { everything, isDense, numbers, record, SINGLE, TOPIC, until, watch } from './contract/harness.js';

const TEST_MS_MAX = 150_000;
const reason = await whyNoBroker();

describe('the Kafka log, when its broker is killed,', () => {
  if (reason !== undefined) it('needs a broker of its own', ({ skip }) => skip(`Kafka: ${reason}`));
  else outage();
});

function outage(): void {
  let broker: Broker;
  let log: EventLog;
  beforeAll(async () => {
    broker = await startBroker();
    log = openKafkaLog({ brokers: broker.brokers, client_id: 'test', session_timeout_ms: 6_000 });
  });
  afterAll(async () => {
    await log?.close();
    await broker?.stop();
  });

  it(
    'refuses what it cannot keep, and when it is back keeps and hands out all that was answered, in order (I1)',
    async () => {
      const answered: string[] = [];
      const refused = new Set<unknown>();
      let goesOn = true;
      const caller = async (name: string) => {
        for (let n = 0; goesOn; n += 1) {
          const text = `${name} ${n}`;
          await log.append(TOPIC, [record(name, text)]).then(
            () => answered.push(text),
            (error: { code?: string }) => refused.add(error.code),
          );
        }
      };
      const seen = watch(log);
      const callers = numbers(4, 'caller ').map(caller);
      await until(() => answered.length > 100 && seen.texts().length > 0);
      await broker.kill();
      await until(() => refused.size > 0);
      await broker.restart();
      const before = answered.length;
      await until(() => answered.length > before + 100);
      goesOn = false;
      await Promise.all(callers);
      expect([...refused]).toEqual(['TL_LOG_UNAVAILABLE']);
      const kept = new Set((await everything(log, TOPIC)).map(({ text }) => text));
      expect(answered.filter((text) => !kept.has(text))).toEqual([]);
      expect(await isDense(log, TOPIC)).toBe(true);
      await until(() => answered.every((text) => seen.texts().includes(text)));
      await seen.consumer.stop();
    },
    TEST_MS_MAX,
  );

  it(
    'answers questions with TL_STORE_UNAVAILABLE, and again when it is back',
    async () => {
      await log.append(SINGLE, [record('k', 'v')]);
      await broker.kill();
      await expect(log.heads(SINGLE)).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
      await expect(log.read(SINGLE, 0, 0, 1)).rejects.toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
      await broker.restart();
      expect((await log.heads(SINGLE))[0]?.next_offset).toBe(1);
      expect(await log.read(SINGLE, 0, 0, 1)).toHaveLength(1);
    },
    TEST_MS_MAX,
  );
}
