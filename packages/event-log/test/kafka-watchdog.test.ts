import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventLog, type KafkaLogOptions, openKafkaLog } from '../src/index.js';
import { kafkaClient } from '../src/kafka/client.js';
import { Desk } from '../src/kafka/desk.js';
import { Names } from '../src/kafka/names.js';
import { PartitionWorker } from '../src/kafka/partition-worker.js';
import { Watchdog } from '../src/kafka/watchdog.js';
import { record, SINGLE, until } from './contract/harness.js';
import { deleteTopics, describeWithKafka, ownOptions } from './support/kafka.js';

const PLACE = { topic: SINGLE, partition: 0 };

describeWithKafka('the watchdog on progress', (brokers) => {
  describe('the watchdog on progress', () => {
    let options: KafkaLogOptions;
    let log: EventLog;
    let desk: Desk;
    let worker: PartitionWorker;
    let ended: Promise<void>;
    const revoking = new AbortController();
    const stuck: string[] = [];
    let watchdog: Watchdog;

    beforeEach(async () => {
      options = ownOptions(brokers);
      log = openKafkaLog(options);
      desk = new Desk(() => kafkaClient(options), new Names(options.topic_prefix ?? ''), 1);
      worker = new PartitionWorker(PLACE, {
        options: { topics: [SINGLE], group: 'test', batch_records_max: 10, batch_bytes_max: 1_000, linger_ms: 0, handler: async () => undefined },
        // A membership as kafkajs leaves it when it runs and fetches nothing.
        membership: { pause: () => undefined, resume: () => undefined, seek: () => undefined, commit: async () => undefined },
        standing: async () => ({ position: 0, first_offset: 0, next_offset: 0 }),
        revoked: revoking.signal,
        bytes_max: 1_000,
      });
      ended = worker.run(undefined);
      await until(() => worker.waitsFor === 0);
      watchdog = new Watchdog(
        desk,
        () => [worker],
        (error) => stuck.push(error.message),
      );
    });

    afterEach(async () => {
      watchdog.stop();
      revoking.abort();
      await ended;
      await desk.close();
      await log.close();
      await deleteTopics(options);
    });

    it('lets a partition wait for as long as the log has nothing for it, and calls it stuck when two looks in a row find the same record not fetched (I1)', async () => {
      for (let look = 0; look < 3; look += 1) await watchdog.look();
      expect(stuck).toEqual([]);

      await log.append(SINGLE, [record('k', 'first')]);
      await watchdog.look();
      expect(stuck).toEqual([]);
      // It came between two looks: that is progress.
      worker.accept({ place: PLACE, messages: [{ offset: '0', value: Buffer.from('first') }], high: 1 });
      await until(() => worker.waitsFor === 1);
      await log.append(SINGLE, [record('k', 'second')]);
      await watchdog.look();
      expect(stuck).toEqual([]);

      await watchdog.look();
      expect(stuck).toEqual([`${SINGLE}/0 does not move beyond 1`]);
    });
  });
});
