import { InputError } from './input-error.js';

/** The columns of a CSV file that a spec asks for, as texts; `lines[i]` is where row i stands in the file, from 1. */
export interface Table {
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly lines: readonly number[];
}

/** What a design wants read for it: a CSV file, and which of its columns. */
export interface TableRequest {
  /** The spec's field that names the file, for messages. */
  readonly field: string;
  readonly file: string;
  /** Column name → the spec's field that asks for it. */
  readonly columns: ReadonlyMap<string, string>;
}

/** @throws InputError when the table has no such column. */
export function textsOf(table: Table, column: string, path: string): readonly string[] {
  const texts = table.columns.get(column);
  if (texts === undefined) throw new InputError(`The file has no column \`${column}\`.`, path);
  return texts;
}

/** @throws InputError naming the line whose cell is not a finite number; an empty cell is none. */
export function numbersOf(table: Table, column: string, path: string): number[] {
  return textsOf(table, column, path).map((text, row) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isFinite(value)) return value;
    throw new InputError(`Column \`${column}\` has \`${text.slice(0, 40)}\`, which is not a number.`, path, table.lines[row]);
  });
}
