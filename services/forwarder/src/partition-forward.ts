import type { Batch, EventLog, NewRecord, Outbox, StoredRecord } from '@touchline/event-log';
import { readEventHead } from '@touchline/events';
import { after, type Signal, type State } from './forward-machine.js';
import { TRIM_EVERY_MS } from './limits.js';

/** Keys are always set; this one decides nothing, as the partition is given. */
const NO_KEY = 'unknown';

/** Points between two steps, where a test may end the process. */
export type Checkpoint = Exclude<Signal, 'failed'>;

export interface ForwardContext {
  readonly outbox: Outbox;
  /** Kafka: an append resolves when every replica in sync has it. */
  readonly truth: EventLog;
  readonly group: string;
  readonly onForwarded: (records: number) => void;
  readonly onTrimmed: (records: number) => void;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

/** Moves one partition of the outbox on: the loop around forward-machine.ts, as SPEC.md describes it. */
export class PartitionForward {
  readonly #context: ForwardContext;
  readonly #topic: string;
  readonly #partition: number;
  #state: State = 'unknown';
  /** Offset after the last one known to be in the truth. */
  #next = 0;
  #trimmedAt_ms = Number.NEGATIVE_INFINITY;
  /** Batches and tidying take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: ForwardContext, topic: string, partition: number) {
    this.#context = context;
    this.#topic = topic;
    this.#partition = partition;
  }

  /** Asks the outbox afresh how far the truth has this partition. */
  locate(): Promise<void> {
    return this.#alone(async () => {
      this.#state = 'unknown';
      await this.#locate();
    });
  }

  /**
   * Returns when the truth has the batch; then the log may move the group's position past it.
   * @throws when the truth did not take it; then the same batch may come again
   */
  take(batch: Batch): Promise<void> {
    return this.#alone(async () => {
      if (this.#state === 'unknown') await this.#locate();
      // The log hands out the next batch only when the position is past the last.
      if (this.#state === 'acknowledged') this.#signal('position_moved');
      if (this.#state === 'moved' && performance.now() - this.#trimmedAt_ms >= TRIM_EVERY_MS) await this.#trim();
      this.#checkNoGap(batch);
      this.#signal('batch_taken');
      await this.#context.truth.append(
        this.#topic,
        batch.records.map((record) => this.#recordOf(record)),
      );
      this.#next = batch.last_offset + 1;
      this.#signal('batch_acknowledged');
      this.#context.onForwarded(batch.records.length);
    });
  }

  /** Removes what the truth has, once the position says so; does nothing in the other states. */
  tidy(): Promise<void> {
    return this.#alone(async () => {
      if (this.#state === 'acknowledged' && (await this.#position()) >= this.#next) this.#signal('position_moved');
      if (this.#state === 'moved') await this.#trim();
    });
  }

  async #locate(): Promise<void> {
    const heads = await this.#context.outbox.heads(this.#topic);
    const first_offset = heads.find(({ partition }) => partition === this.#partition)?.first_offset ?? 0;
    // What was trimmed was in the truth.
    this.#next = Math.max(first_offset, await this.#position());
    this.#signal('located');
  }

  async #position(): Promise<number> {
    const positions = await this.#context.outbox.positions(this.#topic, this.#context.group);
    return positions.get(this.#partition) ?? 0;
  }

  async #trim(): Promise<void> {
    this.#context.onTrimmed(await this.#context.outbox.trim(this.#topic, this.#partition, this.#next));
    this.#trimmedAt_ms = performance.now();
    this.#signal('trimmed');
  }

  /** What was skipped would be trimmed with the next batch and lost. */
  #checkNoGap({ first_offset }: Batch): void {
    if (first_offset > this.#next)
      throw new Error(`${this.#topic}/${this.#partition} was handed out from ${first_offset}, but is forwarded to ${this.#next} only`);
  }

  /** A copy, in the same partition. What is no event has no key; it is for the ingestor to refuse it. */
  #recordOf(record: StoredRecord): NewRecord {
    const { value, headers } = record;
    const key = record.key ?? readEventHead(value)?.key ?? NO_KEY;
    return { key, value, partition: this.#partition, ...(headers === undefined ? {} : { headers }) };
  }

  #signal(signal: Checkpoint): void {
    this.#state = after(this.#state, signal);
    this.#context.onCheckpoint?.(signal);
  }

  /** One at a time; whatever fails leads to asking afresh. */
  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work).catch((error: unknown) => {
      this.#state = after(this.#state, 'failed');
      throw error;
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
