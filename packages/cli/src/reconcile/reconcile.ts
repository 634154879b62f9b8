import type { EventLog } from '@touchline/event-log';
import type { Warehouse } from '@touchline/warehouse';
import { type Frontier, headsOf, scanPartition } from './scan-log.js';
import { Tallies, type Tally } from './tally.js';
import { countStored, refusedOffsets, storedFrontiers } from './warehouse-side.js';

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
  const [stored, refused] = [await storedFrontiers(warehouse), await refusedOffsets(warehouse)];
  const frontiers: Frontier[] = heads.map(({ topic, head }) => {
    const place = `${topic}/${head.partition}`;
    return { topic, head, stored_to: Math.min(stored.get(place) ?? 0, head.next_offset), rejected: refused.get(place) ?? new Set() };
  });
  const tallies = new Tallies();
  const total = heads.reduce((sum, { head }) => sum + head.next_offset - head.first_offset, 0);
  let done = 0;
  const onRecords = (records: number) => {
    done += records;
    onProgress(done, total);
  };
  const seen = new Map<string, Set<string>>();
  for (const frontier of frontiers) await scanPartition(log, frontier, { tallies, seen, onRecords });
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
