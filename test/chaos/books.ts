import { type EventLog, type Outbox, openEdgeOutbox, openTruthLog, TOPICS } from '@touchline/event-log';
import { readEventHead } from '@touchline/events';
import { type Config, loadConfig } from '@touchline/runtime';
import { openWarehouse, type Warehouse } from '@touchline/warehouse';

const READ_RECORDS_MAX = 5_000;
/** Topics of what is answered. */
const ANSWERED_TOPICS = ['clicks', 'conversions'] as const;
const VIEWS = [
  { view: 'clicks', id: 'click_id' },
  { view: 'orders', id: 'conversion_id' },
  { view: 'refunds', id: 'refund_event_id' },
] as const;

/** One record, and the event in it. */
export interface KeptRecord {
  readonly topic: string;
  readonly partition: number;
  readonly event_id: string;
  readonly key: string;
  readonly value: Uint8Array;
}

/** Looks up what is where: in the log, in what waits for it, and in the warehouse. */
export class Books {
  readonly #truth: EventLog;
  readonly #outbox: Outbox | undefined;
  readonly #warehouse: Warehouse;
  readonly #read = new Map<string, number>();
  readonly #inLog = new Set<string>();
  #records = 0;

  constructor(config: Config, isKafka: boolean) {
    this.#truth = openTruthLog(config, 'chaos');
    this.#outbox = isKafka ? openEdgeOutbox(config) : undefined;
    this.#warehouse = openWarehouse(config);
  }

  static of(environment: NodeJS.ProcessEnv, isKafka: boolean): Books {
    return new Books(loadConfig(environment), isKafka);
  }

  /** Records of clicks and conversions in the log, and those of them that repeat an earlier event. */
  get log(): { readonly records: number; readonly repeats: number } {
    return { records: this.#records, repeats: this.#records - this.#inLog.size };
  }

  /** Those of the events that are neither in the log nor on their way to it. */
  async missing(event_ids: readonly string[]): Promise<string[]> {
    const open = event_ids.filter((id) => !this.#inLog.has(id));
    // The outbox first: what leaves it meanwhile is in the log by then.
    const waiting = this.#outbox === undefined ? new Set<string>() : await idsIn(this.#outbox);
    await this.#readOn();
    return open.filter((id) => !waiting.has(id) && !this.#inLog.has(id));
  }

  /** Every event of the log, once each, in its order. */
  async *events(): AsyncGenerator<KeptRecord> {
    for (const topic of Object.keys(TOPICS)) {
      const seen = new Set<string>();
      for await (const record of recordsOf(this.#truth, topic)) {
        if (!seen.has(record.event_id)) yield record;
        seen.add(record.event_id);
      }
    }
  }

  /** Events that a view which counts each once has twice. */
  async doubled(): Promise<number> {
    const counts = VIEWS.map(({ view, id }) => this.#warehouse.query<{ doubled: number }>(`SELECT count() - uniqExact(${id}) AS doubled FROM ${view}`));
    return (await Promise.all(counts)).flat().reduce((sum, { doubled }) => sum + doubled, 0);
  }

  /** Those of the events that no view has. */
  async missingInWarehouse(event_ids: readonly string[]): Promise<string[]> {
    const stored = new Set<string>();
    for (const { view, id } of VIEWS) {
      for await (const rows of this.#warehouse.stream<{ id: string }>(`SELECT toString(${id}) AS id FROM ${view}`)) for (const row of rows) stored.add(row.id);
    }
    return event_ids.filter((id) => !stored.has(id));
  }

  async close(): Promise<void> {
    await this.#warehouse.close();
    await this.#outbox?.close();
    await this.#truth.close();
  }

  async #readOn(): Promise<void> {
    for (const topic of ANSWERED_TOPICS) {
      for await (const { partition, offset, event_id } of recordsOf(this.#truth, topic, this.#read)) {
        this.#read.set(`${topic}/${partition}`, offset + 1);
        this.#inLog.add(event_id);
        this.#records += 1;
      }
    }
  }
}

async function idsIn(outbox: Outbox): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const topic of ANSWERED_TOPICS) for await (const { event_id } of recordsOf(outbox, topic)) ids.add(event_id);
  return ids;
}

/** All records there are now, from where they were read to. */
async function* recordsOf(log: EventLog, topic: string, read: ReadonlyMap<string, number> = new Map()): AsyncGenerator<KeptRecord & { offset: number }> {
  for (const { partition, first_offset, next_offset } of await log.heads(topic)) {
    let from = Math.max(first_offset, read.get(`${topic}/${partition}`) ?? 0);
    while (from < next_offset) {
      const records = await log.read(topic, partition, from, Math.min(READ_RECORDS_MAX, next_offset - from));
      for (const { offset, value } of records) {
        const head = readEventHead(value);
        if (head === undefined) throw new Error(`${topic}/${partition} has no event at ${offset}`);
        yield { topic, partition, offset, event_id: head.event_id, key: head.key, value };
      }
      const last = records.at(-1);
      // What was forwarded and trimmed while we read is not waiting any more.
      if (last === undefined) break;
      from = last.offset + 1;
    }
  }
}
