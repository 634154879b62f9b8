import { TouchlineError } from '@touchline/runtime';
import { placesOf } from './place.js';
import type { NewRecord, RecordHeaders } from './port.js';

/** Longest once_id: the local log makes it part of a key, which LMDB keeps short. */
const ONCE_ID_BYTES_MAX = 512;
/** Most headers of one record. */
const HEADERS_MAX = 16;
/** Most bytes of one record's headers, names and values together. */
const HEADERS_BYTES_MAX = 4_096;

const HEADER_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** @throws TouchlineError TL_FIELD_VALUE naming the first record that cannot be kept as it was given */
export function checkRecords(topic: string, records: readonly NewRecord[]): void {
  const partitions = placesOf(topic).length;
  let index = -1;
  for (const { once_id, partition, headers } of records) {
    index += 1;
    if (once_id !== undefined && !isOnceId(once_id)) {
      throw new TouchlineError('TL_FIELD_VALUE', `A once_id is well-formed text of 1 to ${ONCE_ID_BYTES_MAX} bytes.`, `records.${index}.once_id`);
    }
    if (partition !== undefined && !(Number.isInteger(partition) && partition >= 0 && partition < partitions)) {
      throw new TouchlineError('TL_FIELD_VALUE', `The topic ${topic} has partitions 0 to ${partitions - 1}.`, `records.${index}.partition`);
    }
    if (headers !== undefined && !areHeaders(headers)) {
      const limits = `at most ${HEADERS_MAX} headers and ${HEADERS_BYTES_MAX} bytes, names lower-case, values well-formed text`;
      throw new TouchlineError('TL_FIELD_VALUE', `A record has ${limits}.`, `records.${index}.headers`);
    }
  }
}

/** What does not come back as it was given could be taken for another's id, and its record be dropped as a repeat. */
function isOnceId(text: string): boolean {
  const kept = Buffer.from(text);
  return text !== '' && kept.byteLength <= ONCE_ID_BYTES_MAX && kept.toString() === text;
}

function areHeaders(headers: RecordHeaders): boolean {
  const entries = Object.entries(headers);
  let bytes = 0;
  for (const [name, value] of entries) {
    const kept = Buffer.from(value);
    if (!HEADER_NAME.test(name) || kept.toString() !== value) return false;
    bytes += name.length + kept.byteLength;
  }
  return entries.length <= HEADERS_MAX && bytes <= HEADERS_BYTES_MAX;
}
