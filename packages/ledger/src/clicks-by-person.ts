import type { Warehouse } from '@touchline/warehouse';
import { readLastRun } from './last-run.js';
import { SQL } from './sql.js';
import { offsetParameters, sameWatermark, type Watermark } from './watermark.js';

interface Scope {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
}

/**
 * Adds to `clicks_by_person` what the last run knew and is not there yet, so that the next run over some persons finds theirs there and need not wait for it. A run
 * over everybody reads clicks as they were stored, and leaves this undone.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function layClicksByPerson({ warehouse, workspace_id }: Scope): Promise<void> {
  const last = await readLastRun(warehouse, workspace_id);
  if (last !== undefined) await layClicksByPersonUpTo({ warehouse, workspace_id }, last.watermark);
}

/** The same up to a watermark that was read before, so that nothing below it is missing. */
export async function layClicksByPersonUpTo({ warehouse, workspace_id }: Scope, until: Watermark): Promise<void> {
  const known = await readMark({ warehouse, workspace_id });
  const watermark = clicksOf(until);
  if (sameWatermark(known, watermark)) return;
  await warehouse.command(SQL.clicks_by_person, { workspace_id, ...offsetParameters(known) });
  await warehouse.insertRows('clicks_by_person_marks', [{ workspace_id, watermark }]);
}

async function readMark({ warehouse, workspace_id }: Scope): Promise<Watermark> {
  const [row] = await warehouse.query<{ watermark: Readonly<Record<string, number | string>> }>(SQL.clicks_by_person_mark, { workspace_id });
  return Object.fromEntries(Object.entries(row?.watermark ?? {}).map(([key, offset]) => [key, Number(offset)]));
}

function clicksOf(watermark: Watermark): Watermark {
  return Object.fromEntries(Object.entries(watermark).filter(([key]) => key.startsWith('clicks/')));
}
