import type { AppendOutcome, ConsumeOptions, Consumer, EventLog, NewRecord, PartitionHead, StoredRecord } from '../port.js';
import { TOPICS } from '../topics.js';
import { Appender } from './appender.js';
import { LocalConsumer, readRecords } from './consumer.js';
import { Store } from './store.js';

const POLL_MS = 25;

export interface LocalLogOptions {
  /** Folder of the LMDB environment; made when missing. */
  readonly path: string;
  /** How often a consumer looks for new records, in milliseconds. */
  readonly poll_ms?: number;
}

/** Opens the log of this machine; any number of processes may. */
export function openLocalLog(options: LocalLogOptions): EventLog {
  return new LocalLog(options);
}

class LocalLog implements EventLog {
  readonly #store: Store;
  readonly #appender: Appender;
  readonly #poll_ms: number;
  readonly #consumers = new Set<Consumer>();

  constructor(options: LocalLogOptions) {
    this.#store = new Store(options.path);
    this.#appender = new Appender(this.#store);
    this.#poll_ms = options.poll_ms ?? POLL_MS;
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
    return readRecords(this.#store, topic, partition, from_offset, { batch_records_max: limit, batch_bytes_max: Number.POSITIVE_INFINITY });
  }

  async heads(topic: string): Promise<PartitionHead[]> {
    return Array.from({ length: TOPICS[topic]?.partitions ?? 0 }, (_, partition) => ({
      partition,
      first_offset: 0,
      next_offset: this.#store.heads.get(`${topic}/${partition}`) ?? 0,
    }));
  }

  async positions(topic: string, group: string): Promise<ReadonlyMap<number, number>> {
    const found = new Map<number, number>();
    for (let partition = 0; partition < (TOPICS[topic]?.partitions ?? 0); partition += 1) {
      const position = this.#store.positions.get([group, topic, partition]);
      if (position !== undefined) found.set(partition, position);
    }
    return found;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#appender.idle();
    await this.#store.root.close();
  }
}
