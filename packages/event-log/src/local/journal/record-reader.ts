import type { NewRecord } from '../../port.js';
import { besideFrom } from './beside.js';
import { FIRST_USE, PLAIN_HEADER_BYTES, RUN_LENGTH_BYTES, USED_AGAIN, WHOLE_VALUE } from './record-writer.js';
import { VarintReader } from './varint.js';

/** A record whose value lies in the text of all, from one place to another. */
interface Cut {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The records of a block, as record-writer.ts wrote them. Values may share the buffer.
 * @returns undefined where so many do not take up all of the bytes
 */
export function readRecords(from: Buffer, count: number): NewRecord[] | undefined {
  return new RecordReader(from).read(count);
}

class RecordReader {
  readonly #from: Buffer;
  readonly #numbers: VarintReader;
  readonly #run: string;
  #runAt = 0;
  readonly #table: string[] = [];
  /** The values of all records that are in pieces, one after the other: made bytes in one call. */
  #text = '';

  constructor(from: Buffer) {
    this.#from = from;
    this.#numbers = new VarintReader(from, RUN_LENGTH_BYTES);
    this.#run = from.toString('latin1', from.byteLength - from.readUInt32LE(0));
  }

  read(count: number): NewRecord[] | undefined {
    const read: (NewRecord | Cut)[] = [];
    for (let index = 0; index < count; index += 1) read.push(this.#next());
    if (this.#numbers.at + this.#run.length !== this.#from.byteLength || this.#runAt !== this.#run.length) return undefined;
    const bytes = Buffer.from(this.#text, 'latin1');
    return read.map((each) => ('value' in each ? each : { key: '', partition: each.partition, value: bytes.subarray(each.from, each.to) }));
  }

  #next(): NewRecord | Cut {
    const partition = this.#from.readUInt8(this.#numbers.at);
    this.#numbers.at += 1;
    const pieces = this.#numbers.next();
    if (pieces === WHOLE_VALUE) return this.#whole(partition);
    const from = this.#text.length;
    for (let left = pieces - 1; left > 0; left -= 1) this.#text += this.#piece();
    return { partition, from, to: this.#text.length };
  }

  #piece(): string {
    const said = this.#numbers.next();
    if (said % 2 === 0) return this.#own(said / 2);
    if (said === FIRST_USE) {
      const text = this.#own(this.#numbers.next());
      this.#table.push(text);
      return text;
    }
    const text = this.#table[(said - USED_AGAIN) / 2];
    if (text === undefined) throw new Error('a block names a text that it does not hold');
    return text;
  }

  #own(length: number): string {
    const from = this.#runAt;
    this.#runAt += length;
    return this.#run.slice(from, this.#runAt);
  }

  #whole(partition: number): NewRecord {
    // Partition and kind are read.
    const header = this.#numbers.at - 2;
    const valueFrom = header + PLAIN_HEADER_BYTES;
    const besideAt = valueFrom + this.#from.readUInt32LE(header + 2);
    const end = besideAt + this.#from.readUInt16LE(header + 6);
    this.#numbers.at = end;
    return { key: '', partition, value: this.#from.subarray(valueFrom, besideAt), ...besideFrom(this.#from.subarray(besideAt, end)) };
  }
}
