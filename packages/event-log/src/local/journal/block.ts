import { crc32 } from 'node:zlib';
import type { NewRecord } from '../../port.js';
import { partitionOf } from '../../topics.js';

// A block is what one flush makes durable; all numbers little endian:
//   magic u32, payload bytes u32, CRC-32 of the payload u32, records u32; payload: length of the topic u8, the topic, records
//   a record: value bytes u32, bytes beside u16, partition u8, value, what is beside it as JSON (once_id, headers)
const MAGIC = 0x4a_4c_54_31;
export const HEADER_BYTES = 16;
const RECORD_HEADER_BYTES = 7;
const NOTHING = Buffer.alloc(0);

/** The records of one block. */
export interface Block {
  readonly topic: string;
  readonly records: NewRecord[];
  /** Of the whole block, so that the next begins behind it. */
  readonly bytes: number;
}

/** A record ready to be written. */
interface Prepared {
  readonly value: Uint8Array;
  readonly partition: number;
  readonly beside: Buffer;
}

/** What one call wants kept, and how much room it takes. */
export class Draft {
  readonly topic: string;
  readonly bytes: number;
  readonly #records: readonly Prepared[];

  constructor(topic: string, records: readonly NewRecord[]) {
    this.topic = topic;
    let bytes = 0;
    this.#records = records.map((record) => {
      const beside = besideOf(record);
      bytes += RECORD_HEADER_BYTES + record.value.byteLength + beside.byteLength;
      return { value: record.value, partition: record.partition ?? partitionOf(topic, record.key), beside };
    });
    this.bytes = bytes;
  }

  get count(): number {
    return this.#records.length;
  }

  write(into: Buffer, from: number): number {
    let at = from;
    for (const { value, partition, beside } of this.#records) {
      into.writeUInt32LE(value.byteLength, at);
      into.writeUInt16LE(beside.byteLength, at + 4);
      into[at + 6] = partition;
      into.set(value, at + RECORD_HEADER_BYTES);
      at += RECORD_HEADER_BYTES + value.byteLength;
      if (beside.byteLength > 0) into.set(beside, at);
      at += beside.byteLength;
    }
    return at;
  }
}

/** Bytes of the block that holds these drafts, all of one topic. */
export function blockBytes(topic: string, drafts_bytes: number): number {
  return HEADER_BYTES + 1 + topic.length + drafts_bytes;
}

/** Writes the block of some drafts of one topic to the start of `into`, and returns its length in bytes. */
export function writeBlock(into: Buffer, drafts: readonly Draft[]): number {
  const topic = drafts[0]?.topic ?? '';
  into[HEADER_BYTES] = topic.length;
  into.write(topic, HEADER_BYTES + 1, 'latin1');
  let at = HEADER_BYTES + 1 + topic.length;
  let count = 0;
  for (const draft of drafts) {
    at = draft.write(into, at);
    count += draft.count;
  }
  into.writeUInt32LE(MAGIC, 0);
  into.writeUInt32LE(at - HEADER_BYTES, 4);
  into.writeUInt32LE(crc32(into.subarray(HEADER_BYTES, at)), 8);
  into.writeUInt32LE(count, 12);
  return at;
}

/** Length of the block that begins there by its own account; undefined where none does. */
export function claimedBytes(from: Buffer, at: number): number | undefined {
  if (at + HEADER_BYTES > from.length || from.readUInt32LE(at) !== MAGIC) return undefined;
  return HEADER_BYTES + from.readUInt32LE(at + 4);
}

/** The block at a place; undefined where none is whole, be it that it is still being written. Values share the buffer. */
export function readBlock(from: Buffer, at: number): Block | undefined {
  const bytes = claimedBytes(from, at);
  if (bytes === undefined || at + bytes > from.length) return undefined;
  const payload = from.subarray(at + HEADER_BYTES, at + bytes);
  if (crc32(payload) !== from.readUInt32LE(at + 8)) return undefined;
  const topic = payload.toString('latin1', 1, 1 + payload.readUInt8(0));
  const count = from.readUInt32LE(at + 12);
  const records: NewRecord[] = [];
  let place = 1 + topic.length;
  for (let index = 0; index < count; index += 1) {
    const valueStart = place + RECORD_HEADER_BYTES;
    const besideStart = valueStart + payload.readUInt32LE(place);
    const end = besideStart + payload.readUInt16LE(place + 4);
    records.push({
      key: '',
      partition: payload.readUInt8(place + 6),
      value: payload.subarray(valueStart, besideStart),
      ...besideFrom(payload.subarray(besideStart, end)),
    });
    place = end;
  }
  return { topic, records, bytes };
}

function besideOf({ once_id, headers }: NewRecord): Buffer {
  if (once_id === undefined && headers === undefined) return NOTHING;
  return Buffer.from(JSON.stringify({ once_id, headers }));
}

function besideFrom(bytes: Buffer): Pick<NewRecord, 'once_id' | 'headers'> {
  return bytes.byteLength === 0 ? {} : (JSON.parse(bytes.toString()) as Pick<NewRecord, 'once_id' | 'headers'>);
}
