import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Table, TableRequest } from '@touchline/incrementality';
import { TouchlineError } from '@touchline/runtime';
import { CsvError, parse } from 'csv-parse/sync';

/** The rows are held in memory: some 10 million cells. */
const TABLE_BYTES_MAX = 512 * 1024 * 1024;

/**
 * Reads the columns a design asks for from a CSV file with a header line. A relative name is looked for beside the spec, then in the
 * working folder. @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING, TL_TABLE_INVALID with the line
 */
export function readTable({ file, field, columns: wanted }: TableRequest, folder: string): Table {
  const rows = rowsOf(bytesOf(file, field, folder), file, field);
  const header = rows[0]?.record ?? [];
  const columns = new Map<string, string[]>();
  for (const [name, path] of wanted) {
    const place = header.indexOf(name);
    if (place < 0) throw new TouchlineError('TL_COLUMN_MISSING', `${file} has no column \`${name}\`; it has ${header.join(', ')}.`, { path, line: 1 });
    columns.set(
      name,
      rows.slice(1).map(({ record }) => record[place] ?? ''),
    );
  }
  if (rows.length < 2) throw new TouchlineError('TL_TABLE_INVALID', `${file} has no rows.`, field);
  return { columns, lines: rows.slice(1).map(({ info }) => info.lines) };
}

interface Row {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function bytesOf(file: string, field: string, folder: string): Buffer {
  const beside = isAbsolute(file) ? file : join(folder, file);
  const found = existsSync(beside) ? beside : file;
  let bytes: Buffer;
  try {
    bytes = readFileSync(found);
  } catch (thrown) {
    throw new TouchlineError('TL_FILE_UNREADABLE', `${file}: ${thrown instanceof Error ? thrown.message : 'cannot be read'}`, field);
  }
  if (bytes.length > TABLE_BYTES_MAX) throw new TouchlineError('TL_FILE_UNREADABLE', `${file} is larger than ${TABLE_BYTES_MAX} bytes.`, field);
  return bytes;
}

function rowsOf(bytes: Buffer, file: string, field: string): Row[] {
  try {
    return parse(bytes, { bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as Row[];
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const line = typeof thrown['lines'] === 'number' ? thrown['lines'] : undefined;
    throw new TouchlineError('TL_TABLE_INVALID', `${file}: ${thrown.message}`, { path: field, line });
  }
}
