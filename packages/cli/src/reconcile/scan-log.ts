import { type EventLog, type PartitionHead, type StoredRecord, TOPICS } from '@touchline/event-log';
import { readEventHead } from '@touchline/events';
import { hashOf, IdSet } from '../id-set.js';
import { Identities } from '../identity.js';
import type { Refused } from './refused.js';
import type { Tallies } from './tally.js';

const READ_RECORDS_MAX = 5_000;
/** Some 27 bytes each. A topic with more records is read several times, each time for a part of its ids. */
const IDS_AT_ONCE_MAX = 12_000_000;
const UNREADABLE = '(unreadable)';
const DAY_CHARACTERS = 10;

export interface Frontier {
  readonly topic: string;
  readonly head: PartitionHead;
  /** Next offset the warehouse has not stored. */
  readonly stored_to: number;
}

/** Every partition of every topic with something in it. */
export async function headsOf(log: EventLog): Promise<{ topic: string; head: PartitionHead }[]> {
  const heads: { topic: string; head: PartitionHead }[] = [];
  for (const topic of Object.keys(TOPICS)) {
    for (const head of await log.heads(topic)) if (head.next_offset > head.first_offset) heads.push({ topic, head });
  }
  return heads;
}

export interface ScanOptions {
  readonly log: EventLog;
  readonly frontiers: readonly Frontier[];
  readonly refused: Refused;
  readonly tallies: Tallies;
  readonly onProgress: (done: number, total: number) => void;
  readonly ids_at_once_max?: number;
}

interface TopicScan extends ScanOptions {
  /** Ids whose hash is `slice` modulo `slices` are looked at in this reading; the first counts all else. */
  readonly slice: number;
  readonly slices: number;
  /** Met so far, in whichever partition: a repeat may stand in another than its first. */
  readonly seen: IdSet;
  readonly identities: Identities;
}

/** Counts the log as it is: accepted, repeats of an event id, refused, and not yet stored. In bounded memory, however large it is. */
export async function scanLog(options: ScanOptions): Promise<void> {
  const topics = [...new Set(options.frontiers.map(({ topic }) => topic))].map((topic) => {
    const frontiers = options.frontiers.filter((frontier) => frontier.topic === topic);
    const records = frontiers.reduce((sum, { head }) => sum + head.next_offset - head.first_offset, 0);
    return { frontiers, records, slices: Math.ceil(records / (options.ids_at_once_max ?? IDS_AT_ONCE_MAX)) };
  });
  const total = topics.reduce((sum, { records, slices }) => sum + records * slices, 0);
  let done = 0;
  const identities = new Identities();
  for (const { frontiers, slices } of topics) {
    for (let slice = 0; slice < slices; slice += 1) {
      const scan: TopicScan = { ...options, slice, slices, identities, seen: new IdSet() };
      for (const frontier of frontiers) {
        for await (const records of recordsOf(options.log, frontier)) {
          for (const record of records) count(record, frontier, scan);
          done += records.length;
          options.onProgress(done, total);
        }
      }
    }
  }
}

async function* recordsOf(log: EventLog, { topic, head }: Frontier): AsyncGenerator<StoredRecord[]> {
  let offset = head.first_offset;
  while (offset < head.next_offset) {
    const records = await log.read(topic, head.partition, offset, Math.min(READ_RECORDS_MAX, head.next_offset - offset));
    const inside = records.filter((record) => record.offset < head.next_offset);
    if (inside.length === 0) return;
    yield inside;
    offset = (inside.at(-1)?.offset ?? offset) + 1;
  }
}

function count(record: StoredRecord, frontier: Frontier, scan: TopicScan): void {
  const event = readEventHead(record.value);
  const { workspace_id, source, received_at } = event ?? { workspace_id: UNREADABLE, source: UNREADABLE, received_at: UNREADABLE };
  const tally = scan.tallies.of(frontier.topic, workspace_id, source, received_at.slice(0, DAY_CHARACTERS));
  const state = stateOf(record, frontier, event === undefined, scan);
  if (scan.slice === 0) {
    tally.accepted += 1;
    if (state !== 'stored') tally[state] += 1;
  }
  if (state !== 'stored' || event === undefined) return;
  const id = scan.identities.ofHead(event);
  if (hashOf(id) % scan.slices === scan.slice && !scan.seen.add(id)) tally.deduplicated += 1;
}

function stateOf(record: StoredRecord, frontier: Frontier, unreadable: boolean, scan: TopicScan): 'stored' | 'in_flight' | 'rejected' {
  const { topic, head, stored_to } = frontier;
  if (record.offset >= stored_to) return 'in_flight';
  // There is no reject of a reject, so nothing else says that it was refused.
  if (unreadable && topic === 'rejects') return 'rejected';
  return scan.refused.has(topic, head.partition, record.offset) ? 'rejected' : 'stored';
}
