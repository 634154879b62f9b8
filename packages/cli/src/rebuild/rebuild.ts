import { isDeepStrictEqual } from 'node:util';
import type { EventLog } from '@touchline/event-log';
import { type LedgerDigest, ledgerDigest, runAttribution } from '@touchline/ledger';
import type { Config } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';
import { storedFrontiers } from '../reconcile/warehouse-side.js';
import { Refill } from './refill.js';
import { holdWriters, swapTables } from './swap.js';

export interface Rebuilt {
  readonly before: LedgerDigest;
  readonly after: LedgerDigest;
  /** null: events came in while the writers were held, so the two were made from different facts. */
  readonly same: boolean | null;
}

/**
 * Makes a new warehouse from the log beside the live one, credits every order again, and puts it in the live one's place.
 * Redirects and reports go on meanwhile; only ingestor and aggregator pause for the exchange itself.
 */
export async function rebuild(config: Config, log: EventLog, onProgress: (done: number, total: number) => void): Promise<Rebuilt> {
  const database = `${config.CLICKHOUSE_DATABASE}_rebuild`;
  const live = openWarehouse(config);
  await live.command('DROP DATABASE IF EXISTS {database:Identifier} SYNC', { database });
  const next = openWarehouse({ ...config, CLICKHOUSE_DATABASE: database });
  const refill = new Refill(config, database);
  try {
    await refill.caughtUp(log, next, onProgress);
    const release = await holdWriters(config);
    try {
      // What came in meanwhile; with the live ingestor held, the new database ends up ahead of the old one.
      await refill.caughtUp(log, next, onProgress);
      await refill.stop();
      await creditAll(live);
      await creditAll(next);
      const [before, after] = [await ledgerDigest(live), await ledgerDigest(next)];
      const comparable = isDeepStrictEqual(await storedFrontiers(live), await storedFrontiers(next));
      await swapTables(live, config.CLICKHOUSE_DATABASE, database);
      return { before, after, same: comparable ? before.sha256 === after.sha256 : null };
    } finally {
      release();
    }
  } finally {
    await refill.stop();
    await next.close();
    await live.close();
  }
}

async function creditAll(warehouse: Warehouse): Promise<void> {
  const workspaces = await warehouse.query<{ workspace_id: string }>('SELECT workspace_id FROM workspaces');
  for (const { workspace_id } of workspaces) await runAttribution({ warehouse, workspace_id, now: new Date() });
}
