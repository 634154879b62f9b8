import { ERRORS, type ErrorCode } from '@touchline/runtime';
import type { CollectorClient, CollectorResult } from '../clients/collector.js';
import { type Warning, Warnings } from '../csv/warnings.js';
import { type MetricsRow, readMetricsRows } from './read-rows.js';

/** As many fit into one request with all their figures. */
const EVENTS_PER_REQUEST = 500;

export interface Imported {
  /** Good ones and bad ones. */
  readonly rows: number;
  /** New to the log; of a dry run: fit for it. */
  readonly accepted: number;
  /** Told before: they change nothing (I2). */
  readonly duplicates: number;
  readonly rejected: number;
  /** By line; the first 10,000. */
  readonly warnings: readonly Warning[];
}

export interface ImportOptions {
  readonly source: string;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Tells the collector every row of a file; a bad one is named by its line and costs nothing but itself, and the same file again changes nothing.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING, or what the collector answers when it is the key or the log that is at fault
 */
export async function importPostMetrics(path: string, collector: CollectorClient, { source, onProgress }: ImportOptions): Promise<Imported> {
  const warnings = new Warnings();
  const rows = await readMetricsRows(path, warnings);
  const malformed = warnings.total;
  const counts = { accepted: 0, duplicate: 0, rejected: 0 };
  for (let from = 0; from < rows.length; from += EVENTS_PER_REQUEST) {
    const batch = rows.slice(from, from + EVENTS_PER_REQUEST);
    const events = batch.map(({ told }) => ({ source, ...told, type: 'post_metrics_recorded' }));
    const results = await collector.send(Buffer.from(JSON.stringify({ events })));
    for (const [index, result] of aligned(results, batch)) {
      counts[result.outcome] += 1;
      if (result.outcome === 'rejected') warnings.add(warningOf(path, index, result));
    }
    onProgress(Math.min(rows.length, from + EVENTS_PER_REQUEST), rows.length);
  }
  return {
    rows: rows.length + malformed,
    accepted: counts.accepted,
    duplicates: counts.duplicate,
    rejected: counts.rejected + malformed,
    warnings: warnings.list,
  };
}

/** Each row's line with its result; a request that was refused as a whole is the result of each. */
function aligned(results: readonly CollectorResult[], batch: readonly MetricsRow[]): (readonly [number, CollectorResult])[] {
  return batch.flatMap(({ line }, place) => {
    const result = results.length === batch.length ? results[place] : results[0];
    return result === undefined ? [] : [[line, result] as const];
  });
}

function warningOf(file: string, line: number, { code, message, path }: CollectorResult): Warning {
  const known = code !== undefined && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'TL_INTERNAL';
  return { file, line, code: known, message: `${path === undefined ? '' : `\`${path}\`: `}${message ?? ERRORS[known].cause}` };
}
