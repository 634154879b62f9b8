import { type Config, TouchlineError } from '@touchline/runtime';
import { FACT_TABLE, openWarehouse, type Warehouse } from '@touchline/warehouse';
import type { Checkpoint } from './checkpoint.js';
import { clearSwapPlan, readSwapPlan, type SwapPlan, writeSwapPlan } from './swap-plan.js';

/** Facts before the record of what is stored, credit before the runs that make it count. */
export const EXCHANGED_TABLES: readonly string[] = [
  ...new Set(Object.values(FACT_TABLE)),
  ...['ingest_ranges', 'person_members', 'clicks_by_person', 'clicks_by_person_marks', 'credit_lines', 'ledger_lines'],
  ...['fit_channels', 'model_fits', 'run_intervals', 'attribution_runs'],
];

export interface SwapOptions {
  readonly config: Config;
  readonly warehouse: Warehouse;
  readonly onCheckpoint?: ((checkpoint: Checkpoint) => void) | undefined;
}

/**
 * Puts the rebuilt tables in the place of the live ones, one atomic exchange each, and drops what was live. Nobody may write
 * meanwhile. Whoever dies in the middle leaves a plan, by which it is finished: `finishSwap`.
 */
export async function swapTables(options: SwapOptions, live: string, rebuilt: string): Promise<void> {
  const uuids = await uuidsOf(options.warehouse, rebuilt);
  const tables = EXCHANGED_TABLES.map((table) => {
    const uuid = uuids.get(table);
    if (uuid === undefined) throw new TouchlineError('TL_STORE_UNAVAILABLE', `The rebuilt database has no table ${table}.`);
    return { table, uuid };
  });
  writeSwapPlan(options.config, { live, rebuilt, tables });
  options.onCheckpoint?.('planned');
  await carryOut(options, { live, rebuilt, tables });
}

/** Finishes an exchange that somebody began and did not live to finish; false when there is none. */
export async function finishSwap(config: Config): Promise<boolean> {
  const plan = readSwapPlan(config);
  if (plan === undefined) return false;
  const warehouse = openWarehouse(config);
  try {
    await carryOut({ config, warehouse }, plan);
    return true;
  } finally {
    await warehouse.close();
  }
}

async function carryOut({ config, warehouse, onCheckpoint }: SwapOptions, { live, rebuilt, tables }: SwapPlan): Promise<void> {
  const uuids = await uuidsOf(warehouse, live);
  for (const { table, uuid } of tables) {
    if (uuids.get(table) === uuid) continue;
    await warehouse.command('EXCHANGE TABLES {live:Identifier}.{table:Identifier} AND {rebuilt:Identifier}.{table:Identifier}', { live, rebuilt, table });
    onCheckpoint?.(`exchanged ${table}`);
  }
  await warehouse.command('DROP DATABASE IF EXISTS {rebuilt:Identifier} SYNC', { rebuilt });
  onCheckpoint?.('dropped');
  clearSwapPlan(config);
}

/** A table keeps its UUID when it changes its name. */
async function uuidsOf(warehouse: Warehouse, database: string): Promise<ReadonlyMap<string, string>> {
  const rows = await warehouse.query<{ name: string; uuid: string }>(
    'SELECT name, toString(uuid) AS uuid FROM system.tables WHERE database = {database:String}',
    {
      database,
    },
  );
  return new Map(rows.map(({ name, uuid }) => [name, uuid]));
}
