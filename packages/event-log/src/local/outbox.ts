import { type Place, placesOf } from '../place.js';
import type { Outbox, PartitionDepth } from '../port.js';
import { TOPICS } from '../topics.js';
import type { OutboxBooks } from './appender.js';
import { OUTBOX_SETTLE_EVERY_MS } from './journal/limits.js';
import { HOUSEKEEPING_EVERY_MS } from './limits.js';
import { LocalLog, type LocalLogOptions } from './local-log.js';
import { Marks } from './marks.js';
import { turnOnceIds } from './once-turns.js';
import { Quota } from './quota.js';
import { headOf } from './reading.js';
import { Store } from './store.js';
import { trimRecords } from './trimming.js';

export interface OutboxOptions extends LocalLogOptions {
  /** Above it an append is refused with TL_LOG_UNAVAILABLE, until a trim has made room. */
  readonly bytes_max: number;
}

/**
 * Opens a local log that holds records only until they were moved on; any number of processes may at once. The folder must have
 * been made so: a log that is the truth is never opened by this.
 * @throws TouchlineError TL_LOG_UNAVAILABLE when the folder cannot be opened
 */
export function openOutbox(options: OutboxOptions): Outbox {
  const store = new Store(options.path);
  return new LocalOutbox(store, options, { marks: new Marks(store), quota: new Quota(store, options.bytes_max) });
}

class LocalOutbox extends LocalLog implements Outbox {
  readonly #store: Store;
  readonly #books: OutboxBooks;
  /** Depth and quota tell of the store, also while no forwarder looks. */
  readonly #settling: NodeJS.Timeout;
  #keptHouseAt_ms = Number.NEGATIVE_INFINITY;

  constructor(store: Store, options: OutboxOptions, books: OutboxBooks) {
    super(store, options, books);
    this.#store = store;
    this.#books = books;
    this.#settling = setInterval(() => this.settle().catch(() => undefined), OUTBOX_SETTLE_EVERY_MS).unref();
  }

  override close(): Promise<void> {
    clearInterval(this.#settling);
    return super.close();
  }

  get bytes_max(): number {
    return this.#books.quota.bytes_max;
  }

  async trim(topic: string, partition: number, before_offset: number): Promise<number> {
    const removed = await trimRecords(this.#store, this.#books.marks, { place: { topic, partition }, before_offset });
    await this.#keepHouse();
    return removed;
  }

  depth(): PartitionDepth[] {
    return Object.keys(TOPICS)
      .flatMap(placesOf)
      .map((place) => this.#depthOf(place));
  }

  #depthOf(place: Place): PartitionDepth {
    const { first_offset, next_offset } = headOf(this.#store, place);
    const records = next_offset - first_offset;
    if (records === 0) return { ...place, records, bytes: 0, oldest_at_ms: undefined };
    return { ...place, records, bytes: this.#store.bytesOf(place), oldest_at_ms: this.#books.marks.at_ms(place, first_offset) };
  }

  /** Pages that a killed reader seemed to hold, and once_ids whose time is over. */
  async #keepHouse(): Promise<void> {
    const now_ms = performance.now();
    if (now_ms - this.#keptHouseAt_ms < HOUSEKEEPING_EVERY_MS) return;
    this.#keptHouseAt_ms = now_ms;
    this.#store.freeStaleReaders();
    await this.#store.write(() => turnOnceIds(this.#store, Date.now()));
  }
}
