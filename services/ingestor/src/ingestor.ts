import { setTimeout as sleep } from 'node:timers/promises';
import { type Batch, type Consumer, type EventLog, TOPICS } from '@touchline/event-log';
import { degraded, type Health, healthy, type Logger, Metrics, sayError, TouchlineError, type Tracing, unhealthy } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { Lag } from './lag.js';
import { BATCH_BYTES_MAX, MIGRATE_PAUSE_MS_MAX, MIGRATE_PAUSE_MS_MIN } from './limits.js';
import { observeInserts } from './observed-inserts.js';
import { type Checkpoint, type IngestContext, PartitionIngest } from './partition-ingest.js';
import type { Reject } from './rejects.js';
import { IngestWatch, type StoredRange } from './watch.js';

const MIGRATION = 'migration';
/** What is wrong until the first attempt. */
const STARTING = 'starting';
const LOG = 'log';

type Place = Pick<Batch, 'topic' | 'partition'>;

export interface IngestorOptions {
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  readonly logger: Logger;
  /** Left out: nobody looks at them. */
  readonly metrics?: Metrics;
  readonly tracing?: Tracing | undefined;
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
  readonly #lag: Lag;
  readonly #watch: IngestWatch;
  readonly #partitions = new Map<string, PartitionIngest>();
  readonly #stop = new AbortController();
  readonly #starting: Promise<void>;
  #consumer: Consumer | undefined;
  #migration: Promise<void> | undefined;
  /** What the group gave us, where it says so; other partitions are another ingestor's. */
  #assigned: ReadonlySet<string> | undefined;
  /** Why the last attempt failed, by place; a place goes when an attempt there went well. */
  readonly #troubles = new Map<string, string>([[MIGRATION, STARTING]]);

  constructor(options: IngestorOptions) {
    this.#options = options;
    const { log, group, tracing, metrics = new Metrics() } = options;
    this.#lag = new Lag(log, group, (topic, partition) => this.#nextOf(placeOf({ topic, partition })));
    this.#watch = new IngestWatch({ metrics, lag: this.#lag, tracing });
    this.#context = {
      log,
      warehouse: observeInserts(options.warehouse, metrics, tracing),
      ready: () => this.#migrated(),
      onRejects: (rejects) => this.#noteRejects(rejects),
      onStored: (range) => this.#noteStored(range),
      ...(options.onCheckpoint === undefined ? {} : { onCheckpoint: options.onCheckpoint }),
    };
    this.#starting = this.#start();
  }

  /** Ready: the warehouse answers and records flow. Otherwise they wait in the log, and the detail says how many. */
  async health(): Promise<Health> {
    const records = await this.#lag.records().catch((error: Error) => error);
    if (records instanceof Error) return degraded(records.message, { ready: false });
    const lag = `lag ${records} records`;
    if (this.#troubles.get(MIGRATION) === STARTING) return unhealthy(`${STARTING}; ${lag}`);
    for (const [place, message] of this.#troubles) return degraded(`${message} (${place}); ${lag}`, { ready: false });
    if (!(await this.#options.warehouse.ping())) return degraded(`the warehouse does not answer; ${lag}`, { ready: false });
    return healthy(lag);
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
      onError: (error, batch) => this.#noteTrouble(error, placeOf(batch), batch),
      onTrouble: (error) => (error === undefined ? this.#troubles.delete(LOG) : this.#noteTrouble(error, LOG)),
      onAssigned: (places) => this.#noteAssigned(places),
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
    await this.#watch.batch(batch, () => this.#partitionOf(batch).take(batch));
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

  #nextOf(place: string): number | 'elsewhere' | undefined {
    return this.#assigned?.has(place) === false ? 'elsewhere' : this.#partitions.get(place)?.next;
  }

  /** What is another's now is no trouble of ours, and what we knew of it will be out of date. */
  #noteAssigned(places: readonly Place[]): void {
    const assigned = new Set(places.map(placeOf));
    this.#assigned = assigned;
    for (const place of [...this.#partitions.keys()].filter((one) => !assigned.has(one))) {
      this.#partitions.delete(place);
      this.#troubles.delete(place);
    }
    this.#options.logger.info({ partitions: [...assigned] }, 'partitions assigned');
  }

  #noteTrouble(error: unknown, place: string, batch?: Batch): void {
    this.#watch.failed(error);
    if (error instanceof TouchlineError && error.code === 'TL_STORE_UNAVAILABLE') this.#migration = undefined;
    const message = sayError(error);
    // One line a trouble, not one a retry.
    if (message !== this.#troubles.get(place)) {
      const range = batch === undefined ? {} : { first_offset: batch.first_offset, last_offset: batch.last_offset };
      this.#options.logger.error({ place, ...range, err: error }, 'not stored; trying again');
    }
    this.#troubles.set(place, message);
  }

  #noteStored(range: StoredRange): void {
    this.#watch.stored(range);
    const { topic, partition, first, last, records, rejected } = range;
    this.#options.logger.debug({ topic, partition, first_offset: first, last_offset: last, records, rejected }, 'stored');
  }

  #noteRejects(rejects: readonly Reject[]): void {
    this.#watch.rejected(rejects);
    const [first] = rejects;
    const where = { topic: first?.topic, partition: first?.partition, offset: first?.record.offset };
    const codes = [...new Set(rejects.map(({ code }) => code))];
    this.#options.logger.warn({ count: rejects.length, ...where, codes }, 'records rejected');
  }
}

function placeOf({ topic, partition }: Place): string {
  return `${topic}/${partition}`;
}
