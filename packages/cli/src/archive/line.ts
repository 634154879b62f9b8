import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { StoredRecord } from '@touchline/event-log';

/** A record as an archive's line holds it. `value` where the bytes are UTF-8, else `base64`; `crc32` is of the bytes. */
interface Line {
  readonly offset: number;
  readonly key?: string;
  readonly once_id?: string;
  readonly crc32: number;
  readonly value?: string;
  readonly base64?: string;
}

/** One record as one line of JSON, with its newline. */
export function lineOf({ offset, key, once_id, value }: StoredRecord): string {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const content = isUtf8(bytes) ? { value: bytes.toString('utf8') } : { base64: bytes.toString('base64') };
  const line: Line = { offset, ...(key === undefined ? {} : { key }), ...(once_id === undefined ? {} : { once_id }), crc32: crc32(bytes), ...content };
  return `${JSON.stringify(line)}\n`;
}

/** The record of a line; undefined when the line is not what was written. */
export function recordOfLine(line: string): StoredRecord | undefined {
  const told = parse(line);
  if (told === undefined || typeof told.offset !== 'number') return undefined;
  const value = typeof told.value === 'string' ? Buffer.from(told.value, 'utf8') : Buffer.from(String(told.base64), 'base64');
  if (crc32(value) !== told.crc32) return undefined;
  const { offset, key, once_id } = told;
  return { offset, value, ...(key === undefined ? {} : { key }), ...(once_id === undefined ? {} : { once_id }) };
}

function parse(line: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Line) : undefined;
  } catch {
    return undefined;
  }
}
