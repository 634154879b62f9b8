import type { EventLog, NewRecord } from '@touchline/event-log';
import { type Logger, sayError, type WeightedHistogram } from '@touchline/runtime';
import { eventIdOf } from './event-id.js';

const TOPIC = 'clicks';
/** Most clicks in one append. */
const BATCH_RECORDS_MAX = 1_000;
/** Appends under way at once. One: while it is flushed the next gathers, and few large appends cost less than many small ones. */
const APPENDS_MAX = 1;
/** How often is looked whether more clicks come before they are appended. */
const LOOKS_MAX = 16;
/** Most clicks that wait for the disk; beyond, the visitor goes on and the click counts as unlogged. */
const WAITING_MAX = 20_000;
/** A visitor does not wait for a disk longer than this, give or take a tenth. */
const PATIENCE_MS = 5_000;
const PATIENCE_CHECKS = 10;
/** How long after a failed append the tracker says that it is not well: after that it is asked again and can recover. */
const FAILURE_SHOWN_MS = 30_000;
const DRAIN_CHECK_MS = 5;

/** Called once: when the click is on disk (true), or when it is not known to be (false). */
export type Settled = (logged: boolean) => void;

interface Batch {
  /** When its first click came, as performance.now(). */
  readonly since_ms: number;
  readonly records: NewRecord[];
  /** Emptied when they have been told. */
  settled: Settled[];
  /** What can be done while the disk works. */
  readonly meanwhile: (() => void)[];
}

/** What takes clicks: the recorder, or something that stands before it. */
export type Clicks = Pick<Recorder, 'record' | 'meanwhile'>;

export interface RecorderOptions {
  readonly log: EventLog;
  readonly logger: Logger;
  /** Told how long clicks waited for the disk, in seconds. */
  readonly latency: WeightedHistogram;
  readonly patience_ms?: number;
}

/** Puts clicks into the log, many per append, and tells each when it is on disk (I1). */
export class Recorder {
  readonly #log: EventLog;
  readonly #logger: Logger;
  readonly #latency: WeightedHistogram;
  readonly #patience_ms: number;
  readonly #watch: NodeJS.Timeout;
  readonly #queue: Batch[] = [];
  readonly #underWay = new Set<Batch>();
  #waiting = 0;
  #scheduled = false;
  #failedAt_ms: number | undefined;
  #reason = '';
  #recorded = 0;
  #unlogged = 0;

  constructor({ log, logger, latency, patience_ms = PATIENCE_MS }: RecorderOptions) {
    this.#log = log;
    this.#logger = logger;
    this.#latency = latency;
    this.#patience_ms = patience_ms;
    this.#watch = setInterval(() => this.#losePatience(), Math.ceil(patience_ms / PATIENCE_CHECKS)).unref();
  }

  /** Clicks that are on disk. */
  get recorded_total(): number {
    return this.#recorded;
  }

  /** Clicks that were answered without being known to be on disk. */
  get unlogged_total(): number {
    return this.#unlogged;
  }

  /** Clicks that wait for the disk now. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Why clicks do not reach the log; undefined while they do. */
  get trouble(): string | undefined {
    if (this.#failedAt_ms === undefined || Date.now() - this.#failedAt_ms > FAILURE_SHOWN_MS) return undefined;
    return this.#reason;
  }

  record(record: NewRecord, settled: Settled): void {
    if (this.#waiting >= WAITING_MAX) {
      this.#failed('too many clicks wait for the disk', [record]);
      settled(false);
      return;
    }
    let batch = this.#queue.at(-1);
    if (batch === undefined || batch.records.length >= BATCH_RECORDS_MAX) {
      batch = { since_ms: performance.now(), records: [], settled: [], meanwhile: [] };
      this.#queue.push(batch);
    }
    batch.records.push(record);
    batch.settled.push(settled);
    this.#waiting += 1;
    this.#schedule();
  }

  /**
   * Does something once the disk has the clicks that wait now, and before it says that they are kept: then there is nothing else to do. Never, if the disk
   * was quicker or there was none.
   */
  meanwhile(work: () => void): void {
    this.#queue.at(-1)?.meanwhile.push(work);
  }

  /** Resolves when nothing waits any more; then no click may follow. */
  async close(): Promise<void> {
    while (this.#queue.length > 0 || this.#underWay.size > 0) await new Promise((resolve) => setTimeout(resolve, DRAIN_CHECK_MS));
    clearInterval(this.#watch);
  }

  /**
   * Gathers as long as every look finds more than the one before: those who were just answered come back, and one flush for
   * all of them costs far less than one for each half. Who comes alone waits two looks, a fraction of a flush.
   */
  #schedule(): void {
    if (this.#scheduled || this.#queue.length === 0 || this.#underWay.size >= APPENDS_MAX) return;
    this.#scheduled = true;
    this.#look(0, LOOKS_MAX);
  }

  #look(seen: number, left: number): void {
    // Two turns: one may only have written answers, in the next the sockets are read.
    setImmediate(() =>
      setImmediate(() => {
        if (this.#waiting > seen && left > 0) return this.#look(this.#waiting, left - 1);
        this.#scheduled = false;
        const batch = this.#queue.shift();
        if (batch !== undefined) void this.#append(batch);
        this.#schedule();
      }),
    );
  }

  async #append(batch: Batch): Promise<void> {
    this.#underWay.add(batch);
    let trouble: string | undefined;
    try {
      const keeping = this.#log.keep(TOPIC, batch.records);
      setImmediate(() => {
        if (batch.settled.length > 0) for (const work of batch.meanwhile) work();
      });
      await keeping;
    } catch (error) {
      trouble = sayError(error);
    }
    this.#underWay.delete(batch);
    this.#settle(batch, trouble);
    this.#schedule();
  }

  /** Whoever has waited too long goes on; an append that hangs keeps its place, so that they do not pile up. */
  #losePatience(): void {
    const limit_ms = performance.now() - this.#patience_ms;
    const late = (batch: Batch) => batch.since_ms < limit_ms;
    for (const batch of this.#underWay) if (late(batch)) this.#settle(batch, 'the log does not answer in time');
    while (this.#queue[0] !== undefined && late(this.#queue[0])) {
      const batch = this.#queue.shift();
      if (batch !== undefined) this.#settle(batch, 'the log does not answer in time');
    }
  }

  #settle(batch: Batch, trouble: string | undefined): void {
    const { settled } = batch;
    if (settled.length === 0) return;
    batch.settled = [];
    this.#waiting -= settled.length;
    this.#latency.add((performance.now() - batch.since_ms) / 1_000, settled.length);
    if (trouble === undefined) {
      this.#recorded += settled.length;
      this.#failedAt_ms = undefined;
    } else {
      this.#failed(trouble, batch.records);
    }
    for (const tell of settled) tell(trouble === undefined);
  }

  #failed(reason: string, clicks: readonly NewRecord[]): void {
    // One line a trouble; how many there are, the metrics say.
    if (this.trouble === undefined) this.#logger.error({ reason, event_id: eventIdOf(clicks[0]), clicks: clicks.length }, 'clicks are not being logged');
    this.#unlogged += clicks.length;
    this.#failedAt_ms = Date.now();
    this.#reason = reason;
  }
}
