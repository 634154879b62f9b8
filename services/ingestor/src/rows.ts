import type { RecordPack, StoredRecord } from '@touchline/event-log';
import { CATALOGUE, decodeEvent, EventMalformed, encodeEvent, isEventType, peekEvent } from '@touchline/events';
import { FACT_TABLE, type FactTable } from '@touchline/warehouse';
import { type Lines, LinesWriter, type Scratch } from './lines.js';

export interface Malformed {
  readonly record: StoredRecord;
  readonly error: EventMalformed;
}

export interface SortOptions {
  readonly topic: string;
  readonly partition: number;
  readonly scratch: Scratch;
}

export interface SortedRows {
  readonly tables: ReadonlyMap<FactTable, Lines>;
  readonly malformed: readonly Malformed[];
}

/** How the bytes of an event that is moved unread begin, and where it belongs. */
interface Beginning {
  readonly bytes: Buffer;
  readonly table: FactTable;
}

/** Sorts records by the table they belong to; those of the current version are moved as bytes, without being read. */
export function sortRows(pack: RecordPack, options: SortOptions): SortedRows {
  const sorter = new RowSorter(pack, options);
  for (let index = 0; index < pack.length; index += 1) sorter.add(index);
  return sorter.finish();
}

class RowSorter {
  readonly #pack: RecordPack;
  readonly #origin: Buffer;
  readonly #scratch: Scratch;
  readonly #writers = new Map<FactTable, LinesWriter>();
  readonly #malformed: Malformed[] = [];
  #last: Beginning | undefined;

  constructor(pack: RecordPack, { topic, partition, scratch }: SortOptions) {
    this.#pack = pack;
    this.#origin = Buffer.from(`{"_topic":${JSON.stringify(topic)},"_partition":${partition},"_offset":`);
    this.#scratch = scratch;
  }

  add(index: number): void {
    const pack = this.#pack;
    const begin = pack.begin(index);
    const end = pack.end(index);
    // Most records begin as the one before: to compare those few bytes costs less than to look at what they say.
    if (this.#last === undefined || !beginsWith(this.#last.bytes, pack.bytes, begin, end)) this.#last = beginningOf(pack.value(index));
    if (this.#last === undefined) this.#lift(index);
    else this.#writerOf(this.#last.table).add(index, pack.bytes, begin, end);
  }

  finish(): SortedRows {
    return { tables: new Map([...this.#writers].map(([table, writer]) => [table, writer.finish()])), malformed: this.#malformed };
  }

  #lift(index: number): void {
    try {
      const event = decodeEvent(this.#pack.value(index));
      const bytes = encodeEvent(event);
      this.#writerOf(FACT_TABLE[event.type]).add(index, bytes, 0, bytes.byteLength);
    } catch (error) {
      if (!(error instanceof EventMalformed)) throw error;
      this.#malformed.push({ record: this.#pack.record(index), error });
    }
  }

  #writerOf(table: FactTable): LinesWriter {
    let writer = this.#writers.get(table);
    if (writer === undefined) {
      writer = new LinesWriter(this.#pack, this.#origin, this.#scratch);
      this.#writers.set(table, writer);
    }
    return writer;
  }
}

/** undefined: it has to be read to be known. */
function beginningOf(value: Buffer): Beginning | undefined {
  const peeked = peekEvent(value);
  if (peeked === undefined || !isEventType(peeked.type) || CATALOGUE[peeked.type].version !== peeked.version) return undefined;
  return { bytes: Buffer.from(`{"type":"${peeked.type}","version":${peeked.version},`), table: FACT_TABLE[peeked.type] };
}

function beginsWith(beginning: Buffer, bytes: Buffer, begin: number, end: number): boolean {
  if (end - begin < beginning.byteLength) return false;
  for (let index = 0; index < beginning.byteLength; index += 1) {
    if (bytes[begin + index] !== beginning[index]) return false;
  }
  return true;
}
