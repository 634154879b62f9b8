import { placesOf } from '../place.js';
import type { AppendOutcome, ConsumeOptions, Consumer, EventLog, NewRecord, PartitionHead, StoredRecord } from '../port.js';
import { Appender, type OutboxBooks } from './appender.js';
import { LocalConsumer } from './consumer.js';
import { POLL_MS_DEFAULT } from './limits.js';
import { headOf, readRecords, withOnceIds } from './reading.js';
import { Store } from './store.js';

export interface LocalLogOptions {
  /** Folder of the LMDB environment; made when missing. On a local disk: LMDB's locks do not work over a network. */
  readonly path: string;
  /** How often a consumer looks for new records, in milliseconds; 25 when left out. */
  readonly poll_ms?: number;
}

/**
 * Opens the log of this machine; any number of processes may at once.
 * @throws TouchlineError TL_LOG_UNAVAILABLE when the folder cannot be opened
 */
export function openLocalLog(options: LocalLogOptions): EventLog {
  return new LocalLog(new Store(options.path), options);
}

export class LocalLog implements EventLog {
  readonly #store: Store;
  readonly #appender: Appender;
  readonly #poll_ms: number;
  readonly #consumers = new Set<Consumer>();
  #closed: Promise<void> | undefined;

  constructor(store: Store, options: LocalLogOptions, books?: OutboxBooks) {
    this.#store = store;
    this.#appender = new Appender(store, books);
    this.#poll_ms = options.poll_ms ?? POLL_MS_DEFAULT;
  }

  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    return this.#appender.append(topic, records);
  }

  consume(options: ConsumeOptions): Consumer {
    const consumer = new LocalConsumer(this.#store, options, this.#poll_ms);
    this.#consumers.add(consumer);
    return consumer;
  }

  async read(topic: string, partition: number, from_offset: number, limit: number): Promise<StoredRecord[]> {
    const place = { topic, partition };
    const from = Math.max(from_offset, headOf(this.#store, place).first_offset);
    const { records } = await readRecords(this.#store, place, from, { records_max: limit, bytes_max: Number.POSITIVE_INFINITY });
    return withOnceIds(this.#store, place, records);
  }

  async heads(topic: string): Promise<PartitionHead[]> {
    return placesOf(topic).map((place) => headOf(this.#store, place));
  }

  async positions(topic: string, group: string): Promise<ReadonlyMap<number, number>> {
    this.#store.refresh();
    const found = new Map<number, number>();
    for (const { partition } of placesOf(topic)) {
      const position = this.#store.positions.get([group, topic, partition]);
      if (position !== undefined) found.set(partition, position);
    }
    return found;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#appender.close();
    await this.#store.close();
  }
}
