import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, TouchlineError } from '@touchline/runtime';
import { FACT_TABLE, type Warehouse } from '@touchline/warehouse';
import { hold } from '../supervisor/hold.js';
import { readState } from '../supervisor/state.js';

/** They write to the warehouse, and must not while tables change places. */
const WRITERS = ['ingestor', 'aggregator'];
const END_MS_MAX = 30_000;
const ASK_EVERY_MS = 50;

/** Facts before the record of what is stored, credit before the runs that make it count: a crash between two leaves repeats, never a hole. */
const TABLES = [...new Set(Object.values(FACT_TABLE)), 'ingest_ranges', 'person_members', 'credit_lines', 'attribution_runs'];

/** Ends the writers and keeps the supervisor from starting them again; returns what lets it. @throws TouchlineError TL_NOT_RUNNING */
export async function holdWriters(config: Config): Promise<() => void> {
  const state = readState(config);
  if (state === undefined) throw new TouchlineError('TL_NOT_RUNNING');
  const release = hold(config, WRITERS);
  try {
    const pids = state.processes.filter(({ name }) => WRITERS.includes(name)).flatMap(({ pid }) => (pid === null ? [] : [pid]));
    for (const pid of pids) process.kill(pid, 'SIGTERM');
    const deadline = Date.now() + END_MS_MAX;
    while (pids.some(isAlive)) {
      if (Date.now() > deadline) throw new TouchlineError('TL_STORE_UNAVAILABLE', 'The ingestor or the aggregator did not stop.');
      await sleep(ASK_EVERY_MS);
    }
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Puts the rebuilt tables in the place of the live ones, one atomic exchange each, and drops what was live. */
export async function swapTables(warehouse: Warehouse, live: string, rebuilt: string): Promise<void> {
  for (const table of TABLES) {
    await warehouse.command('EXCHANGE TABLES {live:Identifier}.{table:Identifier} AND {rebuilt:Identifier}.{table:Identifier}', { live, rebuilt, table });
  }
  await warehouse.command('DROP DATABASE {rebuilt:Identifier} SYNC', { rebuilt });
}
