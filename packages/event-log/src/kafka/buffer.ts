import type { StoredRecord } from '../port.js';

export interface BufferBounds {
  readonly records_max: number;
  readonly bytes_max: number;
}

interface Chunk {
  readonly records: StoredRecord[];
  readonly arrived_ms: number;
}

/** What was fetched of one partition and not handed out yet. */
export class PartitionBuffer {
  readonly #bounds: BufferBounds;
  #chunks: Chunk[] = [];
  #records = 0;
  #bytes = 0;
  /** Offset the next fetched record has, or a later one where the log has a hole. */
  #next = 0;
  #high = 0;
  #wake: (() => void) | undefined;

  constructor(bounds: BufferBounds) {
    this.#bounds = bounds;
  }

  get empty(): boolean {
    return this.#records === 0;
  }

  /** A whole batch is there. */
  get full(): boolean {
    return this.#records >= this.#bounds.records_max || this.#bytes >= this.#bounds.bytes_max;
  }

  /** Everything that was in the log at the last fetch is here. */
  get caughtUp(): boolean {
    return this.#next >= this.#high;
  }

  /** When the oldest came. */
  get since_ms(): number {
    return this.#chunks[0]?.arrived_ms ?? Date.now();
  }

  /** Forgets what it has; what comes next is at this offset. */
  begin(offset: number): void {
    [this.#chunks, this.#records, this.#bytes] = [[], 0, 0];
    this.#next = offset;
  }

  /** Keeps records at and behind the next offset; one that is here already, or was handed out, is left out. */
  accept(fetched: readonly StoredRecord[], high: number): void {
    const records = fetched.filter(({ offset }) => offset >= this.#next);
    this.#high = high;
    const last = records.at(-1);
    if (last === undefined) return;
    this.#next = last.offset + 1;
    this.#chunks.push({ records, arrived_ms: Date.now() });
    this.#records += records.length;
    this.#bytes += records.reduce((sum, { value }) => sum + value.byteLength, 0);
    this.wake();
  }

  /** As much as a batch may hold; a record that is larger than any batch may be comes alone, or it would never come. */
  take(): StoredRecord[] {
    const batch: StoredRecord[] = [];
    let bytes = 0;
    for (let chunk = this.#chunks[0]; chunk !== undefined; chunk = this.#chunks[0]) {
      const fitting = fittingOf(
        chunk.records,
        { records_max: this.#bounds.records_max - batch.length, bytes_max: this.#bounds.bytes_max - bytes },
        batch.length === 0,
      );
      for (const record of chunk.records.slice(0, fitting)) {
        batch.push(record);
        bytes += record.value.byteLength;
      }
      if (fitting < chunk.records.length) {
        this.#chunks[0] = { ...chunk, records: chunk.records.slice(fitting) };
        break;
      }
      this.#chunks.shift();
    }
    this.#records -= batch.length;
    this.#bytes -= bytes;
    return batch;
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

/** How many records from the front fit. */
function fittingOf(records: readonly StoredRecord[], bounds: BufferBounds, isFirst: boolean): number {
  let [count, bytes] = [0, 0];
  for (const { value } of records) {
    bytes += value.byteLength;
    if (count === bounds.records_max || (bytes > bounds.bytes_max && !(isFirst && count === 0))) break;
    count += 1;
  }
  return count;
}
