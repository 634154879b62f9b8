import { isDeepStrictEqual } from 'node:util';
import type { EventLog } from '@touchline/event-log';
import { fitModels, type LedgerDigest, ledgerDigest, readLastFit, runAttribution } from '@touchline/ledger';
import type { Config } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import { storedFrontiers } from '../reconcile/warehouse-side.js';
import { lockRebuild } from '../supervisor/lock.js';
import type { Checkpoint } from './checkpoint.js';
import { holdWriters } from './hold-writers.js';
import { endOrphan, Refill } from './refill.js';
import { finishSwap, swapTables } from './swap.js';
import { readSwapPlan } from './swap-plan.js';

export interface Rebuilt {
  readonly before: LedgerDigest;
  readonly after: LedgerDigest;
  /** null: events came in while the writers were held, so the two were made from different facts. */
  readonly same: boolean | null;
}

export interface RebuildOptions {
  readonly config: Config;
  readonly log: EventLog;
  readonly onProgress: (done: number, total: number) => void;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/**
 * Makes a new warehouse from the log beside the live one, credits every order again, and puts it in the live one's place.
 * Redirects and reports go on meanwhile; only ingestor and aggregator pause for the exchange itself.
 *
 * Killed before the exchange is planned, it leaves the live warehouse as it was, and a database that the next rebuild drops.
 * Killed after, the supervisor finishes the exchange before it lets the writers start, or else the next rebuild or start does.
 * @throws TouchlineError TL_DATA_LOCKED when another rebuild is under way
 */
export async function rebuild(options: RebuildOptions): Promise<Rebuilt> {
  const { config } = options;
  const unlock = lockRebuild(config);
  const live = openWarehouse(config);
  const database = `${config.CLICKHOUSE_DATABASE}_rebuild`;
  const next = openWarehouse({ ...config, CLICKHOUSE_DATABASE: database });
  try {
    await clearAway(config);
    await live.command('DROP DATABASE IF EXISTS {database:Identifier} SYNC', { database });
    return await refillAndSwap(options, { live, next, database });
  } finally {
    await next.close();
    await live.close();
    unlock();
  }
}

/** What a rebuild that was killed may have left: its ingestor, and an exchange half done. */
async function clearAway(config: Config): Promise<void> {
  await endOrphan(config);
  if (readSwapPlan(config) === undefined) return;
  const release = await holdWriters(config);
  try {
    await finishSwap(config);
  } finally {
    release();
  }
}

interface Databases {
  readonly live: Warehouse;
  readonly next: Warehouse;
  /** Name of the next one. */
  readonly database: string;
}

async function refillAndSwap({ config, log, onProgress, onCheckpoint }: RebuildOptions, { live, next, database }: Databases): Promise<Rebuilt> {
  const refill = new Refill(config, database);
  try {
    onCheckpoint?.('refilling');
    await refill.caughtUp(log, next, onProgress);
    onCheckpoint?.('refilled');
    const release = await holdWriters(config);
    try {
      onCheckpoint?.('held');
      // What came in meanwhile; with the live ingestor held, the new database ends up ahead of the old one.
      await refill.caughtUp(log, next, onProgress);
      await refill.stop();
      await creditAll(live);
      await creditAll(next);
      await fitAll(live, next);
      const [before, after] = [await ledgerDigest(live), await ledgerDigest(next)];
      const comparable = isDeepStrictEqual(await storedFrontiers(live), await storedFrontiers(next));
      onCheckpoint?.('credited');
      await swapTables({ config, warehouse: live, onCheckpoint }, config.CLICKHOUSE_DATABASE, database);
      return { before, after, same: comparable ? before.sha256 === after.sha256 : null };
    } finally {
      // Half exchanged, the supervisor finishes it before it starts a writer.
      release();
    }
  } finally {
    await refill.stop();
  }
}

async function creditAll(warehouse: Warehouse): Promise<void> {
  for (const workspace_id of await workspacesOf(warehouse)) await runAttribution({ warehouse, workspace_id, now: new Date() });
}

/** Fits anew what was fitted, by the same level and order: to all that is known now, which is more than the last fit knew. */
async function fitAll(live: Warehouse, next: Warehouse): Promise<void> {
  for (const workspace_id of await workspacesOf(next)) {
    const fit = await readLastFit(live, workspace_id);
    if (fit !== undefined) await fitModels({ warehouse: next, workspace_id, now: new Date(), ...fit });
  }
}

async function workspacesOf(warehouse: Warehouse): Promise<string[]> {
  const rows = await warehouse.query<{ workspace_id: string }>('SELECT workspace_id FROM workspaces');
  return rows.map(({ workspace_id }) => workspace_id);
}
