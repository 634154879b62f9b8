import { POST_METRICS } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { lineBatches } from '../csv/lines.js';
import { bytesOf } from '../csv/source.js';
import { readTable } from '../csv/table.js';
import type { Warnings } from '../csv/warnings.js';

/** More rows are two files: they stay in memory until they are sent. */
const ROWS_MAX = 1_000_000;
const TEXTS = ['post_id', 'occurred_at', 'source'] as const;
const NUMBERS = [...POST_METRICS, 'revision'] as const;

/** A row as the collector is told it, and the line it stands on. */
export interface MetricsRow {
  readonly line: number;
  readonly told: Readonly<Record<string, unknown>>;
}

/**
 * Rows of a CSV file with a header (`post_id`, `occurred_at` and whichever figures there are; other columns are ignored), or of JSON lines where the
 * file's name ends in .jsonl or .ndjson. What is no row becomes a warning; whether a row is right is the collector's to say.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING, TL_INPUT_INVALID
 */
export async function readMetricsRows(path: string, warnings: Warnings): Promise<MetricsRow[]> {
  const rows: MetricsRow[] = [];
  const add = (row: MetricsRow) => {
    if (rows.length === ROWS_MAX) throw new TouchlineError('TL_INPUT_INVALID', `\`${path}\` has more than ${ROWS_MAX} rows: split it.`, 'file');
    rows.push(row);
  };
  if (/\.(jsonl|ndjson)(\.gz)?$/.test(path)) await readJsonLines(path, warnings, add);
  else await readCsv(path, warnings, add);
  return rows;
}

async function readCsv(path: string, warnings: Warnings, add: (row: MetricsRow) => void): Promise<void> {
  const [post_id, occurred_at, source] = TEXTS;
  const table = { path, file: path, required: [post_id, occurred_at], optional: [source, ...NUMBERS], warnings } as const;
  await readTable<(typeof TEXTS)[number] | (typeof NUMBERS)[number]>(table, (cell, line) => {
    const texts = TEXTS.map((name) => [name, cell(name)] as const);
    // What is no number is sent as it stands, and refused with its path.
    const numbers = NUMBERS.map((name) => [name, /^\d{1,15}$/.test(cell(name)) ? Number(cell(name)) : cell(name)] as const);
    add({ line, told: Object.fromEntries([...texts, ...numbers].filter(([, value]) => value !== '')) });
  });
}

async function readJsonLines(path: string, warnings: Warnings, add: (row: MetricsRow) => void): Promise<void> {
  for await (const { first_line, lines } of lineBatches(bytesOf(path))) {
    for (const [index, text] of lines.entries()) {
      if (text !== undefined && text.trim() === '') continue;
      const told = text === undefined ? undefined : objectOf(text);
      const line = first_line + index;
      if (told === undefined) warnings.add({ file: path, line, code: 'TL_ROW_MALFORMED', message: 'The line is no JSON object.' });
      else add({ line, told });
    }
  }
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
