import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkRecords } from '../checking.js';
import { placesOf } from '../place.js';
import type { AppendOutcome, NewRecord } from '../port.js';
import { logUnavailable } from '../unavailable.js';
import { type AppendCall, writeGroup } from './group.js';
import { GROUP_BYTES_MAX, GROUP_RECORDS_MAX, QUEUED_BYTES_MAX, QUEUED_RECORDS_MAX } from './limits.js';
import type { Marks } from './marks.js';
import type { Quota } from './quota.js';
import type { Store } from './store.js';

interface QueuedCall extends AppendCall {
  readonly bytes: number;
  readonly resolve: (outcomes: AppendOutcome[]) => void;
  readonly reject: (error: Error) => void;
}

/** What an outbox keeps beside its records; a log that keeps everything needs neither. */
export interface OutboxBooks {
  readonly marks: Marks;
  readonly quota: Quota;
}

/**
 * Group commit: while one group is written and flushed the next gathers, so that many callers share one transaction and one
 * flush.
 */
export class Appender {
  readonly #store: Store;
  readonly #books: OutboxBooks | undefined;
  #queue: QueuedCall[] = [];
  /** Waiting or being written. */
  #records = 0;
  #bytes = 0;
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(store: Store, books?: OutboxBooks) {
    this.#store = store;
    this.#books = books;
  }

  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    placesOf(topic);
    if (records.length === 0) return Promise.resolve([]);
    if (this.#closed) return Promise.reject(logUnavailable('it is closed'));
    const bytes = records.reduce((sum, record) => sum + record.value.byteLength, 0);
    try {
      checkRecords(topic, records);
      this.#books?.quota.take(bytes);
    } catch (error) {
      return Promise.reject(error);
    }
    if (this.#records + records.length > QUEUED_RECORDS_MAX || this.#bytes + bytes > QUEUED_BYTES_MAX) {
      return Promise.reject(logUnavailable('too much waits to be written'));
    }
    return new Promise((resolve, reject) => {
      this.#records += records.length;
      this.#bytes += bytes;
      this.#queue.push({ topic, records, bytes, outcomes: [], resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Takes nothing more and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      // Callers of the same turn, and those just answered who ask again, join the group.
      await nextTurn();
      await this.#writeGroup(this.#takeGroup());
    }
    this.#draining = undefined;
  }

  #takeGroup(): QueuedCall[] {
    let [calls, records, bytes] = [0, 0, 0];
    for (const call of this.#queue) {
      if (calls > 0 && (records + call.records.length > GROUP_RECORDS_MAX || bytes + call.bytes > GROUP_BYTES_MAX)) break;
      calls += 1;
      records += call.records.length;
      bytes += call.bytes;
    }
    const group = this.#queue;
    this.#queue = group.splice(calls);
    return group;
  }

  async #writeGroup(group: readonly QueuedCall[]): Promise<void> {
    let failure: Error | undefined;
    try {
      await this.#store.write(() => writeGroup(this.#store, group, this.#books?.marks));
    } catch (error) {
      failure = error as Error;
    }
    for (const call of group) {
      this.#records -= call.records.length;
      this.#bytes -= call.bytes;
      if (failure === undefined) call.resolve(call.outcomes);
      else call.reject(failure);
    }
  }
}
