import { crc32 } from 'node:zlib';
import type { NewRecord } from '../../port.js';
import { readOldRecords } from './old-records.js';
import { readRecords } from './record-reader.js';
import { RUN_LENGTH_BYTES, recordBytesMax, writeRecords } from './record-writer.js';

// A block is what one flush makes durable; all numbers little endian:
//   magic u32, payload bytes u32, CRC-32 of the payload u32, records u32; payload: length of the topic u8, the topic, records
// Every block can be read without those before it. The magic number says which form its records have: see record-writer.ts.
const MAGIC = 0x4a_4c_54_32;
/** Of blocks that earlier versions wrote, which may lie in a journal still: see old-records.ts. */
const MAGIC_OLD = 0x4a_4c_54_31;
export const HEADER_BYTES = 16;

/** Gives so many records, or undefined where they do not take up all of the bytes; may throw where these are of another form. */
type Reader = (from: Buffer, count: number) => NewRecord[] | undefined;

const READERS: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [MAGIC, readRecords],
  [MAGIC_OLD, readOldRecords],
]);

/** The records of one block. */
export interface Block {
  readonly topic: string;
  readonly records: NewRecord[];
  /** Of the whole block, so that the next begins behind it. */
  readonly bytes: number;
  /** Of all values, which may be many times what they take up in the block. */
  readonly value_bytes: number;
}

/** What one call wants kept, and how much room it takes at most. */
export class Draft {
  readonly topic: string;
  readonly records: readonly NewRecord[];
  readonly bytes: number;

  constructor(topic: string, records: readonly NewRecord[]) {
    this.topic = topic;
    this.records = records;
    let bytes = 0;
    for (const record of records) bytes += recordBytesMax(record);
    this.bytes = bytes;
  }
}

/** Most bytes of the block that holds these drafts, all of one topic. */
export function blockBytes(topic: string, drafts_bytes: number): number {
  return HEADER_BYTES + 1 + topic.length + RUN_LENGTH_BYTES + drafts_bytes;
}

/** Writes the block of some drafts of one topic to the start of `into`, and returns its length in bytes. */
export function writeBlock(into: Buffer, drafts: readonly Draft[]): number {
  const topic = drafts[0]?.topic ?? '';
  into[HEADER_BYTES] = topic.length;
  into.write(topic, HEADER_BYTES + 1, 'latin1');
  const lists = drafts.map(({ records }) => records);
  const end = writeRecords({ into, from: HEADER_BYTES + 1 + topic.length, topic }, lists);
  into.writeUInt32LE(MAGIC, 0);
  into.writeUInt32LE(end - HEADER_BYTES, 4);
  into.writeUInt32LE(crc32(into.subarray(HEADER_BYTES, end)), 8);
  into.writeUInt32LE(
    lists.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  return end;
}

/** Length of the block that begins there by its own account; undefined where none does. */
export function claimedBytes(from: Buffer, at: number): number | undefined {
  if (at + HEADER_BYTES > from.length || !READERS.has(from.readUInt32LE(at))) return undefined;
  return HEADER_BYTES + from.readUInt32LE(at + 4);
}

/** The block at a place; undefined where none is whole, be it that it is still being written. Values may share the buffer. */
export function readBlock(from: Buffer, at: number): Block | undefined {
  const bytes = claimedBytes(from, at);
  if (bytes === undefined || at + bytes > from.length) return undefined;
  const payload = from.subarray(at + HEADER_BYTES, at + bytes);
  if (crc32(payload) !== from.readUInt32LE(at + 8)) return undefined;
  const topic = payload.toString('latin1', 1, 1 + payload.readUInt8(0));
  const records = recordsOf(READERS.get(from.readUInt32LE(at)), payload.subarray(1 + topic.length), from.readUInt32LE(at + 12));
  if (records === undefined) return undefined;
  return { topic, records, bytes, value_bytes: records.reduce((sum, { value }) => sum + value.byteLength, 0) };
}

/** The form and the number of records are not in the checksum: where either is damaged, the bytes are not those of so many records. */
function recordsOf(read: Reader | undefined, from: Buffer, count: number): NewRecord[] | undefined {
  try {
    return read?.(from, count);
  } catch {
    return undefined;
  }
}
