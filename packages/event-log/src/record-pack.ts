import type { RecordHeaders, StoredRecord } from './record.js';

/** A writer's memory is at least this large, and grows by doubling. */
const CAPACITY_BYTES_MIN = 4_096;

interface PackParts {
  /** Every value, one after the other. */
  readonly bytes: Buffer;
  readonly offsets: readonly number[];
  /** Where each value begins in `bytes`, and behind the last where it ends. */
  readonly bounds: readonly number[];
  readonly headers: ReadonlyMap<number, RecordHeaders>;
}

/**
 * Records of one partition, offsets ascending, their values in one piece of memory. An object for each of many thousand records
 * that wait costs more than all else that is done with them, as each is moved and marked by the garbage collector again and again.
 */
export class RecordPack {
  readonly #parts: PackParts;
  readonly #from: number;
  readonly length: number;

  constructor(parts: PackParts, from = 0) {
    this.#parts = parts;
    this.#from = from;
    this.length = parts.offsets.length - from;
  }

  static of(records: readonly StoredRecord[]): RecordPack {
    const writer = new PackWriter(records.reduce((sum, { value }) => sum + value.byteLength, 0));
    for (const record of records) writer.add(record);
    return writer.finish();
  }

  /** Of all values. */
  get byteLength(): number {
    return this.end(this.length - 1) - this.begin(0);
  }

  /** What values are slices of. */
  get bytes(): Buffer {
    return this.#parts.bytes;
  }

  /** Those of the different records that came with any. */
  get headers(): RecordHeaders[] {
    return [...this.#parts.headers].filter(([index]) => index >= this.#from).map(([, headers]) => headers);
  }

  offset(index: number): number {
    return this.#parts.offsets[this.#from + index] ?? Number.NaN;
  }

  /** Where a value begins in `bytes`. */
  begin(index: number): number {
    return this.#parts.bounds[this.#from + index] ?? 0;
  }

  /** Where it ends. */
  end(index: number): number {
    return this.#parts.bounds[this.#from + index + 1] ?? 0;
  }

  value(index: number): Buffer {
    return this.#parts.bytes.subarray(this.begin(index), this.end(index));
  }

  record(index: number): StoredRecord {
    const record = { offset: this.offset(index), value: this.value(index) };
    const headers = this.#parts.headers.get(this.#from + index);
    return headers === undefined ? record : { ...record, headers };
  }

  records(): StoredRecord[] {
    return Array.from({ length: this.length }, (_, index) => this.record(index));
  }

  /** The records at an offset and behind it, without a copy. */
  since(offset: number): RecordPack {
    if (this.length === 0 || this.offset(0) >= offset) return this;
    const { offsets } = this.#parts;
    const found = offsets.findIndex((each, index) => index >= this.#from && each >= offset);
    return new RecordPack(this.#parts, found < 0 ? offsets.length : found);
  }
}

/** Puts records together, one after the other. */
export class PackWriter {
  #bytes: Buffer;
  readonly #offsets: number[] = [];
  readonly #bounds: number[] = [0];
  readonly #headers = new Map<number, RecordHeaders>();
  #end = 0;

  /** @param capacity_bytes how much is likely to come */
  constructor(capacity_bytes: number) {
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(capacity_bytes, CAPACITY_BYTES_MIN));
  }

  get length(): number {
    return this.#offsets.length;
  }

  get byteLength(): number {
    return this.#end;
  }

  add({ offset, value, headers }: StoredRecord): void {
    const end = this.#end + value.byteLength;
    if (end > this.#bytes.byteLength) this.#grow(end);
    this.#bytes.set(value, this.#end);
    if (headers !== undefined) this.#headers.set(this.#offsets.length, headers);
    this.#offsets.push(offset);
    this.#bounds.push(end);
    this.#end = end;
  }

  /** Nothing may be added behind it. */
  finish(): RecordPack {
    return new RecordPack({ bytes: this.#bytes, offsets: this.#offsets, bounds: this.#bounds, headers: this.#headers });
  }

  #grow(least_bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least_bytes, 2 * this.#bytes.byteLength));
    larger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = larger;
  }
}
