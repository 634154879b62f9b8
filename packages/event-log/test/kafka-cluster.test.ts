import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventLog, type KafkaLogOptions, openKafkaLog } from '../src/index.js';
import { everything, numbers, record, SINGLE, TOPIC, textOf, until, watch } from './contract/harness.js';
import { alterTopic, configOf, deleteBefore, deleteTopics, describeWithKafka, ownOptions, withAdmin } from './support/kafka.js';

describeWithKafka('the Kafka log', (brokers) => {
  let options: KafkaLogOptions;
  let log: EventLog;
  const opened: EventLog[] = [];
  const open = (change: Partial<KafkaLogOptions> = {}) => {
    const one = openKafkaLog({ ...options, ...change });
    opened.push(one);
    return one;
  };
  const nameOf = (topic: string) => `${options.topic_prefix}${topic}`;

  beforeEach(() => {
    options = ownOptions(brokers);
    log = open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await deleteTopics(options);
  });

  describe('and its topics', () => {
    it('are made when many open the log at once, compacted or kept as the table says', async () => {
      await Promise.all([log, open(), open()].map((one) => one.append(TOPIC, [record('k', 'v')])));
      expect((await log.heads(TOPIC)).map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
      expect(await configOf(brokers, nameOf('directory'))).toMatchObject({ 'cleanup.policy': 'delete' });
      expect(await configOf(brokers, nameOf('clicks'))).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '-1' });
      expect(await configOf(brokers, nameOf('rejects'))).toMatchObject({ 'retention.ms': String(90 * 86_400_000) });
    });

    it('are refused, each by name and for every call, when they are not as they must be (I1)', async () => {
      await log.heads(TOPIC);
      await alterTopic(brokers, nameOf('clicks'), { 'retention.ms': '60000' });
      const late = open();
      const refusal = { code: 'TL_TOPIC_MISMATCH', path: nameOf('clicks'), message: expect.stringContaining('retention.ms 60000, Touchline needs -1') };
      await expect(late.append(SINGLE, [record('k', 'v')])).rejects.toMatchObject(refusal);
      await expect(late.read(SINGLE, 0, 0, 1)).rejects.toMatchObject(refusal);
      const troubles: unknown[] = [];
      const seen = watch(late, { onTrouble: (error) => troubles.push(error) });
      await until(() => troubles.length > 0);
      expect(troubles[0]).toMatchObject(refusal);
      await alterTopic(brokers, nameOf('clicks'), { 'retention.ms': '-1' });
      await late.append(TOPIC, [record('k', 'taken')]);
      await seen.untilTexts(1);
    });

    it('are refused when they have too few partitions', async () => {
      options = ownOptions(brokers);
      await withAdmin(brokers, (admin) =>
        admin.createTopics({ waitForLeaders: false, topics: [{ topic: nameOf('clicks'), numPartitions: 2, replicationFactor: 1 }] }),
      );
      await until(async () => (await withAdmin(brokers, (admin) => admin.listTopics())).includes(nameOf('clicks')));
      await expect(open().heads(TOPIC)).rejects.toMatchObject({ code: 'TL_TOPIC_MISMATCH', path: nameOf('clicks') });
    });
  });

  it('takes gzip, and reads it beside what is not compressed', async () => {
    await open({ compression: 'gzip' }).append(
      SINGLE,
      numbers(50).map((n) => record('k', n)),
    );
    await log.append(SINGLE, [record('k', 'plain')]);
    expect((await everything(log, SINGLE)).map(({ text }) => text)).toEqual([...numbers(50), 'plain']);
    expect((await log.read(SINGLE, 0, 17, 3)).map(textOf)).toEqual(['17', '18', '19']);
  });

  it('keeps the partition of a handler that takes longer than the session, and the others go on meanwhile', async () => {
    const outcomes = await log.append(
      TOPIC,
      numbers(40).map((n) => record(n, n)),
    );
    const slow = outcomes[0]?.partition;
    let begun = 0;
    const seen = watch(log, {
      handler: async ({ partition }) => {
        if (partition !== slow) return;
        begun += 1;
        await sleep((options.session_timeout_ms ?? 0) + 2_000);
      },
    });
    await seen.untilTexts(outcomes.filter(({ partition }) => partition !== slow).length);
    expect(seen.batches.some(({ partition }) => partition === slow)).toBe(false);
    await seen.untilTexts(40);
    await seen.consumer.stop();
    expect(begun).toBe(1);
    expect(seen.texts().sort()).toEqual(numbers(40).sort());
  });

  it('gives partitions to a newcomer only when their handlers are done, and their positions kept (I2)', async () => {
    await log.append(
      TOPIC,
      numbers(40).map((n) => record(n, n)),
    );
    const busy = new Set<number>();
    const overlaps: number[] = [];
    const handler = async ({ partition }: { partition: number }) => {
      if (busy.has(partition)) overlaps.push(partition);
      busy.add(partition);
      // Longer than a joining takes.
      await sleep(4_000);
      busy.delete(partition);
    };
    const first = watch(log, { batch_records_max: 5, handler });
    await until(() => busy.size === 4);
    const second = watch(log, { batch_records_max: 5, handler });
    await until(() => second.texts().length > 0 && first.texts().length + second.texts().length === 40);
    await Promise.all([first.consumer.stop(), second.consumer.stop()]);
    expect(overlaps).toEqual([]);
    expect([...first.texts(), ...second.texts()].sort()).toEqual(numbers(40).sort());
  });

  it('begins where the log begins when the records before were deleted (I1)', async () => {
    await log.append(
      SINGLE,
      numbers(10).map((n) => record('k', n)),
    );
    await alterTopic(brokers, nameOf(SINGLE), { 'cleanup.policy': 'delete' });
    await deleteBefore(brokers, nameOf(SINGLE), 4);
    expect(await log.heads(SINGLE)).toEqual([{ partition: 0, first_offset: 4, next_offset: 10 }]);
    expect((await log.read(SINGLE, 0, 0, 3)).map(textOf)).toEqual(['4', '5', '6']);
    const seen = watch(log, { topics: [SINGLE], startAt: async () => 0 });
    await seen.untilTexts(6);
    await seen.consumer.stop();
    expect(seen.texts()).toEqual(numbers(10).slice(4));
  });

  it('builds its consumer again and again when kafkajs gives up for good, and goes on when the cause is gone (I1)', async () => {
    await log.append(SINGLE, [record('k', 'before')]);
    const troubles: string[] = [];
    const seen = watch(log, {
      topics: [SINGLE],
      onTrouble: (error) => {
        troubles.push(error === undefined ? 'gone' : String(error));
      },
    });
    await seen.untilTexts(1);
    // kafkajs crashes on what it cannot decompress, and does not mean to restart.
    await alterTopic(brokers, nameOf(SINGLE), { 'cleanup.policy': 'delete', 'compression.type': 'zstd' });
    await until(async () => {
      await log.append(SINGLE, [record('k', 'unreadable')]);
      return troubles.filter((trouble) => trouble !== 'gone').length >= 2;
    });
    await alterTopic(brokers, nameOf(SINGLE), { 'cleanup.policy': 'delete', 'compression.type': 'producer' });
    const [after] = await log.append(SINGLE, [record('k', 'after')]);
    await deleteBefore(brokers, nameOf(SINGLE), after?.offset ?? 0);
    await until(() => seen.texts().includes('after'));
    await seen.consumer.stop();
    expect(seen.texts()[0]).toBe('before');
  });
});
