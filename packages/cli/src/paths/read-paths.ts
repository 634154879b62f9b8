import { type Outcomes, PathBook, type Paths, type Transform } from '@touchline/attribution';
import { TouchlineError } from '@touchline/runtime';
import type { OnBytes } from '../csv/source.js';
import { readTable } from '../csv/table.js';
import { Warnings } from '../csv/warnings.js';

const COUNT = /^\+?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$/;
/** Larger figures would lose whole journeys in sums. */
const COUNT_MAX = 2 ** 50;

export interface PathFile {
  readonly paths: Paths;
  /** Rows that were taken in. */
  readonly rows: number;
  /** Of all of them, those of untouched journeys included. */
  readonly totals: Outcomes;
  readonly warnings: Warnings;
}

/**
 * Reads `path`, `conversions` and optional `value`, `nulls`, keeping distinct paths only. A row that is bad becomes a warning.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING
 */
export async function readPaths(path: string, transform: Transform, onBytes: OnBytes): Promise<PathFile> {
  const [book, warnings] = [new PathBook(transform), new Warnings()];
  const totals = { conversions: 0, value: 0, nulls: 0 };
  let rows = 0;
  await readTable({ path, file: 'paths', required: ['path', 'conversions'], optional: ['value', 'nulls'], warnings, onBytes }, (cell) => {
    if (cell('conversions') === '') throw new TouchlineError('TL_FIELD_MISSING', '`conversions` is empty.', 'conversions');
    const outcomes = {
      conversions: countOf(cell('conversions'), 'conversions'),
      value: countOf(cell('value'), 'value'),
      nulls: countOf(cell('nulls'), 'nulls'),
    };
    if (outcomes.value > 0 && outcomes.conversions === 0) throw new TouchlineError('TL_FIELD_VALUE', '`value` is above 0 where `conversions` is 0.', 'value');
    book.add(stepsOf(cell('path')), outcomes);
    rows += 1;
    totals.conversions += outcomes.conversions;
    totals.value += outcomes.value;
    totals.nulls += outcomes.nulls;
  });
  return { paths: book.paths(), rows, totals, warnings };
}

/** Channels are joined by ` > `; blank steps are dropped. */
function stepsOf(path: string): string[] {
  return path
    .split('>')
    .map((step) => step.trim())
    .filter((step) => step !== '');
}

function countOf(text: string, column: string): number {
  if (text === '') return 0;
  const count = COUNT.test(text) ? Number(text) : Number.NaN;
  if (!(count <= COUNT_MAX)) throw new TouchlineError('TL_FIELD_VALUE', `\`${column}\` is no number from 0 to 2⁵⁰.`, column);
  return count;
}
