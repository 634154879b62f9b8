import { setTimeout as sleep } from 'node:timers/promises';
import { emptyBatch } from '../batches.js';
import type { Place } from '../place.js';
import type { Batch, ConsumeOptions } from '../port.js';
import { gather } from './gathering.js';
import type { Leases } from './leases.js';
import { RETRY_PAUSE_MS_MAX, RETRY_PAUSE_MS_MIN } from './limits.js';
import { headOf } from './reading.js';
import type { Store } from './store.js';
import type { Ticker } from './ticker.js';

export interface WorkerContext {
  readonly store: Store;
  readonly options: ConsumeOptions;
  readonly poll_ms: number;
  readonly leases: Leases;
  readonly ticker: Ticker;
  readonly stopping: AbortSignal;
}

/**
 * Consumes one partition: takes its lease, asks where to begin, then gathers, hands out and moves on, batch after batch, until
 * it stops or the lease is lost; then it begins anew by trying to take it.
 */
export class PartitionWorker {
  readonly #place: Place;
  readonly #context: WorkerContext;

  constructor(place: Place, context: WorkerContext) {
    this.#place = place;
    this.#context = context;
  }

  async run(): Promise<void> {
    while (!this.#stopping) {
      const position = (await this.#take()) ? await this.#begin() : undefined;
      if (position === undefined) await this.#context.ticker.next();
      else await this.#workFrom(position);
    }
  }

  get #stopping(): boolean {
    return this.#context.stopping.aborted;
  }

  get #goesOn(): boolean {
    return !this.#stopping && this.#context.leases.holds(this.#place);
  }

  async #take(): Promise<boolean> {
    const { leases } = this.#context;
    if (!leases.seemsFree(this.#place)) return false;
    // When the store cannot be written nobody can take it; the next look tries again.
    return leases.take(this.#place).catch(() => false);
  }

  /** Where to begin, within what the log holds; undefined when it stops or loses the lease before it knows. */
  async #begin(): Promise<number | undefined> {
    const { leases, options, store } = this.#context;
    const { topic, partition } = this.#place;
    const position = leases.position(this.#place);
    let wanted: number | undefined;
    const told = await this.#untilDone(async () => {
      wanted = await options.startAt?.(topic, partition);
    }, emptyBatch(this.#place));
    if (!told) return undefined;
    const { first_offset, next_offset } = headOf(store, this.#place);
    const begin = Math.min(Math.max(wanted ?? position ?? 0, first_offset), next_offset);
    if (begin !== (position ?? 0) && !(await this.#moveTo(begin))) return undefined;
    return begin;
  }

  async #workFrom(begin: number): Promise<void> {
    const { options } = this.#context;
    const { store, poll_ms, ticker } = this.#context;
    let position = begin;
    while (this.#goesOn) {
      const batch = await gather(store, this.#place, position, { ...options, poll_ms, ticker, goesOn: () => this.#goesOn });
      if (batch === undefined) return;
      if (!(await this.#untilDone(() => options.handler(batch), batch))) return;
      position = batch.last_offset + 1;
      if (!(await this.#moveTo(position))) return;
    }
  }

  /** Tries until it succeeds, with growing pauses; false when it stops or loses the lease before. */
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
      if (!this.#goesOn) return false;
    }
  }

  /** Tries until the position is on disk; false when the lease was lost, or when it stops and the store cannot be written. */
  async #moveTo(next_offset: number): Promise<boolean> {
    let pause_ms = RETRY_PAUSE_MS_MIN;
    for (;;) {
      try {
        return await this.#context.leases.move(this.#place, next_offset);
      } catch {
        if (this.#stopping) return false;
      }
      await this.#pause(pause_ms);
      pause_ms = Math.min(2 * pause_ms, RETRY_PAUSE_MS_MAX);
    }
  }

  async #pause(pause_ms: number): Promise<void> {
    await sleep(pause_ms, undefined, { signal: this.#context.stopping }).catch(() => undefined);
  }
}
