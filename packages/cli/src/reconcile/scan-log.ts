import { type EventLog, type PartitionHead, type StoredRecord, TOPICS } from '@touchline/event-log';
import type { Tallies } from './tally.js';

const READ_RECORDS_MAX = 5_000;
const UNREADABLE = '(unreadable)';

export interface Frontier {
  readonly topic: string;
  readonly head: PartitionHead;
  /** Next offset the warehouse has not stored. */
  readonly stored_to: number;
  /** Offsets the ingestor refused. */
  readonly rejected: ReadonlySet<number>;
}

/** Every partition of every topic with something in it. */
export async function headsOf(log: EventLog): Promise<{ topic: string; head: PartitionHead }[]> {
  const heads: { topic: string; head: PartitionHead }[] = [];
  for (const topic of Object.keys(TOPICS)) {
    for (const head of await log.heads(topic)) if (head.next_offset > head.first_offset) heads.push({ topic, head });
  }
  return heads;
}

export interface Scan {
  readonly tallies: Tallies;
  /** Event ids met so far, by topic: a repeat may stand in another partition than its first. */
  readonly seen: Map<string, Set<string>>;
  readonly onRecords: (records: number) => void;
}

/** Counts a partition as the log has it: accepted, repeats of an event id, refused, and not yet stored. */
export async function scanPartition(log: EventLog, frontier: Frontier, scan: Scan): Promise<void> {
  const { topic, head } = frontier;
  const seen = scan.seen.get(topic) ?? new Set<string>();
  scan.seen.set(topic, seen);
  let offset = head.first_offset;
  while (offset < head.next_offset) {
    const records = await log.read(topic, head.partition, offset, Math.min(READ_RECORDS_MAX, head.next_offset - offset));
    if (records.length === 0) break;
    for (const record of records) count(record, frontier, scan.tallies, seen);
    offset = (records.at(-1)?.offset ?? offset) + 1;
    scan.onRecords(records.length);
  }
}

function count(record: StoredRecord, frontier: Frontier, tallies: Tallies, seen: Set<string>): void {
  const event = readHead(record.value);
  const tally = tallies.of(frontier.topic, event.workspace_id, event.source, event.received_at.slice(0, 10));
  tally.accepted += 1;
  if (record.offset >= frontier.stored_to) tally.in_flight += 1;
  else if (frontier.rejected.has(record.offset)) tally.rejected += 1;
  else if (seen.has(event.event_id)) tally.deduplicated += 1;
  else seen.add(event.event_id);
}

function readHead(bytes: Uint8Array): { event_id: string; workspace_id: string; source: string; received_at: string } {
  try {
    const event = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
    const text = (name: string) => (typeof event[name] === 'string' ? event[name] : UNREADABLE);
    return { event_id: text('event_id'), workspace_id: text('workspace_id'), source: text('source'), received_at: text('received_at') };
  } catch {
    return { event_id: UNREADABLE, workspace_id: UNREADABLE, source: UNREADABLE, received_at: UNREADABLE };
  }
}
