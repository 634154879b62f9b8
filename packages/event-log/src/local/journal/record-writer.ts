import { isAscii } from 'node:buffer';
import type { NewRecord } from '../../port.js';
import { type Piece, TextRecord } from '../../text-record.js';
import { partitionOf } from '../../topics.js';
import { besideOf } from './beside.js';
import { VARINT_BYTES_MAX, writeVarint } from './varint.js';

// The records of a block:
//   bytes of the run u32 (from the front: a reader needs it first), records, the run: all text of pieces in the order of first use, one
//   byte a character. A record:
//   partition u8, then 0, value bytes u32, bytes beside u16, value, what is beside it (see beside.ts);
//   or the number of pieces + 1 and for each of them one of
//     2 × length               characters of its own, next in the run
//     1, then length           a text that others may have as well, next in the run; takes the next place in the block's table
//     2 × place + 3            that text again
// Numbers of pieces, lengths and places are varints.
export const RUN_LENGTH_BYTES = 4;
export const PLAIN_HEADER_BYTES = 8;
export const WHOLE_VALUE = 0;
export const FIRST_USE = 1;
export const USED_AGAIN = 3;
const PIECE_HEADER_BYTES_MAX = 1 + VARINT_BYTES_MAX;

let blocks = 0;

/** The most bytes a record takes up in a block; never less than its value has. */
export function recordBytesMax(record: NewRecord): number {
  if (!(record instanceof TextRecord)) return PLAIN_HEADER_BYTES + record.value.byteLength + besideOf(record).byteLength;
  const { pieces } = record;
  let bytes = PLAIN_HEADER_BYTES + pieces.length * PIECE_HEADER_BYTES_MAX;
  for (const piece of pieces) bytes += typeof piece === 'string' ? piece.length : piece.text.length;
  return bytes;
}

/**
 * Writes the records of a block behind a place, and returns where they end. Pieces that hold more than ASCII, against what their maker
 * knew, are found: then all are written as whole values.
 */
export function writeRecords(block: { into: Buffer; from: number; topic: string }, lists: readonly (readonly NewRecord[])[]): number {
  const end = new RecordWriter(block, true).write(lists) ?? new RecordWriter(block, false).write(lists);
  if (end === undefined) throw new Error('values without a run cannot hold more than ASCII in it');
  return end;
}

class RecordWriter {
  readonly #into: Buffer;
  readonly #from: number;
  readonly #topic: string;
  readonly #inPieces: boolean;
  readonly #block: number;
  #at: number;
  /** One call writes the text of all records: a string is put together faster than many are written. */
  #run = '';
  #table = 0;

  constructor({ into, from, topic }: { into: Buffer; from: number; topic: string }, inPieces: boolean) {
    blocks += 1;
    this.#block = blocks;
    this.#into = into;
    this.#from = from;
    this.#topic = topic;
    this.#inPieces = inPieces;
    this.#at = from + RUN_LENGTH_BYTES;
  }

  /** Undefined when the run holds more than ASCII. */
  write(lists: readonly (readonly NewRecord[])[]): number | undefined {
    for (const records of lists) {
      for (const record of records) {
        this.#into[this.#at] = record.partition ?? partitionOf(this.#topic, record.key);
        if (this.#inPieces && record instanceof TextRecord) this.#putPieces(record.pieces);
        else this.#putValue(record);
      }
    }
    const end = this.#at + this.#into.write(this.#run, this.#at, 'latin1');
    const run = this.#into.subarray(this.#at, end);
    if (run.byteLength < this.#run.length) throw new Error('a block has no room for its text');
    this.#into.writeUInt32LE(run.byteLength, this.#from);
    return isAscii(run) ? end : undefined;
  }

  #putPieces(pieces: readonly Piece[]): void {
    const into = this.#into;
    let at = writeVarint(into, this.#at + 1, pieces.length + 1);
    let run = this.#run;
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        at = writeVarint(into, at, piece.length * 2);
        run += piece;
        continue;
      }
      const place = piece.placeIn(this.#block);
      if (place === undefined) {
        piece.placeAt(this.#block, this.#table);
        this.#table += 1;
        into[at] = FIRST_USE;
        at = writeVarint(into, at + 1, piece.text.length);
        run += piece.text;
      } else {
        at = writeVarint(into, at, place * 2 + USED_AGAIN);
      }
    }
    this.#run = run;
    this.#at = at;
  }

  #putValue(record: NewRecord): void {
    const { value } = record;
    const beside = besideOf(record);
    const into = this.#into;
    const valueFrom = this.#at + PLAIN_HEADER_BYTES;
    into[this.#at + 1] = WHOLE_VALUE;
    into.writeUInt32LE(value.byteLength, this.#at + 2);
    into.writeUInt16LE(beside.byteLength, this.#at + 6);
    into.set(value, valueFrom);
    into.set(beside, valueFrom + value.byteLength);
    this.#at = valueFrom + value.byteLength + beside.byteLength;
  }
}
