import { afterEach, describe, expect, it } from 'vitest';
import { partitionOf, SharedText, TextRecord } from '../../src/index.js';
import { Elsewhere, type Task } from './elsewhere.js';
import { everything, isDense, numbers, type OpenContractLog, record, TOPIC, textOf, until, watch, withLog } from './harness.js';

const KIB = 1_024;
const MIB = 1_024 * KIB;
/** Where records of two keys go. */
const HOME = partitionOf(TOPIC, 'k');
const ELSEWHERE = partitionOf(TOPIC, 'another');

export function keepingContract(open: OpenContractLog): void {
  describe('keeping', () => {
    const current = withLog(open);
    const started: Elsewhere[] = [];
    const start = (task: Task) => {
      const process = new Elsewhere(current().elsewhere, task);
      started.push(process);
      return process;
    };
    afterEach(async () => {
      await Promise.all(started.splice(0).map((process) => process.kill()));
    });

    it('is seen by whoever reads from the moment it is answered, every time (I1)', async () => {
      const { log } = current();
      for (const n of numbers(40)) {
        await log.keep(TOPIC, [record('k', n)]);
        expect((await log.read(TOPIC, HOME, Number(n), 10)).map(textOf)).toEqual([n]);
      }
      expect((await log.heads(TOPIC))[HOME]).toEqual({ partition: HOME, first_offset: 0, next_offset: 40 });
    });

    it('keeps the order of each caller, whatever others keep and append', async () => {
      const { log } = current();
      const caller = async (name: string) => {
        for (const n of numbers(25)) await log.keep(TOPIC, [record(name, `${name} ${n}`)]);
      };
      const names = numbers(20, 'caller ');
      await Promise.all([
        ...names.map(caller),
        log.append(
          TOPIC,
          numbers(50).map((n) => record(n, n)),
        ),
      ]);
      const kept = await everything(log, TOPIC);
      expect(kept).toHaveLength(20 * 25 + 50);
      expect(await isDense(log, TOPIC)).toBe(true);
      for (const name of names) expect(kept.filter(({ text }) => text.startsWith(`${name} `)).map(({ text }) => text)).toEqual(numbers(25, `${name} `));
    });

    it('gives back records that came in pieces as whole values, in order, also when they are many times what they share (I1)', async () => {
      const { log } = current();
      const common = new SharedText('common '.repeat(20_000));
      const texts = numbers(60).map((n) => [new TextRecord('k', [common, n]), new TextRecord('k', [n])]);
      await Promise.all(texts.map((records) => log.keep(TOPIC, records)));
      const wanted = numbers(60).flatMap((n) => [common.text + n, n]);
      // Equal or not: a difference of megabytes says nothing to whoever reads it.
      expect((await everything(log, TOPIC)).map(({ text }) => text).join() === wanted.join()).toBe(true);
      await log.append(TOPIC, [new TextRecord('k', ['appended ', new SharedText('in pieces')])]);
      expect((await everything(log, TOPIC)).at(-1)?.text).toBe('appended in pieces');
    });

    it('gives back every byte, the empty value and headers too', async () => {
      const { log } = current();
      const values = [Buffer.alloc(0), Buffer.alloc(3_000, 7), Buffer.alloc(0), Buffer.alloc(800 * KIB, 9)];
      const headers = { traceparent: '00-é' };
      await log.keep(
        TOPIC,
        values.map((value) => ({ key: 'k', value, headers })),
      );
      const kept = await log.read(TOPIC, HOME, 0, 10);
      expect(kept.map(({ value }, index) => values[index]?.equals(value))).toEqual(values.map(() => true));
      expect(kept.map((stored) => stored.headers)).toEqual(values.map(() => headers));
    });

    it('takes many large ones at once', async () => {
      const { log } = current();
      const values = Array.from({ length: 200 }, (_, index) => Buffer.alloc(64 * KIB, index));
      await Promise.all(values.map((value) => log.keep(TOPIC, [{ key: 'k', value }])));
      await log.keep(
        TOPIC,
        Array.from({ length: 12 }, () => ({ key: 'another', value: Buffer.alloc(MIB / 2, 1) })),
      );
      const kept = await log.read(TOPIC, HOME, 0, 200);
      expect(kept.map(({ value }) => value[0])).toEqual(numbers(200).map(Number));
      expect(await log.read(TOPIC, ELSEWHERE, 0, 20)).toHaveLength(12);
    });

    it('reaches consumers, also those that were there before', async () => {
      const { log } = current();
      const consumer = watch(log, { topics: [TOPIC] });
      for (const n of numbers(30)) await log.keep(TOPIC, [record(n, n)]);
      await consumer.untilTexts(30);
      await consumer.consumer.stop();
      expect(
        consumer
          .texts()
          .map(Number)
          .sort((a, b) => a - b),
      ).toEqual(numbers(30).map(Number));
    });

    it('is there after the log was closed and opened anew', async () => {
      const { log } = current();
      for (const n of numbers(10)) await log.keep(TOPIC, [record('k', n)]);
      expect((await everything(await current().reopen(), TOPIC)).map(({ text }) => text)).toEqual(numbers(10));
    });

    it('refuses what comes after the log was closed', async () => {
      const { log } = current();
      await log.keep(TOPIC, [record('k', 'v')]);
      await log.close();
      await expect(log.keep(TOPIC, [record('k', 'late')])).rejects.toMatchObject({ code: 'TL_LOG_UNAVAILABLE' });
    });

    it('refuses a once_id nobody could tell apart, by its place', async () => {
      const { log } = current();
      await expect(log.keep(TOPIC, [record('k', 'v', 'x'.repeat(600))])).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'records.0.once_id' });
    });

    it('loses nothing that was answered when one who keeps, and one who reads meanwhile, is killed under load (I1)', async () => {
      const { log } = current();
      const answered: string[] = [];
      for (const name of ['first', 'second', 'third']) {
        const reader = start({ do: 'settle', topic: TOPIC });
        const victim = start({ do: 'keep', topic: TOPIC, name, callers: 40, each: 1_000_000 });
        await until(() => victim.kept().length > 400);
        await reader.kill();
        await victim.kill();
        answered.push(...victim.kept());
      }
      const kept = (await everything(log, TOPIC)).map(({ text }) => text);
      expect(await isDense(log, TOPIC)).toBe(true);
      const there = new Set(kept);
      expect(answered.filter((text) => !there.has(text))).toEqual([]);
    });
  });
}
