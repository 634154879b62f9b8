import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbers, type OpenContractLog, record, SINGLE, textOf, until, watch, withLog } from './harness.js';

const HOUR_MS = 3_600_000;
const sizeOf = (values: readonly { readonly value: Uint8Array }[]) => values.reduce((sum, { value }) => sum + value.byteLength, 0);

export function batchContract(open: OpenContractLog): void {
  describe('a batch', () => {
    const current = withLog(open);

    it('has no more records and bytes than allowed, and all batches together are the log', async () => {
      const { log } = current();
      const bounds = fc.record({ batch_records_max: fc.integer({ min: 1, max: 12 }), batch_bytes_max: fc.integer({ min: 1, max: 3_000 }) });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 0, max: 1_200 }), { minLength: 1, maxLength: 40 }),
          bounds,
          async (sizes, { batch_records_max, batch_bytes_max }) => {
            run += 1;
            const appended = await log.append(
              SINGLE,
              sizes.map((size) => ({ key: 'k', value: Buffer.alloc(size, run) })),
            );
            const first = appended[0]?.offset ?? 0;
            const seen = watch(log, { topics: [SINGLE], group: `run ${run}`, batch_records_max, batch_bytes_max, startAt: async () => first });
            await seen.untilTexts(sizes.length);
            await seen.consumer.stop();
            for (const { records } of seen.batches) {
              expect(records.length).toBeLessThanOrEqual(batch_records_max);
              if (records.length > 1) expect(sizeOf(records)).toBeLessThanOrEqual(batch_bytes_max);
            }
            expect(seen.batches.flatMap(({ records }) => records.map(({ offset, value }) => [offset, value.byteLength]))).toEqual(
              sizes.map((size, index) => [first + index, size]),
            );
          },
        ),
        { numRuns: 12 },
      );
    });

    it('holds one record alone when that is larger than a batch may be', async () => {
      const { log } = current();
      await log.append(SINGLE, [record('k', 'a'), record('k', 'b'.repeat(500)), record('k', 'c')]);
      const seen = watch(log, { topics: [SINGLE], batch_bytes_max: 100 });
      await seen.untilTexts(3);
      await seen.consumer.stop();
      expect(seen.batches.map(({ records }) => records.length)).toEqual([1, 1, 1]);
    });

    it('is handed out as soon as it is full, by records or by bytes, however long it might be gathered', async () => {
      const { log } = current();
      const byRecords = watch(log, { topics: [SINGLE], group: 'records', batch_records_max: 5, linger_ms: HOUR_MS });
      const byBytes = watch(log, { topics: [SINGLE], group: 'bytes', batch_bytes_max: 10, linger_ms: HOUR_MS });
      for (const n of numbers(9)) await log.append(SINGLE, [record('k', `${n}.`)]);
      await Promise.all([byRecords.untilTexts(5), byBytes.untilTexts(5)]);
      await Promise.all([byRecords.consumer.stop(), byBytes.consumer.stop()]);
      for (const seen of [byRecords, byBytes]) expect(seen.batches.map(({ records }) => records.map(textOf))).toEqual([['0.', '1.', '2.', '3.', '4.']]);
    });

    it('gathers what comes while it lingers, and is handed out in the end though it is not full', async () => {
      const { log } = current();
      const seen = watch(log, { topics: [SINGLE], linger_ms: 3_000 });
      await log.append(SINGLE, [record('k', 'a')]);
      await log.append(SINGLE, [record('k', 'b')]);
      await log.append(SINGLE, [record('k', 'c')]);
      await seen.untilTexts(3);
      await seen.consumer.stop();
      expect(seen.batches.map(({ records }) => records.map(textOf))).toEqual([['a', 'b', 'c']]);
    });

    it('carries records of 64 KiB by the hundred, up to the bytes allowed', async () => {
      const { log } = current();
      const size = 64 * 1_024;
      await Promise.all(numbers(200).map((n) => log.append(SINGLE, [{ key: 'k', value: Buffer.alloc(size, Number(n)) }])));
      const bytes: number[] = [];
      const seen = watch(log, { topics: [SINGLE], batch_bytes_max: 64 * size, handler: async ({ records }) => void bytes.push(sizeOf(records)) });
      await until(() => seen.batches.reduce((sum, { records }) => sum + records.length, 0) === 200);
      await seen.consumer.stop();
      expect(bytes).toEqual([64 * size, 64 * size, 64 * size, 8 * size]);
      const records = seen.batches.flatMap((batch) => batch.records);
      expect(records.every(({ value, offset }) => Buffer.alloc(size, offset).equals(value))).toBe(true);
    });
  });
}
