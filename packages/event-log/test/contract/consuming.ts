import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/index.js';
import { numbers, type OpenContractLog, record, SINGLE, TOPIC, textOf, until, watch, withLog } from './harness.js';

export function consumingContract(open: OpenContractLog): void {
  describe('consuming', () => {
    const current = withLog(open);
    const appendNumbers = (topic: string, texts: readonly string[]) =>
      current().log.append(
        topic,
        texts.map((text) => record(text, text)),
      );

    it('hands out every record of every partition once, in order, in batches without a gap', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(300));
      const seen = watch(log, { batch_records_max: 7 });
      await seen.untilTexts(300);
      await appendNumbers(TOPIC, numbers(300, 'later '));
      await seen.untilTexts(600);
      await seen.consumer.stop();
      const next = new Map<number, number>();
      for (const { partition, first_offset, last_offset, records } of seen.batches) {
        expect(first_offset).toBe(next.get(partition) ?? 0);
        expect(records.map(({ offset }) => offset)).toEqual(records.map((_, index) => first_offset + index));
        expect(last_offset).toBe(first_offset + records.length - 1);
        next.set(partition, last_offset + 1);
      }
      expect(new Set(seen.texts()).size).toBe(600);
      expect(seen.texts()).toHaveLength(600);
    });

    it('hands out one batch at a time of a partition', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(60));
      const busy = new Set<number>();
      let overlaps = 0;
      const seen = watch(log, {
        batch_records_max: 3,
        handler: async ({ partition }) => {
          if (busy.has(partition)) overlaps += 1;
          busy.add(partition);
          await sleep(2);
          busy.delete(partition);
        },
      });
      await seen.untilTexts(60);
      await seen.consumer.stop();
      expect(overlaps).toBe(0);
    });

    it('tells of a rejection, keeps the position, and hands the same records out again (I1)', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, ['a', 'b', 'c']);
      const refused: Batch[] = [];
      const failures = [() => Promise.reject(new Error('down')), () => Promise.reject(new TypeError('broken')), () => JSON.parse('{')];
      const positions: unknown[] = [];
      const seen = watch(log, {
        topics: [SINGLE],
        batch_records_max: 2,
        handler: async () => {
          positions.push((await log.positions(SINGLE, 'test')).get(0) ?? 0);
          await failures.shift()?.();
        },
        onError: (_error, batch) => refused.push(batch),
      });
      await seen.untilTexts(3);
      await seen.consumer.stop();
      expect(refused.map((batch) => batch.records.map(textOf))).toEqual([
        ['a', 'b'],
        ['a', 'b'],
        ['a', 'b'],
      ]);
      expect(positions).toEqual([0, 0, 0, 0, 2]);
      expect(seen.texts()).toEqual(['a', 'b', 'c']);
    });

    it('lets one partition go on while another is being refused', async () => {
      const { log } = current();
      const texts = numbers(40);
      const outcomes = await appendNumbers(TOPIC, texts);
      const stuck = outcomes[0]?.partition;
      const seen = watch(log, { handler: async ({ partition }) => (partition === stuck ? Promise.reject(new Error('stuck')) : undefined) });
      const others = outcomes.filter(({ partition }) => partition !== stuck).length;
      await seen.untilTexts(others);
      await seen.consumer.stop();
      expect(seen.texts()).toHaveLength(others);
    });

    it('goes on where its group left off, also after the log was opened anew', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(50));
      const before = watch(log);
      await before.untilTexts(50);
      await before.consumer.stop();
      const again = await current().reopen();
      const heads = new Map((await again.heads(TOPIC)).filter((head) => head.next_offset > 0).map((head) => [head.partition, head.next_offset]));
      expect(await again.positions(TOPIC, 'test')).toEqual(heads);
      await appendNumbers(TOPIC, ['new']);
      const after = watch(again);
      await after.untilTexts(1);
      await after.consumer.stop();
      expect(after.texts()).toEqual(['new']);
    });

    it('gives each group everything, at its own pace', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(30));
      const one = watch(log, { group: 'one' });
      await one.untilTexts(30);
      expect(await log.positions(TOPIC, 'two')).toEqual(new Map());
      const two = watch(log, { group: 'two' });
      await two.untilTexts(30);
      await Promise.all([one.consumer.stop(), two.consumer.stop()]);
      expect(two.texts().sort()).toEqual(one.texts().sort());
    });

    it('consumes several topics at once and keeps them apart', async () => {
      const { log } = current();
      await appendNumbers(TOPIC, numbers(10, 'click '));
      await appendNumbers(SINGLE, numbers(10, 'entity '));
      const seen = watch(log, { topics: [TOPIC, SINGLE] });
      await seen.untilTexts(20);
      await seen.consumer.stop();
      for (const { topic, records } of seen.batches) {
        expect(records.every((stored) => textOf(stored).startsWith(topic === TOPIC ? 'click ' : 'entity '))).toBe(true);
      }
    });

    it('waits, when it is stopped, for the handler under way and keeps its position', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, ['a', 'b']);
      let begun = false;
      const seen = watch(log, {
        topics: [SINGLE],
        batch_records_max: 1,
        handler: async () => {
          begun = true;
          await sleep(100);
        },
      });
      await until(() => begun);
      await seen.consumer.stop();
      expect(seen.texts()).toEqual(['a']);
      expect((await log.positions(SINGLE, 'test')).get(0)).toBe(1);
      await sleep(100);
      expect(seen.texts()).toEqual(['a']);
    });

    it('stops at once while it waits, lingers or pauses after a rejection', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, ['a']);
      let refusals = 0;
      const idle = watch(log, { topics: ['facts'] });
      const lingering = watch(log, { topics: [SINGLE], group: 'lingering', linger_ms: 3_600_000 });
      const refusing = watch(log, { topics: [SINGLE], group: 'refusing', handler: () => Promise.reject(new Error('no')), onError: () => (refusals += 1) });
      await until(() => refusals > 0);
      await Promise.all([idle.consumer.stop(), lingering.consumer.stop(), refusing.consumer.stop()]);
      expect([...idle.texts(), ...lingering.texts(), ...refusing.texts()]).toEqual([]);
      expect((await log.positions(SINGLE, 'refusing')).get(0) ?? 0).toBe(0);
    });

    it('ends its consumers when it is closed', async () => {
      const { log } = current();
      await appendNumbers(SINGLE, ['a']);
      const seen = watch(log, { topics: [SINGLE], handler: () => sleep(50) });
      await sleep(30);
      await log.close();
      const handled = seen.texts().length;
      const again = await current().reopen();
      expect((await again.positions(SINGLE, 'test')).get(0) ?? 0).toBe(handled);
    });
  });
}
