import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Batch, ConsumeOptions, Consumer, StoredRecord } from '../port.js';
import { TOPICS } from '../topics.js';
import type { Store } from './store.js';

/** A holder that says nothing for so long is taken for dead, and another takes over its partition. */
const LEASE_MS = 3_000;
const RENEW_MS = 1_000;
const RETRY_PAUSE_MS_MIN = 100;
const RETRY_PAUSE_MS_MAX = 5_000;

/** One loop a partition: take the lease, hand out batches, move the position on. */
export class LocalConsumer implements Consumer {
  readonly #store: Store;
  readonly #options: ConsumeOptions;
  readonly #poll_ms: number;
  readonly #owner = randomUUID();
  readonly #loops: readonly Promise<void>[];
  readonly #stop = new AbortController();

  constructor(store: Store, options: ConsumeOptions, poll_ms: number) {
    this.#store = store;
    this.#options = options;
    this.#poll_ms = poll_ms;
    // Every partition waits on the same signal.
    setMaxListeners(0, this.#stop.signal);
    this.#loops = options.topics.flatMap((topic) => Array.from({ length: TOPICS[topic]?.partitions ?? 0 }, (_, partition) => this.#run(topic, partition)));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }

  async #run(topic: string, partition: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      if (this.#lease(topic, partition)) await this.#hold(topic, partition);
      await this.#pause(this.#poll_ms * 4);
    }
  }

  /** Works on the partition until the lease is lost or the consumer stops. */
  async #hold(topic: string, partition: number): Promise<void> {
    const renewal = setInterval(() => this.#lease(topic, partition), RENEW_MS);
    let pause_ms = RETRY_PAUSE_MS_MIN;
    try {
      const start = await this.#startAt(topic, partition);
      if (start === undefined) return;
      let position = start;
      while (!this.#stop.signal.aborted && this.#lease(topic, partition)) {
        const batch = await this.#gather(topic, partition, position);
        if (batch === undefined) continue;
        if (await this.#handle(batch)) {
          position = batch.last_offset + 1;
          pause_ms = RETRY_PAUSE_MS_MIN;
          if (!this.#moveOn(topic, partition, position)) return;
        } else {
          await this.#pause(pause_ms);
          pause_ms = Math.min(pause_ms * 2, RETRY_PAUSE_MS_MAX);
        }
      }
    } finally {
      clearInterval(renewal);
      this.#free(topic, partition);
    }
  }

  /** undefined when whoever knows could not be asked; the partition is tried again later. */
  async #startAt(topic: string, partition: number): Promise<number | undefined> {
    try {
      const given = await this.#options.startAt?.(topic, partition);
      return given ?? this.#store.positions.get([this.#options.group, topic, partition]) ?? 0;
    } catch (error) {
      this.#options.onError?.(error, { topic, partition, first_offset: 0, last_offset: -1, records: [] });
      await this.#pause(RETRY_PAUSE_MS_MIN);
      return undefined;
    }
  }

  async #handle(batch: Batch): Promise<boolean> {
    try {
      await this.#options.handler(batch);
      return true;
    } catch (error) {
      this.#options.onError?.(error, batch);
      return false;
    }
  }

  /** Waits until there is a record, then up to the linger for more, unless the batch is full before. */
  async #gather(topic: string, partition: number, position: number): Promise<Batch | undefined> {
    let deadline: number | undefined;
    for (;;) {
      const next = this.#store.heads.get(`${topic}/${partition}`) ?? 0;
      if (next > position) deadline ??= Date.now() + this.#options.linger_ms;
      const full = next - position >= this.#options.batch_records_max;
      if (deadline !== undefined && (full || Date.now() >= deadline || this.#stop.signal.aborted)) break;
      if (this.#stop.signal.aborted) return undefined;
      await this.#pause(this.#poll_ms);
    }
    const records = readRecords(this.#store, topic, partition, position, this.#options);
    const last = records.at(-1);
    if (last === undefined) return undefined;
    return { topic, partition, first_offset: position, last_offset: last.offset, records };
  }

  /** Keeps the new position, unless another has taken the partition over meanwhile: then it is theirs to move. */
  #moveOn(topic: string, partition: number, position: number): boolean {
    const key: [string, string, number] = [this.#options.group, topic, partition];
    return this.#store.root.transactionSync(() => {
      if (this.#store.leases.get(key)?.owner !== this.#owner) return false;
      this.#store.positions.putSync(key, position);
      return true;
    });
  }

  /** Takes or renews the lease; false when another holds it. */
  #lease(topic: string, partition: number): boolean {
    const key: [string, string, number] = [this.#options.group, topic, partition];
    return this.#store.root.transactionSync(() => {
      const held = this.#store.leases.get(key);
      if (held !== undefined && held.owner !== this.#owner && held.until_ms > Date.now()) return false;
      this.#store.leases.putSync(key, { owner: this.#owner, until_ms: Date.now() + LEASE_MS });
      return true;
    });
  }

  #free(topic: string, partition: number): void {
    const key: [string, string, number] = [this.#options.group, topic, partition];
    this.#store.root.transactionSync(() => {
      if (this.#store.leases.get(key)?.owner === this.#owner) this.#store.leases.removeSync(key);
    });
  }

  async #pause(pause_ms: number): Promise<void> {
    await sleep(pause_ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

export interface ReadLimits {
  readonly batch_records_max: number;
  readonly batch_bytes_max: number;
}

/** Records from an offset on, at least one if there is one, within the limits. */
export function readRecords(store: Store, topic: string, partition: number, from_offset: number, limits: ReadLimits): StoredRecord[] {
  const records: StoredRecord[] = [];
  let bytes = 0;
  for (const { key, value } of store.records(topic, partition).getRange({ start: from_offset, limit: limits.batch_records_max })) {
    bytes += value.byteLength;
    if (records.length > 0 && bytes > limits.batch_bytes_max) break;
    records.push({ offset: key, value });
  }
  return records;
}
