import { TouchlineError } from '@touchline/runtime';
import { lineBatches } from './lines.js';
import { type CsvRecord, Records } from './records.js';
import { bytesOf, type OnBytes } from './source.js';
import type { Warnings } from './warnings.js';

export interface TableOptions<Column extends string> {
  readonly path: string;
  /** What warnings call the file. */
  readonly file: string;
  readonly required: readonly Column[];
  /** Columns that may be missing; every other column is ignored. */
  readonly optional: readonly Column[];
  readonly warnings: Warnings;
  readonly onBytes?: OnBytes;
}

/** One cell of the row at hand, without spaces around it; empty where the table has no such column. */
export type Cell<Column extends string> = (column: Column) => string;

/**
 * Reads a CSV file with a header, row by row, in memory for some lines at a time. A row that throws a TouchlineError, or is none, becomes
 * a warning with its line.
 * @returns rows that were read, bad ones included
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING
 */
export async function readTable<Column extends string>(options: TableOptions<Column>, onRow: (cell: Cell<Column>, line: number) => void): Promise<number> {
  const rows = new Rows(options, onRow);
  const records = new Records((line, message) => rows.malformed(line, message));
  for await (const batch of lineBatches(bytesOf(options.path, options.onBytes))) rows.take(records.take(batch));
  rows.take(records.end());
  rows.end();
  return rows.count;
}

class Rows<Column extends string> {
  readonly #options: TableOptions<Column>;
  readonly #onRow: (cell: Cell<Column>, line: number) => void;
  #places: ReadonlyMap<string, number> | undefined;
  #width = 0;
  #fields: readonly string[] = [];
  count = 0;

  constructor(options: TableOptions<Column>, onRow: (cell: Cell<Column>, line: number) => void) {
    this.#options = options;
    this.#onRow = onRow;
  }

  take(records: readonly CsvRecord[]): void {
    for (const record of records) {
      if (this.#places === undefined) this.#header(record);
      else this.#row(record);
    }
  }

  malformed(line: number, message: string): void {
    this.count += 1;
    this.#options.warnings.add({ file: this.#options.file, line, code: 'TL_ROW_MALFORMED', message });
  }

  /** A file without a line has no header. */
  end(): void {
    if (this.#places === undefined) this.#header({ line: 1, fields: [] });
  }

  #header({ fields }: CsvRecord): void {
    const names = fields.map((name) => name.trim());
    const { path, required } = this.#options;
    const missing = required.find((name) => !names.includes(name));
    if (missing !== undefined) throw new TouchlineError('TL_COLUMN_MISSING', `\`${path}\` has no column \`${missing}\`.`, missing);
    const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
    if (twice !== undefined) throw new TouchlineError('TL_COLUMN_MISSING', `\`${path}\` has the column \`${twice}\` twice.`, twice);
    const known = new Set<string>([...required, ...this.#options.optional]);
    this.#places = new Map(names.flatMap((name, index) => (known.has(name) ? [[name, index]] : [])));
    this.#width = names.length;
  }

  #row({ line, fields }: CsvRecord): void {
    if (fields.length !== this.#width) {
      this.malformed(line, `The row has ${fields.length} fields, the header ${this.#width}.`);
      return;
    }
    this.count += 1;
    this.#fields = fields;
    this.#options.warnings.guard(this.#options.file, line, () => this.#onRow(this.#cell, line));
  }

  readonly #cell: Cell<Column> = (column) => {
    const place = this.#places?.get(column);
    return place === undefined ? '' : (this.#fields[place] ?? '').trim();
  };
}
