import { setTimeout as sleep } from 'node:timers/promises';
import { type Batch, type Consumer, type EventLog, TOPICS } from '@touchline/event-log';
import { type Health, type Logger, TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { BATCH_BYTES_MAX, MIGRATE_PAUSE_MS_MAX, MIGRATE_PAUSE_MS_MIN } from './limits.js';
import { type Checkpoint, type IngestContext, PartitionIngest } from './partition-ingest.js';
import type { Reject } from './rejects.js';

const MIGRATION = 'migration';

type Place = Pick<Batch, 'topic' | 'partition'>;

export interface IngestorOptions {
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  readonly logger: Logger;
  /** Ingestors of one group share the partitions; each warehouse has a group of its own. */
  readonly group: string;
  readonly linger_ms: number;
  readonly batch_records_max: number;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** Moves everything in the log into the warehouse, each record once, and goes on doing so until it is stopped. */
export class Ingestor {
  readonly #options: IngestorOptions;
  readonly #context: IngestContext;
  readonly #partitions = new Map<string, PartitionIngest>();
  readonly #stop = new AbortController();
  readonly #starting: Promise<void>;
  #consumer: Consumer | undefined;
  #migration: Promise<void> | undefined;
  /** Why the last attempt failed, by place; a place goes when an attempt there went well. */
  readonly #troubles = new Map<string, string>([[MIGRATION, 'starting']]);

  constructor(options: IngestorOptions) {
    this.#options = options;
    this.#context = {
      log: options.log,
      warehouse: options.warehouse,
      ready: () => this.#migrated(),
      onRejects: (rejects) => this.#noteRejects(rejects),
      ...(options.onCheckpoint === undefined ? {} : { onCheckpoint: options.onCheckpoint }),
    };
    this.#starting = this.#start();
  }

  /** Ready: the warehouse answers and records flow. The detail says how many wait in the log. */
  async health(): Promise<Health> {
    const lag = `lag ${await this.#lag()} records`;
    for (const [place, message] of this.#troubles) return { ready: false, detail: `degraded: ${message} (${place}); ${lag}` };
    if (!(await this.#options.warehouse.ping())) return { ready: false, detail: `degraded: the warehouse does not answer; ${lag}` };
    return { ready: true, detail: lag };
  }

  /** Finishes the batches under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#starting;
    await this.#consumer?.stop();
  }

  async #start(): Promise<void> {
    await this.#untilMigrated();
    if (this.#stop.signal.aborted) return;
    const { log, group, linger_ms, batch_records_max } = this.#options;
    this.#consumer = log.consume({
      topics: Object.keys(TOPICS),
      group,
      batch_records_max,
      batch_bytes_max: BATCH_BYTES_MAX,
      linger_ms,
      startAt: (topic, partition) => this.#locate(topic, partition),
      handler: (batch) => this.#handle(batch),
      onError: (error, batch) => this.#noteTrouble(error, placeOf(batch)),
    });
  }

  /** The store may come up after us, or be down for hours: asked again and again, less and less often, until we stop. */
  async #untilMigrated(): Promise<void> {
    let pause_ms = MIGRATE_PAUSE_MS_MIN;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#migrated();
        this.#troubles.delete(MIGRATION);
        return;
      } catch (error) {
        this.#noteTrouble(error, MIGRATION);
      }
      await sleep(pause_ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      pause_ms = Math.min(pause_ms * 2, MIGRATE_PAUSE_MS_MAX);
    }
  }

  /** Migrates once for all partitions; after the store was away it may be another, or an empty one, so once again. */
  async #migrated(): Promise<void> {
    this.#migration ??= this.#options.warehouse.migrate().then(({ applied }) => {
      if (applied.length > 0) this.#options.logger.info({ applied }, 'migrated');
    });
    try {
      await this.#migration;
    } catch (error) {
      this.#migration = undefined;
      throw error;
    }
  }

  async #locate(topic: string, partition: number): Promise<number> {
    const next = await this.#partitionOf({ topic, partition }).locate();
    this.#troubles.delete(placeOf({ topic, partition }));
    return next;
  }

  async #handle(batch: Batch): Promise<void> {
    await this.#partitionOf(batch).take(batch);
    this.#troubles.delete(placeOf(batch));
  }

  #partitionOf(place: Place): PartitionIngest {
    const key = placeOf(place);
    let found = this.#partitions.get(key);
    if (found === undefined) {
      found = new PartitionIngest(this.#context, place.topic, place.partition);
      this.#partitions.set(key, found);
    }
    return found;
  }

  async #lag(): Promise<number> {
    let lag = 0;
    for (const topic of Object.keys(TOPICS)) {
      for (const { partition, next_offset } of await this.#options.log.heads(topic)) {
        lag += Math.max(0, next_offset - (this.#partitions.get(placeOf({ topic, partition }))?.next ?? 0));
      }
    }
    return lag;
  }

  #noteTrouble(error: unknown, place: string): void {
    if (error instanceof TouchlineError && error.code === 'TL_STORE_UNAVAILABLE') this.#migration = undefined;
    const message = error instanceof Error ? error.message : String(error);
    // One line a trouble, not one a retry.
    if (message !== this.#troubles.get(place)) this.#options.logger.error({ place, err: error }, 'not stored; trying again');
    this.#troubles.set(place, message);
  }

  #noteRejects(rejects: readonly Reject[]): void {
    const [first] = rejects;
    this.#options.logger.warn({ count: rejects.length, topic: first?.topic, partition: first?.partition, offset: first?.record.offset }, 'records rejected');
  }
}

function placeOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
