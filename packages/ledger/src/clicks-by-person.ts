import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';
import { offsetParameters, readWatermark, sameWatermark, type Watermark } from './watermark.js';

interface Scope {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
}

/**
 * Adds to `clicks_by_person` what was stored since it was last done, so that the next run over some persons finds theirs there and need not wait for it. A run
 * over everybody reads clicks as they were stored, and leaves this undone.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function layClicksByPerson({ warehouse, workspace_id }: Scope): Promise<void> {
  const mark = await readMark({ warehouse, workspace_id });
  await addSince({ warehouse, workspace_id }, mark, await readWatermark(warehouse, mark));
}

/** The same up to a watermark that was read before, so that nothing below it is missing. */
export async function layClicksByPersonUpTo(scope: Scope, watermark: Watermark): Promise<void> {
  await addSince(scope, await readMark(scope), watermark);
}

async function addSince({ warehouse, workspace_id }: Scope, mark: Watermark, until: Watermark): Promise<void> {
  const [known, watermark] = [clicksOf(mark), clicksOf(until)];
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
