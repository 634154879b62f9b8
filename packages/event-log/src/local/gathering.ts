import { setTimeout as sleep } from 'node:timers/promises';
import { batchOfRecords } from '../batches.js';
import type { Place } from '../place.js';
import type { Batch } from '../port.js';
import { headOf, nextOffset, type ReadResult, readRecords } from './reading.js';
import type { Store } from './store.js';
import type { Ticker } from './ticker.js';

export interface GatherOptions {
  readonly batch_records_max: number;
  readonly batch_bytes_max: number;
  readonly linger_ms: number;
  readonly poll_ms: number;
  readonly ticker: Ticker;
  /** Asked before every wait; false ends the gathering without a batch. */
  readonly goesOn: () => boolean;
}

/** A batch in the making. */
class Gathering {
  readonly #store: Store;
  readonly #place: Place;
  #first_offset: number;
  readonly #options: GatherOptions;
  readonly #records: ReadResult['records'] = [];
  #bytes = 0;
  #full = false;

  constructor(store: Store, place: Place, first_offset: number, options: GatherOptions) {
    this.#store = store;
    this.#place = place;
    this.#first_offset = first_offset;
    this.#options = options;
  }

  get empty(): boolean {
    return this.#records.length === 0;
  }

  get full(): boolean {
    return this.#full;
  }

  /** Takes what has come meanwhile. */
  async extend(): Promise<void> {
    const next = this.#first_offset + this.#records.length;
    if (nextOffset(this.#store, this.#place) <= next) return;
    const { batch_records_max, batch_bytes_max } = this.#options;
    const bounds = { records_max: batch_records_max - this.#records.length, bytes_max: batch_bytes_max - this.#bytes };
    let read = await readRecords(this.#store, this.#place, next, bounds);
    if (this.empty && read.records.length === 0 && this.#skipTrimmed()) return this.extend();
    // One that is larger than any batch may be comes alone, or it would never come.
    if (this.empty && read.records.length === 0)
      read = { ...(await readRecords(this.#store, this.#place, next, { records_max: 1, bytes_max: Number.POSITIVE_INFINITY })), full: true };
    for (const record of read.records) this.#records.push(record);
    this.#bytes += read.bytes;
    this.#full = read.full || this.#records.length >= batch_records_max || this.#bytes >= batch_bytes_max;
  }

  /** What was trimmed away does not come back: the oldest record that is kept is the next. */
  #skipTrimmed(): boolean {
    const { first_offset } = headOf(this.#store, this.#place);
    if (first_offset <= this.#first_offset) return false;
    this.#first_offset = first_offset;
    return true;
  }

  toBatch(): Batch {
    return batchOfRecords(this.#place, this.#first_offset, this.#records);
  }
}

/** Waits for the record at an offset, then gathers what follows for as long as the linger, or until the batch is full. */
export async function gather(store: Store, place: Place, first_offset: number, options: GatherOptions): Promise<Batch | undefined> {
  const gathering = new Gathering(store, place, first_offset, options);
  let handOutAt_ms: number | undefined;
  while (options.goesOn()) {
    await gathering.extend();
    if (gathering.empty) {
      await options.ticker.next();
      continue;
    }
    handOutAt_ms ??= Date.now() + options.linger_ms;
    const rest_ms = handOutAt_ms - Date.now();
    if (gathering.full || rest_ms <= 0) return gathering.toBatch();
    await sleep(Math.min(rest_ms, options.poll_ms));
  }
  return undefined;
}
