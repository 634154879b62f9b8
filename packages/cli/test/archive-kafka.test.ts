import { type EventLog, openKafkaLog } from '@touchline/event-log';
import { kafkaForTests, suitePrefix } from '@touchline/kafka-broker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportLog } from '../src/archive/export-log.js';
import { importLog } from '../src/archive/import-log.js';
import { readManifest } from '../src/archive/manifest.js';
import { appended, contents, Scratch } from './support/logs.js';

const RECORDS = 2_500;
const TOPICS = ['clicks', 'conversions', 'identities'];

const kafka = await kafkaForTests();
const scratch = new Scratch();

describe('from the local log to Kafka', () => {
  const { brokers, reason } = kafka;
  if (brokers === undefined) it('needs Kafka', ({ skip }) => skip(reason));
  else toKafka(brokers);
});

function toKafka(brokers: readonly string[]): void {
  let local: EventLog;
  let cluster: EventLog;
  let folder: string;

  beforeAll(async () => {
    local = scratch.log();
    folder = scratch.folder();
    cluster = openKafkaLog({ brokers, client_id: 'test', topic_prefix: suitePrefix('archive') });
    const numbers = Array.from({ length: RECORDS }, (_, number) => number);
    await local.append(
      'clicks',
      numbers.map((number) => appended('click', number)),
    );
    await local.append(
      'conversions',
      numbers.map((number) => ({ ...appended('order_placed', number), headers: { traceparent: `00-${number}` } })),
    );
    // Bytes that are no event, in both partitions of their topic.
    await local.append(
      'identities',
      [0, 1].map((partition) => ({ key: 'any', partition, value: Buffer.from([0xff, partition]) })),
    );
    await exportLog({ log: local, folder, topics: TOPICS, from: undefined, onProgress: () => undefined });
  });
  afterAll(() => cluster?.close());

  const imported = async (log: EventLog, from = folder) =>
    importLog({ log, folder: from, manifest: await readManifest(from), dry_run: false, onProgress: () => undefined });

  /** A topic of Kafka does not know the once_id: the outbox in front of it does. */
  async function withoutOnceIds(log: EventLog): Promise<unknown> {
    return Object.entries(await contents(log)).map(([place, { value, headers }]) => [place, value, headers]);
  }

  it('nothing is lost: bytes, partitions, offsets, headers; and a second import adds nothing (I1, I2)', async () => {
    expect(await imported(cluster)).toMatchObject({ appended: 2 * RECORDS + 2, present: 0, offsets_kept: true });
    expect(await withoutOnceIds(cluster)).toEqual(await withoutOnceIds(local));
    expect(await imported(cluster)).toMatchObject({ appended: 0, present: 2 * RECORDS + 2, offsets_kept: true });
  });

  it('and back again (I1)', async () => {
    const [back, archive] = [scratch.log(), scratch.folder()];
    await exportLog({ log: cluster, folder: archive, topics: TOPICS, from: undefined, onProgress: () => undefined });
    expect(await imported(back, archive)).toMatchObject({ appended: 2 * RECORDS + 2, offsets_kept: true });
    expect(await withoutOnceIds(back)).toEqual(await withoutOnceIds(local));
  });
}
