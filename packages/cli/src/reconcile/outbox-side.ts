import { OUTBOX_GROUP, type Outbox, TOPICS } from '@touchline/event-log';
import type { Reconciliation } from './reconcile.js';

/** Records of this machine that were taken and answered, and are not in Kafka yet. */
export async function waitingRecords(outbox: Outbox): Promise<number> {
  let waiting = 0;
  for (const topic of Object.keys(TOPICS)) {
    const positions = await outbox.positions(topic, OUTBOX_GROUP);
    for (const { partition, first_offset, next_offset } of await outbox.heads(topic)) {
      waiting += next_offset - Math.max(first_offset, positions.get(partition) ?? 0);
    }
  }
  return waiting;
}

/** What waits in the outbox was accepted and is in flight; of which source and day is not looked at. */
export function withOutbox(report: Reconciliation, waiting: number): Reconciliation {
  if (waiting === 0) return report;
  const row = {
    topic: '(outbox)',
    workspace_id: '',
    source: '',
    day: '',
    accepted: waiting,
    stored: 0,
    deduplicated: 0,
    rejected: 0,
    in_flight: waiting,
    gap: 0,
  };
  return { ...report, accepted: report.accepted + waiting, in_flight: report.in_flight + waiting, rows: [...report.rows, row] };
}
