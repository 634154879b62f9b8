import { nameOf, type Place } from '../place.js';
import { MARK_EVERY_MS } from './limits.js';
import type { RecordKey, Store } from './store.js';

/**
 * When records were appended, so that the age of the oldest can be told. One mark a second and partition is enough: a record is
 * as old as the last mark at or before it, or up to MARK_EVERY_MS younger.
 */
export class Marks {
  readonly #store: Store;
  /** When this process last set one, by name of the place. */
  readonly #lastAt_ms = new Map<string, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Inside the write transaction that appends from this offset on. */
  keep(name: string, offset: number): void {
    const now_ms = Date.now();
    const since_ms = now_ms - (this.#lastAt_ms.get(name) ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back must not keep marks from being set.
    if (since_ms >= 0 && since_ms < MARK_EVERY_MS) return;
    this.#store.marks.putSync([name, offset], now_ms);
    this.#lastAt_ms.set(name, now_ms);
  }

  /** When the record at this offset was appended, to the second. */
  at_ms(place: Place, offset: number): number | undefined {
    return this.#before(nameOf(place), offset)?.at_ms;
  }

  /** Inside a write transaction: forgets what speaks of no record from this offset on. */
  trim(place: Place, first_offset: number): void {
    const name = nameOf(place);
    const last = this.#before(name, first_offset);
    if (last === undefined) return;
    const gone: RecordKey[] = [...this.#store.marks.getKeys({ start: [name, 0], end: [name, last.offset] })];
    for (const key of gone) this.#store.marks.removeSync(key);
  }

  #before(name: string, offset: number): { readonly offset: number; readonly at_ms: number } | undefined {
    for (const { key, value } of this.#store.marks.getRange({ start: [name, offset], end: [name], reverse: true, limit: 1 })) {
      return { offset: key[1], at_ms: value };
    }
    return undefined;
  }
}
