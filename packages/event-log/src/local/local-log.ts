import { placesOf } from '../place.js';
import type { AppendOutcome, ConsumeOptions, Consumer, EventLog, NewRecord, PartitionHead, StoredRecord } from '../port.js';
import { Appender, type OutboxBooks } from './appender.js';
import { LocalConsumer } from './consumer.js';
import { isJournaled, LocalJournal } from './journal/local-journal.js';
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
  readonly #journal: LocalJournal;
  readonly #poll_ms: number;
  readonly #consumers = new Set<Consumer>();
  #closed: Promise<void> | undefined;

  constructor(store: Store, options: LocalLogOptions, books?: OutboxBooks) {
    this.#store = store;
    this.#appender = new Appender(store, books);
    this.#journal = new LocalJournal(store, options.path, books);
    this.#poll_ms = options.poll_ms ?? POLL_MS_DEFAULT;
  }

  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    return this.#appender.append(topic, records);
  }

  async keep(topic: string, records: readonly NewRecord[]): Promise<void> {
    placesOf(topic);
    if (records.length === 0 || (isJournaled(topic) && (await this.#journal.keep(topic, records)))) return;
    await this.append(topic, records);
  }

  /** Moves what lies in journals to where it is read. @throws TouchlineError TL_LOG_UNAVAILABLE */
  settle(): Promise<void> {
    return this.#journal.settle();
  }

  consume(options: ConsumeOptions): Consumer {
    const settle = options.topics.some(isJournaled) ? () => this.settle() : undefined;
    const consumer = new LocalConsumer(this.#store, options, { poll_ms: this.#poll_ms, settle });
    this.#consumers.add(consumer);
    return consumer;
  }

  async read(topic: string, partition: number, from_offset: number, limit: number): Promise<StoredRecord[]> {
    const place = { topic, partition };
    if (isJournaled(topic)) await this.settle();
    const from = Math.max(from_offset, headOf(this.#store, place).first_offset);
    const { records } = await readRecords(this.#store, place, from, { records_max: limit, bytes_max: Number.POSITIVE_INFINITY });
    return withOnceIds(this.#store, place, records);
  }

  async heads(topic: string): Promise<PartitionHead[]> {
    const places = placesOf(topic);
    if (isJournaled(topic)) await this.settle();
    return places.map((place) => headOf(this.#store, place));
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
    await this.#journal.close();
    await this.#store.close();
  }
}
