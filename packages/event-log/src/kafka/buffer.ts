import type { StoredRecord } from '../port.js';
import { PackWriter, type RecordPack } from '../record-pack.js';

/** A batch is often a little larger than the one before, and seldom much. */
const GROWTH_LIKELY = 1.125;

export interface BufferBounds {
  readonly records_max: number;
  readonly bytes_max: number;
}

/** A batch in the making. */
interface Open {
  readonly writer: PackWriter;
  /** When its first record came. */
  readonly since_ms: number;
}

/**
 * What was fetched of one partition and not handed out yet. Values are copied as they come: what kafkajs made of a fetch is then
 * forgotten within the turn, and costs the garbage collector nothing.
 */
export class PartitionBuffer {
  readonly #bounds: BufferBounds;
  /** Batches that take no more, the oldest first, then the one that does. */
  #batches: Open[] = [];
  /** A batch will likely be as large as the last was. */
  #likely_bytes = 0;
  /** Offset the next fetched record has, or a later one where the log has a hole. */
  #next = 0;
  #high = 0;
  #wake: (() => void) | undefined;

  constructor(bounds: BufferBounds) {
    this.#bounds = bounds;
  }

  get empty(): boolean {
    return this.#batches.length === 0;
  }

  /** A whole batch is there. */
  get full(): boolean {
    const [oldest] = this.#batches;
    if (oldest === undefined) return false;
    return this.#batches.length > 1 || oldest.writer.length >= this.#bounds.records_max || oldest.writer.byteLength >= this.#bounds.bytes_max;
  }

  /** Everything that was in the log at the last fetch is here. */
  get caughtUp(): boolean {
    return this.#next >= this.#high;
  }

  /** When the oldest came. */
  get since_ms(): number {
    return this.#batches[0]?.since_ms ?? Date.now();
  }

  /** Forgets what it has; what comes next is at this offset. */
  begin(offset: number): void {
    this.#batches = [];
    this.#next = offset;
  }

  /** Keeps records at and behind the next offset; one that is here already, or was handed out, is left out. */
  accept(fetched: Iterable<StoredRecord>, high: number): void {
    this.#high = high;
    let isNew = false;
    for (const record of fetched) {
      if (record.offset < this.#next) continue;
      this.#writerFor(record).add(record);
      this.#next = record.offset + 1;
      isNew = true;
    }
    if (isNew) this.wake();
  }

  /** As much as a batch may hold; a record that is larger than any batch may be comes alone, or it would never come. */
  take(): RecordPack {
    const { writer } = this.#batches.shift() ?? this.#open();
    this.#likely_bytes = writer.byteLength;
    return writer.finish();
  }

  #writerFor({ value }: StoredRecord): PackWriter {
    const newest = this.#batches.at(-1);
    if (newest !== undefined) {
      const { length, byteLength } = newest.writer;
      if (length < this.#bounds.records_max && byteLength + value.byteLength <= this.#bounds.bytes_max) return newest.writer;
    }
    const next = this.#open();
    this.#batches.push(next);
    return next.writer;
  }

  #open(): Open {
    const capacity_bytes = Math.min(Math.ceil(this.#likely_bytes * GROWTH_LIKELY), this.#bounds.bytes_max);
    return { writer: new PackWriter(capacity_bytes), since_ms: Date.now() };
  }

  /** Resolves when records came, somebody wakes it, or the time is over. */
  wait(ms_max?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms_max === undefined ? undefined : setTimeout(resolve, ms_max);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
