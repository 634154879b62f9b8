import { setImmediate as nextTurn } from 'node:timers/promises';
import { nameOf, type Place } from '../place.js';
import type { PartitionHead, RecordHeaders, StoredRecord } from '../port.js';
import { READ_TURN_BYTES_MAX, READ_TURN_RECORDS_MAX } from './limits.js';
import type { Store } from './store.js';

export interface ReadBounds {
  readonly records_max: number;
  readonly bytes_max: number;
}

export interface ReadResult {
  readonly records: StoredRecord[];
  readonly bytes: number;
  /** A bound ended the reading, not the log: the next record may be there and would not fit. */
  readonly full: boolean;
}

/** Offset the next record of a place will get. */
export function nextOffset(store: Store, place: Place): number {
  store.refresh();
  return store.heads.get(nameOf(place)) ?? 0;
}

/** What the log holds of a place. */
export function headOf(store: Store, place: Place): PartitionHead {
  const next_offset = nextOffset(store, place);
  const [first_offset = next_offset] = store.records(place).getKeys({ limit: 1 });
  return { partition: place.partition, first_offset, next_offset };
}

/**
 * Copies records out from an offset on, which must still be kept. No read transaction outlives a turn of the event loop: an old one would keep the store
 * from using its pages again.
 */
export async function readRecords(store: Store, place: Place, from_offset: number, bounds: ReadBounds): Promise<ReadResult> {
  const records: StoredRecord[] = [];
  let bytes = 0;
  for (;;) {
    store.refresh();
    const turn = readTurn(store, place, from_offset + records.length, {
      records_max: bounds.records_max - records.length,
      bytes_max: bounds.bytes_max - bytes,
    });
    for (const record of withHeaders(store, place, turn.records)) records.push(record);
    bytes += turn.bytes;
    if (turn.ended !== 'turn') return { records, bytes, full: turn.ended === 'full' };
    await nextTurn();
  }
}

/** Adds the once_id to each record that was appended with one. */
export function withOnceIds(store: Store, place: Place, records: readonly StoredRecord[]): StoredRecord[] {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return [];
  const range = store.once_ids.getRange({ start: [nameOf(place), first.offset], end: [nameOf(place), last.offset + 1] });
  const ids = new Map(range.map(({ key, value }) => [key[1], value]));
  if (ids.size === 0) return [...records];
  return records.map((record) => {
    const once_id = ids.get(record.offset);
    return once_id === undefined ? record : { ...record, once_id };
  });
}

interface Turn {
  readonly records: StoredRecord[];
  readonly bytes: number;
  readonly ended: 'log' | 'full' | 'turn';
}

function readTurn(store: Store, place: Place, from_offset: number, bounds: ReadBounds): Turn {
  const source = store.records(place);
  const records: StoredRecord[] = [];
  let bytes = 0;
  for (;;) {
    if (records.length >= bounds.records_max) return { records, bytes, ended: 'full' };
    if (records.length >= READ_TURN_RECORDS_MAX || bytes >= READ_TURN_BYTES_MAX) return { records, bytes, ended: 'turn' };
    const offset = from_offset + records.length;
    const shared = source.getBinaryFast(offset);
    if (shared === undefined) return { records, bytes, ended: 'log' };
    if (bytes + shared.length > bounds.bytes_max) return { records, bytes, ended: 'full' };
    // The buffer is LMDB's own and holds the value only until the next read.
    records.push({ offset, value: Buffer.from(shared.subarray(0, shared.length)) });
    bytes += shared.length;
  }
}

/** Gives the records of one turn their headers; where there are none it is one look at an empty range. */
function withHeaders(store: Store, place: Place, records: readonly StoredRecord[]): readonly StoredRecord[] {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return records;
  const name = nameOf(place);
  const found = new Map<number, RecordHeaders>();
  for (const { key, value } of store.headers.getRange({ start: [name, first.offset], end: [name, last.offset + 1] })) found.set(key[1], value);
  if (found.size === 0) return records;
  return records.map((record) => {
    const headers = found.get(record.offset);
    return headers === undefined ? record : { ...record, headers };
  });
}
