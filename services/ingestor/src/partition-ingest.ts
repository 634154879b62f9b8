import { type Batch, type EventLog, RecordPack } from '@touchline/event-log';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { REFILL_RECORDS_MAX } from './limits.js';
import { Scratch } from './lines.js';
import { after, type Signal, type State } from './range-machine.js';
import { type OffsetRange, RangeBook, type RangeCounts } from './ranges.js';
import { appendRejects, type Reject, refusalBy, refusalOf } from './rejects.js';
import { sortRows } from './rows.js';
import { storeRows } from './store-rows.js';
import type { StoredRange } from './watch.js';

/** Points between two steps, where a test may end the process. */
export type Checkpoint = 'looked_up' | 'plan_recorded' | 'table_inserted' | 'rejects_appended' | 'rows_inserted' | 'store_recorded';

export interface IngestContext {
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  /** Resolves when the warehouse has its tables. */
  readonly ready: () => Promise<void>;
  readonly onRejects: (rejects: readonly Reject[]) => void;
  /** Told of every range once it is recorded as stored. */
  readonly onStored: (range: StoredRange) => void;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
}

interface OpenRange extends OffsetRange {
  /** undefined: found in the book, to be read from the log again. */
  readonly pack: RecordPack | undefined;
}

/** Takes one partition into the warehouse, once: the loop around range-machine.ts, as SPEC.md describes it. */
export class PartitionIngest {
  readonly #context: IngestContext;
  readonly #book: RangeBook;
  readonly #topic: string;
  readonly #partition: number;
  readonly #work: Readonly<Record<State, (batch: Batch) => Promise<Signal>>>;
  readonly #scratch = new Scratch();
  #state: State = 'unknown';
  #next = 0;
  #asked = false;
  #open: OpenRange | undefined;
  #counts: RangeCounts = { records: 0, rejected: 0 };

  constructor(context: IngestContext, topic: string, partition: number) {
    this.#context = context;
    this.#topic = topic;
    this.#partition = partition;
    this.#book = new RangeBook(context.warehouse, topic, partition);
    this.#work = {
      unknown: () => this.#lookUp(),
      clean: (batch) => this.#plan(batch),
      planned: () => this.#insert(),
      inserted: () => this.#store(),
    };
  }

  /** Offset after the last one known to be stored; undefined until the warehouse was asked. */
  get next(): number | undefined {
    return this.#asked ? this.#next : undefined;
  }

  /** Asks the warehouse afresh where this partition goes on. */
  async locate(): Promise<number> {
    this.#state = 'unknown';
    await this.#step(() => this.#lookUp());
    return this.#next;
  }

  /**
   * Returns when everything up to the batch's end is stored; what is stored already is left out, what is missing before it
   * is read from the log. @throws when it could not be; then the same batch may come again.
   */
  async take(batch: Batch): Promise<void> {
    while (this.#state !== 'clean' || this.#next <= batch.last_offset) await this.#step(() => this.#work[this.#state](batch));
  }

  async #step(work: () => Promise<Signal>): Promise<void> {
    try {
      this.#state = after(this.#state, await work());
    } catch (error) {
      this.#state = after(this.#state, 'failed');
      throw error;
    }
  }

  async #lookUp(): Promise<Signal> {
    await this.#context.ready();
    const { next, open } = await this.#book.standing();
    await this.#checkNotAhead(next);
    this.#next = next;
    this.#asked = true;
    this.#open = open === undefined ? undefined : { ...open, pack: undefined };
    this.#reach('looked_up');
    return open === undefined ? 'found_clean' : 'found_open';
  }

  /** A log that lost its end would give offsets anew, and what stands there now would never be taken. */
  async #checkNotAhead(next: number): Promise<void> {
    const heads = await this.#context.log.heads(this.#topic);
    const end = heads.find(({ partition }) => partition === this.#partition)?.next_offset ?? 0;
    if (next > end) {
      throw new TouchlineError('TL_LOG_UNAVAILABLE', `The warehouse holds ${this.#topic}/${this.#partition} up to offset ${next}, the log only to ${end}.`);
    }
  }

  async #plan(batch: Batch): Promise<Signal> {
    const open = await this.#nextRange(batch);
    await this.#book.plan(open, open.pack.length);
    this.#open = open;
    this.#reach('plan_recorded');
    return 'plan_recorded';
  }

  /** What is to be stored next: the rest of the batch, or what the warehouse lacks before it. */
  async #nextRange(batch: Batch): Promise<OpenRange & { pack: RecordPack }> {
    const first = this.#next;
    if (batch.first_offset <= first) {
      return { first, last: batch.last_offset, pack: batch.pack.since(first) };
    }
    const last = Math.min(batch.first_offset - 1, first + REFILL_RECORDS_MAX - 1);
    return { first, last, pack: await this.#read({ first, last }) };
  }

  async #read(range: OffsetRange): Promise<RecordPack> {
    const records = await this.#context.log.read(this.#topic, this.#partition, range.first, range.last - range.first + 1);
    return RecordPack.of(records.filter(({ offset }) => offset <= range.last));
  }

  async #insert(): Promise<Signal> {
    const open = this.#opened();
    const pack = open.pack ?? (await this.#read(open));
    const place = { topic: this.#topic, partition: this.#partition };
    const { tables, malformed } = sortRows(pack, { ...place, scratch: this.#scratch });
    const rejects: Reject[] = malformed.map(({ record, error }) => ({ ...place, record, ...refusalBy(error) }));
    for (const [table, lines] of tables) {
      const token = `${this.#topic}/${this.#partition}/${open.first}-${open.last}/${table}`;
      const refused = await storeRows(this.#context.warehouse, table, lines, token);
      rejects.push(...refused.map((record) => ({ ...place, record, ...refusalOf(record) })));
      if (refused.length === 0) this.#scratch.keep(lines.memory);
      this.#reach('table_inserted');
    }
    if (rejects.length > 0) await this.#keep(rejects);
    this.#counts = { records: pack.length, rejected: rejects.length };
    this.#reach('rows_inserted');
    return 'rows_inserted';
  }

  async #keep(rejects: readonly Reject[]): Promise<void> {
    // A reject of a reject would be a reject for ever.
    if (this.#topic !== 'rejects') await appendRejects(this.#context.log, rejects);
    this.#reach('rejects_appended');
    this.#context.onRejects(rejects);
  }

  async #store(): Promise<Signal> {
    const open = this.#opened();
    await this.#book.store(open, this.#counts);
    this.#next = Math.max(this.#next, open.last + 1);
    this.#open = undefined;
    this.#context.onStored({ topic: this.#topic, partition: this.#partition, first: open.first, last: open.last, ...this.#counts });
    this.#reach('store_recorded');
    return open.pack === undefined ? 'redo_recorded' : 'store_recorded';
  }

  #opened(): OpenRange {
    if (this.#open === undefined) throw new Error(`${this.#state} without a range`);
    return this.#open;
  }

  #reach(checkpoint: Checkpoint): void {
    this.#context.onCheckpoint?.(checkpoint);
  }
}
