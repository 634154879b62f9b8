import { TouchlineError } from '@touchline/runtime';
import type { AppendOutcome, NewRecord } from '../port.js';
import { partitionOf } from '../topics.js';
import type { Store } from './store.js';

/** Records that may wait for the group before theirs; beyond it the disk has stopped keeping up. */
const QUEUED_RECORDS_MAX = 200_000;
const GROUP_RECORDS_MAX = 20_000;

interface Waiting {
  readonly topic: string;
  readonly records: readonly NewRecord[];
  readonly resolve: (outcomes: AppendOutcome[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Group commit: while one group is written and flushed the next gathers, so that many callers share one transaction and
 * one flush.
 */
export class Appender {
  readonly #store: Store;
  #queue: Waiting[] = [];
  #queued = 0;
  #busy: Promise<void> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    if (records.length === 0) return Promise.resolve([]);
    if (this.#queued + records.length > QUEUED_RECORDS_MAX) return Promise.reject(new TouchlineError('TL_LOG_UNAVAILABLE', 'The log does not keep up.'));
    this.#queued += records.length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ topic, records, resolve, reject });
      this.#busy ??= this.#drain();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#busy;
  }

  async #drain(): Promise<void> {
    // Callers of the same turn of the event loop join the first group.
    await Promise.resolve();
    while (this.#queue.length > 0) await this.#writeGroup(this.#takeGroup());
    this.#busy = undefined;
  }

  #takeGroup(): Waiting[] {
    let taken = 0;
    let records = 0;
    while (taken < this.#queue.length && records < GROUP_RECORDS_MAX) {
      records += this.#queue[taken]?.records.length ?? 0;
      taken += 1;
    }
    this.#queued -= records;
    if (taken < this.#queue.length) return this.#queue.splice(0, taken);
    const group = this.#queue;
    this.#queue = [];
    return group;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = this.#store.root.transactionSync(() => this.#write(group));
      await this.#store.root.flushed;
      group.forEach((waiting, index) => {
        waiting.resolve(outcomes[index] ?? []);
      });
    } catch (error) {
      const unavailable = new TouchlineError('TL_LOG_UNAVAILABLE', error instanceof Error ? `The log could not be written: ${error.message}` : undefined);
      for (const waiting of group) waiting.reject(unavailable);
    }
  }

  #write(group: readonly Waiting[]): AppendOutcome[][] {
    const heads = new Map<string, number>();
    const outcomes = group.map(({ topic, records }) => records.map((record) => this.#put(topic, record, heads)));
    for (const [place, next] of heads) this.#store.heads.putSync(place, next);
    return outcomes;
  }

  #put(topic: string, record: NewRecord, heads: Map<string, number>): AppendOutcome {
    const { once_id } = record;
    if (once_id !== undefined) {
      const first = this.#store.once.get([topic, once_id]);
      if (first !== undefined) return { outcome: 'duplicate', ...first };
    }
    const partition = partitionOf(topic, record.key);
    const place = `${topic}/${partition}`;
    const offset = heads.get(place) ?? this.#store.heads.get(place) ?? 0;
    this.#store.records(topic, partition).putSync(offset, asBuffer(record.value));
    if (once_id !== undefined) this.#store.once.putSync([topic, once_id], { partition, offset });
    heads.set(place, offset + 1);
    return { outcome: 'appended', partition, offset };
  }
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
