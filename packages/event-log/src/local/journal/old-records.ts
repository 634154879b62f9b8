import type { NewRecord } from '../../port.js';
import { besideFrom } from './beside.js';

// value bytes u32, bytes beside u16, partition u8, value, what is beside it
const RECORD_HEADER_BYTES = 7;

/**
 * The records of a block as they were written when every record was a whole value. Values share the buffer.
 * @returns undefined where so many do not take up all of the bytes
 */
export function readOldRecords(from: Buffer, count: number): NewRecord[] | undefined {
  const records: NewRecord[] = [];
  let place = 0;
  for (let index = 0; index < count; index += 1) {
    const valueStart = place + RECORD_HEADER_BYTES;
    const besideStart = valueStart + from.readUInt32LE(place);
    const end = besideStart + from.readUInt16LE(place + 4);
    records.push({
      key: '',
      partition: from.readUInt8(place + 6),
      value: from.subarray(valueStart, besideStart),
      ...besideFrom(from.subarray(besideStart, end)),
    });
    place = end;
  }
  return place === from.byteLength ? records : undefined;
}
