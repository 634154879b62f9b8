import {
  type Batch,
  type Consumer,
  type EventLog,
  OUTBOX_GROUP,
  type Outbox,
  type OutboxStanding,
  outboxHealth,
  TOPICS,
  TRUTH_ONLY_TOPIC,
} from '@touchline/event-log';
import { degraded, type Health, healthy, type Logger } from '@touchline/runtime';
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX, LINGER_MS, TRIM_EVERY_MS } from './limits.js';
import { type Checkpoint, PartitionForward } from './partition-forward.js';

export interface ForwarderOptions {
  readonly outbox: Outbox;
  readonly truth: EventLog;
  readonly logger: Logger;
  readonly standing: () => OutboxStanding;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

export interface ForwarderTotals {
  readonly forwarded: number;
  readonly trimmed: number;
  /** Batches that were not taken, each time they were not. */
  readonly failures: number;
}

/** Moves everything in the outbox to the truth, in order within each partition, and goes on doing so until it is stopped. */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #partitions: ReadonlyMap<string, PartitionForward>;
  readonly #consumer: Consumer;
  readonly #tidying: NodeJS.Timeout;
  readonly #totals = { forwarded: 0, trimmed: 0, failures: 0 };
  /** Why the last attempt failed, by place; a place goes when an attempt there went well. */
  readonly #troubles = new Map<string, string>();

  constructor(options: ForwarderOptions) {
    this.#options = options;
    const topics = Object.keys(TOPICS).filter((topic) => topic !== TRUTH_ONLY_TOPIC);
    this.#partitions = this.#makePartitions(topics);
    this.#consumer = options.outbox.consume({
      topics,
      group: OUTBOX_GROUP,
      batch_records_max: BATCH_RECORDS_MAX,
      batch_bytes_max: BATCH_BYTES_MAX,
      linger_ms: LINGER_MS,
      startAt: (topic, partition) => this.#locate(topic, partition),
      handler: (batch) => this.#handle(batch),
      onError: (error, batch) => this.#noteTrouble(error, placeOf(batch)),
    });
    this.#tidying = setInterval(() => void this.#tidy(), TRIM_EVERY_MS);
  }

  get totals(): ForwarderTotals {
    return { ...this.#totals };
  }

  /** Ready until the outbox is full, since what waits is safe; the detail says what waits, and why when something does not go through. */
  health(): Health {
    const standing = outboxHealth(this.#options.standing());
    const [trouble] = this.#troubles;
    if (trouble === undefined) return standing;
    const why = `${trouble[1]} (${trouble[0]})`;
    if (standing.state === healthy().state) return degraded(why, { ready: true });
    return { ...standing, detail: `${standing.detail}; ${why}` };
  }

  /** Finishes the batches under way and removes what they moved. */
  async stop(): Promise<void> {
    clearInterval(this.#tidying);
    await this.#consumer.stop();
    await this.#tidy();
  }

  #makePartitions(topics: readonly string[]): ReadonlyMap<string, PartitionForward> {
    const context = {
      ...this.#options,
      group: OUTBOX_GROUP,
      onForwarded: (records: number) => {
        this.#totals.forwarded += records;
      },
      onTrimmed: (records: number) => {
        this.#totals.trimmed += records;
      },
    };
    const places = topics.flatMap((topic) => Array.from({ length: TOPICS[topic]?.partitions ?? 0 }, (_, partition) => ({ topic, partition })));
    return new Map(places.map(({ topic, partition }) => [placeOf({ topic, partition }), new PartitionForward(context, topic, partition)]));
  }

  /** Whoever held this partition before may have moved on since: asked afresh. The log itself knows where to begin. */
  async #locate(topic: string, partition: number): Promise<undefined> {
    await this.#partitionOf({ topic, partition }).locate();
  }

  async #handle(batch: Batch): Promise<void> {
    await this.#partitionOf(batch).take(batch);
    const place = placeOf(batch);
    if (this.#troubles.delete(place)) this.#options.logger.info({ place }, 'forwarded again');
  }

  async #tidy(): Promise<void> {
    const tidyOne = async ([place, partition]: [string, PartitionForward]) => {
      const what = `${place}, trimming`;
      await partition.tidy().then(
        () => this.#troubles.delete(what),
        (error: unknown) => this.#noteTrouble(error, what),
      );
    };
    await Promise.all([...this.#partitions].map(tidyOne));
  }

  #partitionOf(place: Pick<Batch, 'topic' | 'partition'>): PartitionForward {
    const found = this.#partitions.get(placeOf(place));
    if (found === undefined) throw new Error(`${placeOf(place)} is not forwarded`);
    return found;
  }

  #noteTrouble(error: unknown, place: string): void {
    this.#totals.failures += 1;
    const message = error instanceof Error ? error.message : String(error);
    // One line a trouble, not one a retry.
    if (message !== this.#troubles.get(place)) this.#options.logger.error({ place, err: error }, 'not forwarded; trying again');
    this.#troubles.set(place, message);
  }
}

function placeOf({ topic, partition }: Pick<Batch, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}
