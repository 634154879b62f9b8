import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { RecordHeaders, StoredRecord } from '@touchline/event-log';

/** A record as an archive's line holds it. `value` where the bytes are UTF-8, else `base64`; `crc32` is of the bytes. */
interface Line {
  readonly offset: number;
  readonly key?: string;
  readonly once_id?: string;
  readonly headers?: RecordHeaders;
  readonly crc32: number;
  readonly value?: string;
  readonly base64?: string;
}

/** One record as one line of JSON, with its newline. */
export function lineOf(record: StoredRecord): string {
  const { value } = record;
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const content = isUtf8(bytes) ? { value: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
  const line: Line = { offset: record.offset, ...besideValue(record), crc32: crc32(bytes), ...content };
  return `${JSON.stringify(line)}\n`;
}

/** The record of a line; undefined when the line is not what was written. */
export function recordOfLine(line: string): StoredRecord | undefined {
  const told = parse(line);
  if (told === undefined || typeof told.offset !== 'number') return undefined;
  const value = typeof told.value === 'string' ? Buffer.from(told.value, 'utf8') : Buffer.from(String(told.base64), 'base64');
  if (crc32(value) !== told.crc32) return undefined;
  return { offset: told.offset, value, ...besideValue(told) };
}

/** What a record may have beside its value. */
export function besideValue({ key, once_id, headers }: Pick<StoredRecord, 'key' | 'once_id' | 'headers'>): Pick<StoredRecord, 'key' | 'once_id' | 'headers'> {
  return { ...(key === undefined ? {} : { key }), ...(once_id === undefined ? {} : { once_id }), ...(headers === undefined ? {} : { headers }) };
}

function parse(line: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}
