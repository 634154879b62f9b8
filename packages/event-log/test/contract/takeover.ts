import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { numbers, type OpenContractLog, record, SINGLE, TOPIC, until, watch, withLog } from './harness.js';

export function takeoverContract(open: OpenContractLog): void {
  describe('taking a partition over', () => {
    const current = withLog(open);
    const appendNumbers = (topic: string, texts: readonly string[]) =>
      current().log.append(
        topic,
        texts.map((text) => record(text, text)),
      );

    it('begins where startAt says, before or behind the position of the group', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, numbers(10));
      for (const start of [7, 2, 5]) {
        const seen = watch(log, { topics: [SINGLE], startAt: async () => start });
        await seen.untilTexts(10 - start);
        await seen.consumer.stop();
        expect(seen.texts()).toEqual(numbers(10).slice(start));
        expect((await log.positions(SINGLE, 'test')).get(0)).toBe(10);
      }
    });

    it('begins at the position of the group where startAt says nothing, and asks it for every partition', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(40));
      const first = watch(log);
      await first.untilTexts(40);
      await first.consumer.stop();
      const asked: string[] = [];
      const startAt = async (topic: string, partition: number) => {
        asked.push(`${topic}/${partition}`);
        return undefined;
      };
      const second = watch(log, { startAt });
      await appendNumbers(TOPIC, ['new']);
      await second.untilTexts(1);
      await until(() => asked.length === 4);
      await second.consumer.stop();
      expect(second.texts()).toEqual(['new']);
      expect(asked.sort()).toEqual(numbers(4, `${TOPIC}/`));
    });

    it('loses no record to a startAt that lies behind the end of the log (I1)', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, numbers(3));
      let asked = 0;
      const seen = watch(log, { topics: [SINGLE], startAt: async () => 1_000 * ++asked });
      await until(async () => (await log.positions(SINGLE, 'test')).get(0) === 3);
      await appendNumbers(SINGLE, ['new']);
      await seen.untilTexts(1);
      await seen.consumer.stop();
      expect(seen.texts()).toEqual(['new']);
    });

    it('asks startAt again, and tells of it, when it was rejected; hands nothing out before', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, numbers(5));
      const told: unknown[] = [];
      let asked = 0;
      const startAt = async () => {
        asked += 1;
        if (asked <= 2) throw new Error(`not up ${asked}`);
        return 3;
      };
      const seen = watch(log, { topics: [SINGLE], startAt, onError: (error) => told.push((error as Error).message) });
      await seen.untilTexts(2);
      await seen.consumer.stop();
      expect(seen.texts()).toEqual(['3', '4']);
      expect(told).toEqual(['not up 1', 'not up 2']);
    });

    it('is never done while another consumer of the group has the partition, and happens when that one stops', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(80));
      const busy = new Set<number>();
      let overlaps = 0;
      const handler = async ({ partition }: { partition: number }) => {
        if (busy.has(partition)) overlaps += 1;
        busy.add(partition);
        await sleep(3);
        busy.delete(partition);
      };
      const consumers = [1, 2, 3].map(() => watch(log, { batch_records_max: 4, handler }));
      const handled = () => consumers.flatMap((seen) => seen.texts());
      await until(() => handled().length >= 40);
      await consumers[0]?.consumer.stop();
      await until(() => handled().length >= 80);
      await consumers[1]?.consumer.stop();
      await appendNumbers(TOPIC, numbers(20, 'last '));
      await until(() => handled().length >= 100);
      await consumers[2]?.consumer.stop();
      expect(overlaps).toBe(0);
      expect(handled().sort()).toEqual([...numbers(80), ...numbers(20, 'last ')].sort());
    });
  });
}
