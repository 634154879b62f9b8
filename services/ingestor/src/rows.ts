import type { StoredRecord } from '@touchline/event-log';
import { CATALOGUE, decodeEvent, EventMalformed, encodeEvent, isEventType, peekEvent } from '@touchline/events';
import { FACT_TABLE, type FactTable } from '@touchline/warehouse';

/** One record as the bytes of one row. */
export interface Row {
  readonly record: StoredRecord;
  /** Origin: `{"_topic":…,"_partition":…,"_offset":…,` */
  readonly head: Buffer;
  /** The event's JSON without its opening brace. */
  readonly tail: Uint8Array;
}

export interface Malformed {
  readonly record: StoredRecord;
  readonly error: EventMalformed;
}

export interface SortedRows {
  readonly tables: ReadonlyMap<FactTable, readonly Row[]>;
  readonly malformed: readonly Malformed[];
}

/** Sorts records by the table they belong to; those of the current version are moved as bytes, without being read. */
export function sortRows(topic: string, partition: number, records: readonly StoredRecord[]): SortedRows {
  const tables = new Map<FactTable, Row[]>();
  const malformed: Malformed[] = [];
  const origin = `{"_topic":${JSON.stringify(topic)},"_partition":${partition},"_offset":`;
  for (const record of records) {
    try {
      const { table, bytes } = current(record.value);
      const rows = tables.get(table) ?? [];
      rows.push({ record, head: Buffer.from(`${origin}${record.offset},`), tail: bytes.subarray(1) });
      tables.set(table, rows);
    } catch (error) {
      if (!(error instanceof EventMalformed)) throw error;
      malformed.push({ record, error });
    }
  }
  return { tables, malformed };
}

/** @throws EventMalformed */
function current(value: Uint8Array): { table: FactTable; bytes: Uint8Array } {
  const peeked = peekEvent(value);
  if (peeked !== undefined && isEventType(peeked.type) && CATALOGUE[peeked.type].version === peeked.version) {
    return { table: FACT_TABLE[peeked.type], bytes: value };
  }
  const event = decodeEvent(value);
  return { table: FACT_TABLE[event.type], bytes: encodeEvent(event) };
}

const NEWLINE = Buffer.from('\n');

/** Rows as JSON, one a line. */
export function linesOf(rows: readonly Row[]): Buffer {
  return Buffer.concat(rows.flatMap(({ head, tail }) => [head, tail, NEWLINE]));
}
