import type { IHeaders } from 'kafkajs';
import type { RecordHeaders, StoredRecord } from '../port.js';

/** What kafkajs hands out of a record. */
export interface FetchedMessage {
  readonly offset: string;
  readonly value: Buffer | null;
  readonly headers?: IHeaders;
  readonly isControlRecord?: boolean;
}

export function offsetOf(message: FetchedMessage): number {
  return Number(message.offset);
}

export function storedRecord(message: FetchedMessage): StoredRecord {
  const record = { offset: offsetOf(message), value: message.value ?? Buffer.alloc(0) };
  const headers = headersOf(message.headers);
  return headers === undefined ? record : { ...record, headers };
}

/** Those that were given as text; one that somebody else put there several times counts as its last. */
function headersOf(given: IHeaders | undefined): RecordHeaders | undefined {
  if (given === undefined) return undefined;
  let found: Record<string, string> | undefined;
  for (const name in given) {
    const value = given[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last === undefined) continue;
    found ??= {};
    found[name] = typeof last === 'string' ? last : last.toString('utf8');
  }
  return found;
}
