import type { Database } from 'lmdb';
import { nameOf, type Place } from '../place.js';
import { TRIM_RECORDS_MAX } from './limits.js';
import type { Marks } from './marks.js';
import type { RecordKey, Store } from './store.js';

/**
 * Removes the records of a place below an offset, a bounded number a transaction. Offsets stay as they are, readers see a
 * partition that begins later. Resolves when it is on disk, with how many were removed.
 * @throws TouchlineError TL_LOG_UNAVAILABLE; what was removed until then stays so
 */
export async function trimRecords(store: Store, marks: Marks, { place, before_offset }: { place: Place; before_offset: number }): Promise<number> {
  let removed = 0;
  for (;;) {
    const count = await store.write(() => trimSome(store, marks, place, before_offset));
    removed += count;
    if (count < TRIM_RECORDS_MAX) return removed;
  }
}

function trimSome(store: Store, marks: Marks, place: Place, before_offset: number): number {
  const records = store.records(place);
  const end = Math.min(before_offset, store.heads.get(nameOf(place)) ?? 0);
  const gone = [...records.getKeys({ end, limit: TRIM_RECORDS_MAX })];
  for (const offset of gone) records.removeSync(offset);
  const last = gone.at(-1);
  if (last === undefined) return 0;
  for (const beside of [store.headers, store.once_ids]) removeBeside(beside, place, last);
  marks.trim(place, last + 1);
  return gone.length;
}

/** What is kept beside the records, by their offsets. */
function removeBeside(beside: Database<unknown, RecordKey>, place: Place, last_offset: number): void {
  const name = nameOf(place);
  const gone = [...beside.getKeys({ start: [name, 0], end: [name, last_offset + 1] })];
  for (const key of gone) beside.removeSync(key);
}
