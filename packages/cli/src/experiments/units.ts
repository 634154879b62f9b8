import { readFileSync } from 'node:fs';
import { type LotteryUnit, weeksOf } from '@touchline/lift';
import { TouchlineError } from '@touchline/runtime';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { ExperimentView } from './client.js';

const UNITS_BYTES_MAX = 16 * 1024 * 1024;

const rowSchema = z.object({
  unit: z.string().min(1).max(128),
  stratum: z.string().max(128).optional(),
  baseline: z.string().optional(),
});

export interface UnitSource {
  readonly units?: string;
  readonly weeks?: string;
}

/**
 * What is drawn: a CSV with the columns `unit` and, where wanted, `stratum` and `baseline`; a range of weeks; or the experiment's own scope.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING, TL_TABLE_INVALID with the line, TL_INPUT_INVALID
 */
export function unitsOf(source: UnitSource, { unit, scope }: ExperimentView): LotteryUnit[] {
  if (source.units !== undefined) return readUnits(source.units);
  if (source.weeks !== undefined) return weeksOf(source.weeks).map((id) => ({ id }));
  const ids = unit === 'geo' ? scope.geos : unit === 'creator' ? scope.creator_ids : [];
  if (ids.length === 0)
    throw new TouchlineError('TL_INPUT_INVALID', `Say which ${unit}s are drawn: --units FILE${unit === 'week' ? ' or --weeks RANGE' : ''}.`, 'units');
  return ids.map((id) => ({ id }));
}

function readUnits(file: string): LotteryUnit[] {
  const rows = rowsOf(file);
  return rows.map(({ record, info }) => {
    const parsed = rowSchema.safeParse(record);
    if (!parsed.success) throw invalid(file, info.lines, `\`${String(parsed.error.issues[0]?.path[0])}\` is not valid`);
    const { unit, stratum, baseline } = parsed.data;
    const figure = baseline === undefined || baseline === '' ? undefined : Number(baseline);
    if (figure !== undefined && !Number.isFinite(figure)) throw invalid(file, info.lines, '`baseline` is not a number');
    return { id: unit, stratum: stratum === '' ? undefined : stratum, baseline: figure };
  });
}

interface Row {
  readonly record: unknown;
  readonly info: { readonly lines: number };
}

function rowsOf(file: string): Row[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (thrown) {
    throw new TouchlineError('TL_FILE_UNREADABLE', `${file}: ${thrown instanceof Error ? thrown.message : 'cannot be read'}`, file);
  }
  if (bytes.length > UNITS_BYTES_MAX) throw new TouchlineError('TL_FILE_UNREADABLE', `${file} is larger than ${UNITS_BYTES_MAX} bytes.`, file);
  try {
    const columns = (header: string[]) => {
      if (!header.includes('unit')) throw new TouchlineError('TL_COLUMN_MISSING', `${file} has no column \`unit\`.`, { path: 'unit', line: 1 });
      return header;
    };
    return parse(bytes, { bom: true, trim: true, skip_empty_lines: true, info: true, columns }) as unknown as Row[];
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    throw invalid(file, typeof thrown['lines'] === 'number' ? thrown['lines'] : undefined, thrown.message);
  }
}

function invalid(file: string, line: number | undefined, message: string): TouchlineError {
  return new TouchlineError('TL_TABLE_INVALID', `${file}${line === undefined ? '' : `, line ${line}`}: ${message}`, { path: file, line });
}
