import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordPack, type StoredRecord } from '../src/index.js';

const records = fc
  .array(fc.record({ skipped: fc.nat(3), value: fc.uint8Array({ maxLength: 40 }), trace: fc.option(fc.string(), { nil: undefined }) }), { maxLength: 30 })
  .map((drawn) => {
    let next = 0;
    return drawn.map(({ skipped, value, trace }): StoredRecord => {
      const offset = next + skipped;
      next = offset + 1;
      return { offset, value: Buffer.from(value), ...(trace === undefined ? {} : { headers: { trace } }) };
    });
  });
const sizeOf = (some: readonly StoredRecord[]) => some.reduce((sum, { value }) => sum + value.byteLength, 0);

describe('records in one piece of memory', () => {
  it('are the records that were put in, to the byte (I5)', () => {
    fc.assert(
      fc.property(records, (given) => {
        const pack = RecordPack.of(given);
        expect(pack.records()).toEqual(given);
        expect([pack.length, pack.byteLength]).toEqual([given.length, sizeOf(given)]);
        expect(pack.headers).toEqual(given.flatMap(({ headers }) => (headers === undefined ? [] : [headers])));
      }),
    );
  });

  it('are those at an offset and behind it, wherever that lies, and so again (I2)', () => {
    fc.assert(
      fc.property(records, fc.nat(130), fc.nat(130), (given, first, second) => {
        const pack = RecordPack.of(given).since(first).since(second);
        const expected = given.filter(({ offset }) => offset >= first && offset >= second);
        expect(pack.records()).toEqual(expected);
        expect([pack.length, pack.byteLength]).toEqual([expected.length, sizeOf(expected)]);
        expect(pack.headers).toEqual(expected.flatMap(({ headers }) => (headers === undefined ? [] : [headers])));
      }),
    );
  });
});
