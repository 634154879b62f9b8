import { type EventLog, openTruthLog, TOPICS } from '@touchline/event-log';
import { kafkaForTests, suitePrefix } from '@touchline/kafka-broker';
import { type Config, loadConfig } from '@touchline/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { IngestorProcess } from './support/ingestor-process.js';
import { recordOf, sample } from './support/samples.js';
import { eventually, Stage } from './support/stage.js';

const EACH = 3_000;
/** A killed member is missed after 6 s, and each joining takes some. */
const TEST_MS_MAX = 150_000;
const PARTITIONS = Object.values(TOPICS).reduce((sum, { partitions }) => sum + partitions, 0);
const kafka = await kafkaForTests();

describe('I1, I2: ingestors that share a Kafka group', () => {
  const { brokers, reason } = kafka;
  if (brokers === undefined) it('need Kafka', ({ skip }) => skip(reason));
  else sharedGroup(brokers);
});

function sharedGroup(brokers: readonly string[]): void {
  let stage: Stage;
  let log: EventLog;
  let settings: Config;
  const started: IngestorProcess[] = [];

  beforeAll(async () => {
    stage = await Stage.open();
    const given = Object.fromEntries(Object.entries(stage.config).map(([name, value]) => [name, String(value)]));
    settings = loadConfig({
      ...given,
      KAFKA_BROKERS: brokers.join(','),
      KAFKA_TOPIC_PREFIX: suitePrefix('ingestor'),
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      TOUCHLINE_INGESTOR_ADMIN_PORT: '0',
      TOUCHLINE_INGEST_BATCH_RECORDS_MAX: '100',
      TOUCHLINE_INGEST_LINGER_MS: '20',
      TOUCHLINE_LOG_LEVEL: 'info',
    });
    log = openTruthLog(settings, 'test');
    await stage.warehouse.migrate();
  });
  afterEach(() => Promise.all(started.splice(0).map((ingestor) => ingestor.kill('SIGKILL'))));
  afterAll(async () => {
    await log.close();
    await stage.close();
  });

  const start = () => {
    const ingestor = new IngestorProcess(settings);
    started.push(ingestor);
    return ingestor;
  };
  const append = (from: number) =>
    log.append(
      'clicks',
      Array.from({ length: EACH }, (_, index) => recordOf(sample('click', from + index))),
    );
  const stored = (count: number) => eventually(async () => (await stage.count('clicks')) >= count);

  it(
    'have every event once in the views when one is killed half-way, and when another joins',
    async () => {
      const [first, second] = [start(), start()];
      await eventually(
        async () => first.assigned().length + second.assigned().length === PARTITIONS && first.assigned().length > 0 && second.assigned().length > 0,
      );
      await append(0);
      await stored(EACH / 3);
      await first.kill('SIGKILL');
      await append(EACH);
      await eventually(async () => second.assigned().length === PARTITIONS);
      const third = start();
      await append(2 * EACH);
      await eventually(async () => third.assigned().length > 0);
      await stored(3 * EACH);
      await expectOnce(stage, 3 * EACH);
    },
    TEST_MS_MAX,
  );

  it(
    'leave the group at once when they are told to stop, with nothing half done',
    async () => {
      const before = await stage.count('clicks');
      const [first, second] = [start(), start()];
      await eventually(async () => first.assigned().length > 0 && second.assigned().length > 0);
      await append(before);
      await first.kill('SIGTERM');
      await stored(before + EACH);
      await expectOnce(stage, before + EACH);
    },
    TEST_MS_MAX,
  );
}

async function expectOnce(stage: Stage, count: number): Promise<void> {
  expect(await stage.count('clicks')).toBe(count);
  // Raw rows, before the view takes repeats away: the tokens alone have done it.
  expect(await stage.warehouse.query('SELECT count() AS rows, uniqExact(event_id) AS events FROM click_facts')).toEqual([{ rows: count, events: count }]);
  // Whoever took a killed one's partition over has redone what it had planned; the last rows are there a moment before the book says so.
  const open = `SELECT topic, partition FROM ingest_ranges GROUP BY topic, partition, first_offset, last_offset HAVING countIf(state = 'stored') = 0`;
  await eventually(async () => (await stage.warehouse.query(open)).length === 0);
}
