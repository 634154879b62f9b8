import type { Warehouse } from '@touchline/warehouse';

/** Offsets of one partition, both ends included. */
export interface OffsetRange {
  readonly first: number;
  readonly last: number;
}

export interface Standing {
  /** Offset after the last one stored; 0 when none is. */
  readonly next: number;
  /** A range that was planned and not recorded as stored: the first of them. */
  readonly open: OffsetRange | undefined;
}

export interface RangeCounts {
  readonly records: number;
  readonly rejected: number;
}

/** One partition's pages in the warehouse's own book of what it holds. */
export class RangeBook {
  readonly #warehouse: Warehouse;
  readonly topic: string;
  readonly partition: number;

  constructor(warehouse: Warehouse, topic: string, partition: number) {
    this.#warehouse = warehouse;
    this.topic = topic;
    this.partition = partition;
  }

  async standing(): Promise<Standing> {
    const of = { topic: this.topic, partition: this.partition };
    const [stored] = await this.#warehouse.query<{ next: number }>(
      `SELECT if(count() = 0, 0, max(last_offset) + 1) AS next FROM ingest_ranges
       WHERE topic = {topic:String} AND partition = {partition:UInt16} AND state = 'stored'`,
      of,
    );
    const next = stored?.next ?? 0;
    const [open] = await this.#warehouse.query<OffsetRange>(
      `SELECT first_offset AS first, last_offset AS last FROM ingest_ranges
       WHERE topic = {topic:String} AND partition = {partition:UInt16} AND last_offset >= {next:UInt64}
       GROUP BY first_offset, last_offset HAVING countIf(state = 'stored') = 0 ORDER BY first_offset, last_offset LIMIT 1`,
      { ...of, next },
    );
    return { next, open };
  }

  plan(range: OffsetRange, records: number): Promise<void> {
    return this.#write(range, 'planned', { records, rejected: 0 });
  }

  store(range: OffsetRange, counts: RangeCounts): Promise<void> {
    return this.#write(range, 'stored', counts);
  }

  #write(range: OffsetRange, state: 'planned' | 'stored', counts: RangeCounts): Promise<void> {
    const row = { topic: this.topic, partition: this.partition, first_offset: range.first, last_offset: range.last, state, ...counts };
    return this.#warehouse.insertRows('ingest_ranges', [row]);
  }
}
