import type { EventLog } from '@touchline/event-log';
import type { Warehouse } from '@touchline/warehouse';
import { Refused } from './refused.js';
import { type Frontier, headsOf, scanLog } from './scan-log.js';
import { Tallies, type Tally } from './tally.js';
import { countStored, storedFrontiers } from './warehouse-side.js';

export interface Reconciliation {
  readonly accepted: number;
  readonly stored: number;
  readonly deduplicated: number;
  readonly rejected: number;
  readonly in_flight: number;
  readonly gap: number;
  readonly rows: readonly Tally[];
}

/**
 * Counts every event of the log and every event of the warehouse, each on its own, and compares them per topic, workspace,
 * source and day (I3). The log is read up to where it ends now; what comes meanwhile is left for the next time.
 */
export async function reconcile(log: EventLog, warehouse: Warehouse, onProgress: (done: number, total: number) => void): Promise<Reconciliation> {
  const heads = await headsOf(log);
  const stored = await storedFrontiers(warehouse);
  const frontiers: Frontier[] = heads.map(({ topic, head }) => {
    const stored_to = Math.min(stored.get(`${topic}/${head.partition}`) ?? 0, head.next_offset);
    return { topic, head, stored_to };
  });
  const tallies = new Tallies();
  // After the frontiers: what was refused below them is in the log by now.
  const refused = await Refused.read(log, warehouse);
  await scanLog({ log, frontiers, refused, tallies, onProgress });
  await countStored(warehouse, frontiers, tallies);
  return summed(tallies.close());
}

function summed(rows: Tally[]): Reconciliation {
  const sum = (name: 'accepted' | 'stored' | 'deduplicated' | 'rejected' | 'in_flight') => rows.reduce((all, row) => all + row[name], 0);
  return {
    accepted: sum('accepted'),
    stored: sum('stored'),
    deduplicated: sum('deduplicated'),
    rejected: sum('rejected'),
    in_flight: sum('in_flight'),
    // Signs must not cancel: a loss here and a double there are two faults.
    gap: rows.reduce((all, row) => all + Math.abs(row.gap), 0),
    rows,
  };
}
