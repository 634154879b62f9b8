import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../src/index.js';
import { everything, isDense, numbers, type OpenContractLog, record, SINGLE, TOPIC, textOf, withLog } from './harness.js';

const KIB = 1_024;

export function appendingContract(open: OpenContractLog): void {
  describe('appending', () => {
    const current = withLog(open);

    it('gives the offsets of each partition from 0 without a gap, in the order of the call', async () => {
      const { log } = current();
      const outcomes = await log.append(
        TOPIC,
        numbers(200).map((n) => record(`key ${n}`, n)),
      );
      const expected = new Map<number, number>();
      for (const [index, { outcome, partition, offset }] of outcomes.entries()) {
        expect(outcome).toBe('appended');
        expect(partition).toBe(partitionOf(TOPIC, `key ${index}`));
        expect(offset).toBe(expected.get(partition) ?? 0);
        expected.set(partition, offset + 1);
      }
      expect(expected.size).toBeGreaterThan(1);
      expect(await isDense(log, TOPIC)).toBe(true);
    });

    it('answers each of many callers with the place of its own records (I1)', async () => {
      const { log } = current();
      const answers = await Promise.all(numbers(500).map((n) => log.append(TOPIC, [record(n, `${n} a`), record(n, `${n} b`)])));
      const kept = new Map((await everything(log, TOPIC)).map(({ partition, offset, text }) => [`${partition}/${offset}`, text]));
      for (const [index, outcomes] of answers.entries()) {
        expect(outcomes.map(({ partition, offset }) => kept.get(`${partition}/${offset}`))).toEqual([`${index} a`, `${index} b`]);
      }
      expect(kept.size).toBe(1_000);
    });

    it('keeps the order in which one caller appended, whatever others append', async () => {
      const { log } = current();
      const caller = async (name: string) => {
        for (const n of numbers(25)) await log.append(TOPIC, [record(name, `${name} ${n}`)]);
      };
      const names = numbers(20, 'caller ');
      await Promise.all(names.map(caller));
      const kept = await everything(log, TOPIC);
      for (const name of names) {
        const own = kept.filter(({ text }) => text.startsWith(`${name} `)).map(({ text }) => text);
        expect(own).toEqual(numbers(25, `${name} `));
      }
    });

    it('keeps the order of calls that were not waited for', async () => {
      const { log } = current();
      await Promise.all(numbers(300).map((n) => log.append(SINGLE, [record('k', n)])));
      expect((await everything(log, SINGLE)).map(({ text }) => text)).toEqual(numbers(300));
    });

    it('takes a call of nothing, and keeps nothing', async () => {
      const { log } = current();
      expect(await log.append(TOPIC, [])).toEqual([]);
      expect((await log.heads(TOPIC)).map(({ first_offset, next_offset }) => [first_offset, next_offset])).toEqual(Array(4).fill([0, 0]));
    });

    it('gives back every byte as it was, the empty value too', async () => {
      const { log } = current();
      const sizes = fc.integer({ min: 0, max: 9_000 });
      const value = fc
        .tuple(sizes, fc.integer({ min: 0, max: 255 }))
        .map(([size, seed]) => Uint8Array.from({ length: size }, (_, index) => (index * 31 + seed) % 256));
      await fc.assert(
        fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), async (values) => {
          const [first] = await log.append(
            SINGLE,
            values.map((bytes) => ({ key: 'k', value: bytes })),
          );
          const kept = await log.read(SINGLE, 0, first?.offset ?? -1, values.length);
          expect(kept.map((stored) => Buffer.compare(stored.value, values[stored.offset - (first?.offset ?? 0)] ?? Buffer.from('none')))).toEqual(
            values.map(() => 0),
          );
        }),
        { numRuns: 25, examples: [[[new Uint8Array(0)]], [[new Uint8Array(0), new Uint8Array([0]), new Uint8Array(0)]]] },
      );
    });

    it('does not hand out bytes that a later read changes', async () => {
      const { log } = current();
      await log.append(SINGLE, [record('k', 'a'.repeat(100)), record('k', 'b'.repeat(100))]);
      const [first] = await log.read(SINGLE, 0, 0, 1);
      await log.read(SINGLE, 0, 1, 1);
      expect(first && textOf(first)).toBe('a'.repeat(100));
    });

    it('takes a part of a larger buffer as that part alone', async () => {
      const { log } = current();
      await log.append(SINGLE, [{ key: 'k', value: new Uint8Array(Buffer.from('0123456789')).subarray(3, 6) }]);
      expect((await everything(log, SINGLE)).map(({ text }) => text)).toEqual(['345']);
    });

    it('takes many records of 64 KiB', async () => {
      const { log } = current();
      const values = Array.from({ length: 200 }, (_, index) => Buffer.alloc(64 * KIB, index));
      await Promise.all(values.map((value) => log.append(SINGLE, [{ key: 'k', value }])));
      const kept = await log.read(SINGLE, 0, 0, values.length);
      expect(kept.map(({ value }, index) => values[index]?.equals(value))).toEqual(values.map(() => true));
    });

    it('refuses what comes after it was closed', async () => {
      const { log } = current();
      await log.close();
      await expect(log.append(TOPIC, [record('k', 'late')])).rejects.toMatchObject({ code: 'TL_LOG_UNAVAILABLE' });
    });

    it('takes an unknown topic for a mistake of the programmer', async () => {
      const { log } = current();
      await expect((async () => log.append('nothing', [record('k', 'v')]))()).rejects.toThrow('unknown topic nothing');
    });
  });

  describe('reading', () => {
    const current = withLog(open);

    it('gives records from an offset on, as many as asked for and there are', async () => {
      const { log } = current();
      await log.append(
        SINGLE,
        numbers(10).map((n) => record('k', n)),
      );
      const read = async (from_offset: number, limit: number) => (await log.read(SINGLE, 0, from_offset, limit)).map(textOf);
      expect(await read(0, 3)).toEqual(['0', '1', '2']);
      expect(await read(8, 100)).toEqual(['8', '9']);
      expect(await read(10, 5)).toEqual([]);
      expect(await read(99, 5)).toEqual([]);
      expect(await read(0, 0)).toEqual([]);
    });

    it('sees what was just answered, every time', async () => {
      const { log } = current();
      for (const n of numbers(50)) {
        await log.append(SINGLE, [record('k', n)]);
        expect((await log.read(SINGLE, 0, Number(n), 10)).map(textOf)).toEqual([n]);
      }
    });

    it('finds everything again after it was closed and opened', async () => {
      const { log } = current();
      await log.append(
        TOPIC,
        numbers(100).map((n) => record(n, n)),
      );
      const before = await everything(log, TOPIC);
      const heads = await log.heads(TOPIC);
      const again = await current().reopen();
      expect(await everything(again, TOPIC)).toEqual(before);
      expect(await again.heads(TOPIC)).toEqual(heads);
    });
  });
}
