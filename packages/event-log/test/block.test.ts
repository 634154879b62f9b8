import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NewRecord, type Piece, partitionOf, SharedText, TextRecord } from '../src/index.js';
import { blockBytes, Draft, readBlock, writeBlock } from '../src/local/journal/block.js';

const TOPIC = 'clicks';
const SPACE_BYTES = 1_048_576;

/** The block of some calls, as it lies on disk between other bytes. */
function written(calls: readonly (readonly NewRecord[])[]): { readonly bytes: Buffer; readonly length: number } {
  const drafts = calls.map((records) => new Draft(TOPIC, records));
  const bytes = Buffer.alloc(SPACE_BYTES, 0xee);
  const length = writeBlock(bytes, drafts);
  const limit = blockBytes(
    TOPIC,
    drafts.reduce((sum, draft) => sum + draft.bytes, 0),
  );
  expect(length).toBeLessThanOrEqual(limit);
  return { bytes, length };
}

/** What a record must come back as. */
function keptOf({ key, value, once_id, headers, partition = partitionOf(TOPIC, key) }: NewRecord) {
  return { partition, text: Buffer.from(value).toString('latin1'), once_id, headers };
}

function readBack(calls: readonly (readonly NewRecord[])[]) {
  const { bytes, length } = written(calls);
  const block = readBlock(bytes, 0);
  expect(block).toMatchObject({ topic: TOPIC, bytes: length });
  return block?.records.map(keptOf);
}

const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)), maxLength: 200 });
const shared = fc.array(
  ascii.map((text) => new SharedText(text)),
  { minLength: 1, maxLength: 90 },
);
const key = fc.string({ maxLength: 4 });

function recordsOf(texts: readonly SharedText[]): fc.Arbitrary<NewRecord> {
  const piece: fc.Arbitrary<Piece> = fc.oneof(ascii, fc.constantFrom(...texts));
  const inPieces = fc.tuple(key, fc.array(piece, { maxLength: 130 })).map(([name, pieces]) => new TextRecord(name, pieces));
  const beside = fc.record({ once_id: ascii, headers: fc.dictionary(fc.constantFrom('traceparent', 'tracestate'), fc.string()) }, { requiredKeys: [] });
  const whole = fc.record({ key, value: fc.uint8Array({ maxLength: 300 }) });
  return fc.oneof(
    { weight: 3, arbitrary: inPieces },
    { weight: 2, arbitrary: fc.tuple(whole, beside).map(([record, more]) => ({ ...record, ...more })) },
    whole.map((record) => ({ ...record, partition: 3 })),
  );
}

const calls = shared.chain((texts) => fc.array(fc.array(recordsOf(texts), { maxLength: 8 }), { minLength: 1, maxLength: 6 }));

describe('a block', () => {
  it('gives back every record byte for byte, in pieces or whole, with what lies beside it, and is read without any other (I1)', () => {
    fc.assert(
      fc.property(calls, calls, (given, others) => {
        // Texts that an earlier block held are held by this one as well.
        written([...others, ...given]);
        expect(readBack(given)).toEqual(given.flat().map(keptOf));
      }),
      { numRuns: 200 },
    );
  });

  it('holds a text once, however many of its records have it', () => {
    const common = 'x'.repeat(1_000);
    const text = new SharedText(common);
    const records = Array.from({ length: 50 }, (_, index) => new TextRecord('k', ['a', text, String(index)]));
    expect(readBack([records])?.map((each) => each.text)).toEqual(records.map((_, index) => `a${common}${index}`));
    expect(written([records]).length).toBeLessThan(common.length + 50 * 12);
  });

  it('keeps texts that are not ASCII, against what their maker knew, as the same bytes as any log would', () => {
    const records = [new TextRecord('k', ['Grüße ', new SharedText('→ '), 'here']), new TextRecord('k', ['plain']), new TextRecord('k', ['\ud800'])];
    expect(readBack([records])).toEqual(records.map(keptOf));
    expect(readBack([records])?.map(({ text }) => Buffer.from(text, 'latin1').toString())).toEqual(['Grüße → here', 'plain', '\ufffd']);
  });

  it('is not read when any of its bytes is another', () => {
    const text = new SharedText('common');
    const { bytes, length } = written([[new TextRecord('k', ['a', text]), new TextRecord('k', [text, 'b'])]]);
    fc.assert(
      fc.property(fc.nat(length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ change;
        expect(readBlock(damaged, 0)).toBeUndefined();
      }),
      // Another form, and another number of records: neither is in the checksum.
      {
        examples: [
          [0, 3],
          [12, 1],
          [12, 2],
          [15, 255],
        ],
      },
    );
  });
});
