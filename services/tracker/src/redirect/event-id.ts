import type { NewRecord } from '@touchline/event-log';

/** An event's head, its id included, lies within so many bytes. */
const HEAD_BYTES = 256;
const EVENT_ID = /"event_id":"([0-9a-f-]{36})"/;

/** The id of a record's event, for a log line or a span: read where something has gone wrong, never on the way of every click. */
export function eventIdOf(record: NewRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = record.value;
  return EVENT_ID.exec(Buffer.from(buffer, byteOffset, Math.min(byteLength, HEAD_BYTES)).toString('latin1'))?.[1];
}
