import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { moneyOf } from '../src/csv/amount.js';
import { instantMs } from '../src/csv/instant.js';
import { readTable } from '../src/csv/table.js';
import { Warnings } from '../src/csv/warnings.js';

const folder = mkdtempSync(join(tmpdir(), 'touchline-csv-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Read {
  readonly rows: { readonly line: number; readonly a: string; readonly b: string }[];
  readonly warnings: { readonly line?: number; readonly code: string }[];
}

async function read(content: string | Uint8Array): Promise<Read> {
  const path = join(folder, 'table.csv');
  writeFileSync(path, content);
  const warnings = new Warnings();
  const rows: Read['rows'] = [];
  const shape = { path, file: 'table', required: ['a'] as const, optional: ['b'] as const, warnings };
  await readTable<'a' | 'b'>(shape, (cell, line) => rows.push({ line, a: cell('a'), b: cell('b') }));
  return { rows, warnings: warnings.list.map(({ line, code }) => (line === undefined ? { code } : { line, code })) };
}

const bad = (line: number) => ({ line, code: 'TL_ROW_MALFORMED' });

describe('a table in a CSV file', () => {
  it('is read by the names of its columns, whatever stands between them, with the line of each row', async () => {
    const { rows, warnings } = await read('\uFEFFx, b ,a\r\n1, 2 ,3\r\n\r\n4,"5, ""five""",6');
    expect(rows).toEqual([
      { line: 2, a: '3', b: '2' },
      { line: 4, a: '6', b: '5, "five"' },
    ]);
    expect(warnings).toEqual([]);
  });

  it('keeps a line end inside quotes', async () => {
    expect((await read('a,b\n"one\ntwo",3\n4,5\n')).rows).toEqual([
      { line: 2, a: 'one\ntwo', b: '3' },
      { line: 4, a: '4', b: '5' },
    ]);
  });

  it.each([
    ['a quote that is never closed', '"oops,2'],
    ['a quote inside a field', 'o"o"ps,2'],
    ['text after a closing quote', '"oops"x,2'],
    ['a quote of its own', 'oo"ps,2'],
    ['too few fields', 'oops'],
    ['too many fields', 'oops,2,3'],
  ])('names a row with %s and reads on with the next', async (_what, row) => {
    const { rows, warnings } = await read(`a,b\n1,2\n${row}\n3,"4"\n5,6\n`);
    expect(rows.map(({ a }) => a)).toEqual(['1', '3', '5']);
    expect(warnings).toEqual([bad(3)]);
  });

  it('loses one row a stray quote, wherever and however many there are', async () => {
    const line = fc.tuple(fc.boolean(), fc.boolean());
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 120 }), async (lines) => {
        const texts = lines.map(([stray, quoted], index) => (stray ? `"row ${index},x` : quoted ? `"row ${index}","y"` : `row ${index},z`));
        const { rows, warnings } = await read(['a,b', ...texts].join('\n'));
        expect(rows.map(({ a }) => a)).toEqual(lines.flatMap(([stray], index) => (stray ? [] : [`row ${index}`])));
        expect(warnings.map(({ line: at }) => at).sort((one = 0, other = 0) => one - other)).toEqual(
          lines.flatMap(([stray], index) => (stray ? [index + 2] : [])),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('reads lines of more than a mebibyte as bad ones', async () => {
    const { rows, warnings } = await read(`a,b\n1,2\n${'x'.repeat(3_000_000)},2\n3,4\n`);
    expect(rows.map(({ a }) => a)).toEqual(['1', '3']);
    expect(warnings).toEqual([bad(3)]);
  });

  it('may be gzipped', async () => {
    expect((await read(gzipSync('a\n1\n2\n'))).rows.map(({ a }) => a)).toEqual(['1', '2']);
  });

  it('is refused when it is cut off, lacks a column, or has it twice', async () => {
    const whole = gzipSync(['a', ...Array.from({ length: 5_000 }, (_, row) => Math.imul(row, 0x9e3779b1))].join('\n'));
    await expect(read(whole.subarray(0, whole.length - 200))).rejects.toMatchObject({ code: 'TL_FILE_UNREADABLE' });
    await expect(read('b\n1\n')).rejects.toMatchObject({ code: 'TL_COLUMN_MISSING', path: 'a' });
    await expect(read('')).rejects.toMatchObject({ code: 'TL_COLUMN_MISSING', path: 'a' });
    await expect(read('a,b,a\n')).rejects.toMatchObject({ code: 'TL_COLUMN_MISSING', path: 'a' });
  });
});

describe('an instant in a file', () => {
  it('is exact to the millisecond in any zone', () => {
    const at_ms = Date.UTC(2026, 1, 28, 23, 59, 59, 999);
    for (const text of ['2026-02-28T23:59:59.999Z', '2026-03-01T01:29:59.9999+01:30', '2026-02-28 18:59:59.999-0500', '2026-02-28T23:59:59,999z']) {
      expect(instantMs(text, 'at')).toBe(at_ms);
    }
    expect(instantMs('0001-01-01T00:00Z', 'at')).toBe(-62_135_596_800_000);
  });

  it('reads back what Date writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
        expect(instantMs(date.toISOString(), 'at')).toBe(date.getTime());
      }),
    );
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    'yesterday',
    '1767225600',
  ])('%s is none', (text) => expect(() => instantMs(text, 'at')).toThrow(expect.objectContaining({ code: 'TL_FIELD_VALUE', path: 'at' })));
});

describe('an amount in a file', () => {
  it('is minor units, exactly, by the currency’s digits', () => {
    expect(moneyOf('49.90', 'EUR')).toEqual({ amount_minor: 4_990, currency: 'EUR' });
    expect(moneyOf('-0.07', 'usd')).toEqual({ amount_minor: -7, currency: 'USD' });
    expect(moneyOf('1000.00', 'JPY')).toEqual({ amount_minor: 1_000, currency: 'JPY' });
    expect(moneyOf('1.234', 'KWD')).toEqual({ amount_minor: 1_234, currency: 'KWD' });
    expect(moneyOf('4990', 'HUF')).toEqual({ amount_minor: 499_000, currency: 'HUF' });
  });

  it('is refused rather than rounded or guessed', () => {
    for (const text of ['1.005', '1e3', '1,000.00', '', 'ten', '--1', '99999999999.00']) {
      expect(() => moneyOf(text, 'EUR')).toThrow(expect.objectContaining({ code: 'TL_FIELD_VALUE', path: 'amount' }));
    }
    expect(() => moneyOf('1', 'ZZZ')).toThrow(expect.objectContaining({ code: 'TL_CURRENCY_UNKNOWN' }));
    expect(() => moneyOf('1', '')).toThrow(expect.objectContaining({ code: 'TL_FIELD_MISSING', path: 'currency' }));
  });
});
