import type { RecordPack, StoredRecord } from '@touchline/event-log';

/** Longest number of an offset, in digits: 2^53. */
const OFFSET_DIGITS_MAX = 16;
const COMMA = 0x2c;
const NEWLINE = 0x0a;
const ZERO = 0x30;

/** A little more than was asked for is likely to be enough the next time, too. */
const SPARE = 1.125;

/**
 * The memory of lines that were stored, kept for those that come next: to have many megabytes anew for each batch makes the garbage
 * collector look through everything.
 */
export class Scratch {
  #kept: Buffer | undefined;

  take(bytes: number): Buffer {
    const kept = this.#kept;
    this.#kept = undefined;
    return kept !== undefined && kept.byteLength >= bytes ? kept : Buffer.allocUnsafeSlow(Math.ceil(bytes * SPARE));
  }

  /** Only memory that nobody reads any more: not that of an insert which failed, as its connection may still be sending. */
  keep(memory: Buffer): void {
    if (memory.byteLength > (this.#kept?.byteLength ?? 0)) this.#kept = memory;
  }
}

/** Rows of one table as JSON, one a line; each is a record of the pack. */
export class Lines {
  readonly #pack: RecordPack;
  readonly #bytes: Buffer;
  /** The record that each line is. */
  readonly #indexes: readonly number[];
  /** Where each line begins, and behind the last where it ends. */
  readonly #bounds: readonly number[];
  readonly #from: number;
  readonly #to: number;

  constructor(pack: RecordPack, parts: { bytes: Buffer; indexes: readonly number[]; bounds: readonly number[] }, from = 0, to = parts.indexes.length) {
    this.#pack = pack;
    this.#bytes = parts.bytes;
    this.#indexes = parts.indexes;
    this.#bounds = parts.bounds;
    this.#from = from;
    this.#to = to;
  }

  get length(): number {
    return this.#to - this.#from;
  }

  /** All memory they lie in. */
  get memory(): Buffer {
    return this.#bytes;
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(this.#bounds[this.#from], this.#bounds[this.#to]);
  }

  record(line: number): StoredRecord {
    return this.#pack.record(this.#indexes[this.#from + line] ?? Number.NaN);
  }

  offset(line: number): number {
    return this.#pack.offset(this.#indexes[this.#from + line] ?? Number.NaN);
  }

  /** The lines from one to before another, without a copy. */
  slice(from: number, to: number): Lines {
    return new Lines(this.#pack, { bytes: this.#bytes, indexes: this.#indexes, bounds: this.#bounds }, this.#from + from, this.#from + to);
  }
}

/** Writes events as rows: each gets where it stands in the log in front of its own first field. */
export class LinesWriter {
  readonly #pack: RecordPack;
  /** `{"_topic":…,"_partition":…,"_offset":` */
  readonly #origin: Buffer;
  readonly #indexes: number[] = [];
  readonly #bounds: number[] = [0];
  #bytes: Buffer;
  #end = 0;

  constructor(pack: RecordPack, origin: Buffer, scratch: Scratch) {
    this.#pack = pack;
    this.#origin = origin;
    // Enough for all of them; where they go to several tables most is never touched, and so takes no memory.
    this.#bytes = scratch.take(pack.byteLength + pack.length * (origin.byteLength + OFFSET_DIGITS_MAX + 1));
  }

  /** @param event its JSON, opening brace and all, from `begin` to before `end` in `bytes` */
  add(index: number, bytes: Buffer, begin: number, end: number): void {
    // An event that was lifted may be longer than it was.
    const most = this.#end + this.#origin.byteLength + OFFSET_DIGITS_MAX + (end - begin) + 1;
    if (most > this.#bytes.byteLength) this.#grow(most);
    this.#bytes.set(this.#origin, this.#end);
    let at = this.#putNumber(this.#pack.offset(index), this.#end + this.#origin.byteLength);
    this.#bytes[at] = COMMA;
    at += 1;
    bytes.copy(this.#bytes, at, begin + 1, end);
    at += end - begin - 1;
    this.#bytes[at] = NEWLINE;
    this.#end = at + 1;
    this.#indexes.push(index);
    this.#bounds.push(this.#end);
  }

  finish(): Lines {
    return new Lines(this.#pack, { bytes: this.#bytes, indexes: this.#indexes, bounds: this.#bounds });
  }

  /** Writes a number in digits and says where they end. */
  #putNumber(number: number, at: number): number {
    let digits = 1;
    for (let rest = number; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    let rest = number;
    for (let place = at + digits - 1; place >= at; place -= 1) {
      this.#bytes[place] = ZERO + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return at + digits;
  }

  #grow(least_bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least_bytes, 2 * this.#bytes.byteLength));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
