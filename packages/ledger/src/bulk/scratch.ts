import type { Warehouse } from '@touchline/warehouse';
import { BULK } from '../sql.js';
import { together } from '../together.js';

/** What a run lays out for itself in the warehouse. */
const SCRATCH = [
  'run_affected',
  'run_members',
  'run_owners',
  'run_orders',
  'run_odd_persons',
  'run_targets',
  'run_lines',
  'run_standing',
  'run_changes',
  'run_chain',
] as const;

interface Whose {
  readonly warehouse: Warehouse;
  readonly run_id: string;
}

/**
 * What is laid out for a run is removed when the work is done, or by a run of another day.
 * @returns what the work gives, and `removed`, which never throws: whoever has more to write need not wait for it before.
 */
export async function withScratch<T>(whose: Whose, work: () => Promise<T>): Promise<{ readonly worked: T; readonly removed: Promise<unknown> }> {
  const remove = () => Promise.allSettled(SCRATCH.map((table) => removePart(whose, table)));
  try {
    const [worked] = await together(work(), removeLeftovers(whose.warehouse));
    return { worked, removed: remove() };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What a run laid out in one of its tables. */
export function removePart({ warehouse, run_id }: Whose, table: (typeof SCRATCH)[number]): Promise<void> {
  return warehouse.command('ALTER TABLE {table:Identifier} DROP PARTITION {run_id:UUID}', { table, run_id });
}

async function removeLeftovers(warehouse: Warehouse): Promise<void> {
  const tables = `^(${SCRATCH.join('|')})$`;
  const leftovers = await warehouse.query<{ table: (typeof SCRATCH)[number]; run: string }>(BULK.leftovers, { tables });
  for (const { table, run } of leftovers) await removePart({ warehouse, run_id: run }, table);
}
