import { setTimeout as sleep } from 'node:timers/promises';
import { batchOfPack, emptyBatch } from '../batches.js';
import { RETRY_PAUSE_MS_MAX, RETRY_PAUSE_MS_MIN } from '../local/limits.js';
import type { Place } from '../place.js';
import type { Batch, ConsumeOptions } from '../port.js';
import { PartitionBuffer } from './buffer.js';
import { isMembershipLost } from './failures.js';
import { CATCH_UP_MS_MAX } from './limits.js';
import type { Fetched, Membership } from './membership.js';
import { storedRecord } from './stored.js';

/** Where a group and a partition stand. */
export interface Standing {
  readonly position: number | undefined;
  readonly first_offset: number;
  readonly next_offset: number;
}

export interface WorkerContext {
  readonly options: ConsumeOptions;
  readonly membership: Pick<Membership, 'pause' | 'resume' | 'seek' | 'commit'>;
  readonly standing: (place: Place) => Promise<Standing>;
  /** Aborted when the partition is not ours any more, or the consumer stops. */
  readonly revoked: AbortSignal;
  readonly bytes_max: number;
}

/**
 * Consumes one partition for as long as it is ours: asks where to begin, then gathers, hands out and commits, batch after
 * batch. A rejected batch is handed out again from memory: nothing is thrown into kafkajs, nothing fetched twice (FINDINGS,
 * kafkajs 2 and 4).
 */
export class PartitionWorker {
  readonly place: Place;
  readonly #context: WorkerContext;
  readonly #buffer: PartitionBuffer;
  #position = 0;
  #state: 'beginning' | 'waiting' | 'handling' | 'ended' = 'beginning';

  constructor(place: Place, context: WorkerContext) {
    this.place = place;
    this.#context = context;
    this.#buffer = new PartitionBuffer({
      records_max: context.options.batch_records_max,
      bytes_max: Math.min(context.options.batch_bytes_max, context.bytes_max),
    });
    context.revoked.addEventListener('abort', () => this.#buffer.wake(), { once: true });
  }

  /** Offset of the next record it needs, when it waits for one; undefined otherwise. */
  get waitsFor(): number | undefined {
    return this.#state === 'waiting' && this.#buffer.empty ? this.#position : undefined;
  }

  /** @param before the end of an earlier worker of this partition, so that no two handle it at once */
  async run(before: Promise<void> | undefined): Promise<void> {
    await before;
    if (!this.#revoked && (await this.#begin())) await this.#work();
    this.#state = 'ended';
  }

  /** Keeps what was fetched; false when it has ended. */
  accept({ messages, high }: Fetched): boolean {
    if (this.#revoked || this.#state === 'ended') return false;
    this.#buffer.accept(messages.map(storedRecord), high);
    // FINDINGS, kafkajs 8: back-pressure.
    if (this.#buffer.full) this.#context.membership.pause(this.place);
    return true;
  }

  get #revoked(): boolean {
    return this.#context.revoked.aborted;
  }

  /** Finds where to begin, within what the log holds; false when the partition was lost before. */
  async #begin(): Promise<boolean> {
    const { options, membership, standing } = this.#context;
    const { topic, partition } = this.place;
    const found: { standing?: Standing; wanted?: number | undefined } = {};
    const told = await this.#untilDone(async () => {
      found.standing = await standing(this.place);
      found.wanted = await options.startAt?.(topic, partition);
    }, emptyBatch(this.place));
    if (!told || found.standing === undefined || this.#revoked) return false;
    const { position, first_offset, next_offset } = found.standing;
    const begin = Math.min(Math.max(found.wanted ?? position ?? first_offset, first_offset), next_offset);
    if (begin !== (position ?? first_offset) && !(await this.#moveTo(begin))) return false;
    this.#position = begin;
    this.#buffer.begin(begin);
    membership.seek(this.place, begin);
    membership.resume(this.place);
    return true;
  }

  async #work(): Promise<void> {
    while (!this.#revoked) {
      this.#state = 'waiting';
      const batch = await this.#gather();
      if (batch === undefined) return;
      this.#state = 'handling';
      if (!(await this.#untilDone(() => this.#context.options.handler(batch), batch))) return;
      this.#position = batch.last_offset + 1;
      if (!(await this.#moveTo(this.#position))) return;
    }
  }

  /** Waits for records and gathers until the batch is full or has waited long enough; undefined when the partition is lost. */
  async #gather(): Promise<Batch | undefined> {
    const { linger_ms } = this.#context.options;
    while (!this.#revoked) {
      const rest_ms = this.#buffer.since_ms + linger_ms - Date.now();
      const isDue = rest_ms <= 0 && (this.#buffer.caughtUp || rest_ms <= -CATCH_UP_MS_MAX);
      if (this.#buffer.full || (isDue && !this.#buffer.empty)) return this.#takeBatch();
      await this.#buffer.wait(this.#buffer.empty ? undefined : rest_ms > 0 ? rest_ms : rest_ms + CATCH_UP_MS_MAX);
    }
    return undefined;
  }

  #takeBatch(): Batch {
    const pack = this.#buffer.take();
    if (!this.#buffer.full) this.#context.membership.resume(this.place);
    return batchOfPack(this.place, this.#position, pack);
  }

  /** Tries until it succeeds, with growing pauses; false when the partition is lost before. */
  async #untilDone(task: () => Promise<void>, batch: Batch): Promise<boolean> {
    let pause_ms = RETRY_PAUSE_MS_MIN;
    for (;;) {
      try {
        await task();
        return true;
      } catch (error) {
        this.#context.options.onError?.(error, batch);
      }
      await this.#pause(pause_ms);
      pause_ms = Math.min(2 * pause_ms, RETRY_PAUSE_MS_MAX);
      if (this.#revoked) return false;
    }
  }

  /** Tries until the position is kept; false when the partition is lost: then the records may be handled a second time. */
  async #moveTo(next_offset: number): Promise<boolean> {
    let pause_ms = RETRY_PAUSE_MS_MIN;
    for (;;) {
      try {
        await this.#context.membership.commit(this.place, next_offset);
        return true;
      } catch (error) {
        if (this.#revoked || isMembershipLost(error)) return false;
        this.#context.options.onError?.(error, emptyBatch(this.place));
      }
      await this.#pause(pause_ms);
      pause_ms = Math.min(2 * pause_ms, RETRY_PAUSE_MS_MAX);
    }
  }

  async #pause(pause_ms: number): Promise<void> {
    await sleep(pause_ms, undefined, { signal: this.#context.revoked }).catch(() => undefined);
  }
}
