import { afterEach, beforeEach, vi } from 'vitest';
import type { Batch, ConsumeOptions, Consumer, EventLog, NewRecord, StoredRecord } from '../../src/index.js';

/** A log on data of its own. */
export interface ContractLog {
  readonly log: EventLog;
  /** Closes the log and opens the same data anew; `log` is the new one from then on. */
  reopen(): Promise<EventLog>;
  cleanup(): Promise<void>;
  /** How another process opens the same data: `openLog(argument)` of a module. */
  readonly elsewhere: { readonly module: string; readonly argument: string };
  /** A consumer that was killed loses its partitions after this. */
  readonly lease_ms: number;
}

/** What an implementation cannot promise, each with the reason; what it does instead is tested in its place. */
export interface Lacks {
  /** Keeping a record with a once_id once. */
  readonly once?: string;
}

export type OpenContractLog = () => Promise<ContractLog>;

/** Several partitions, and one. */
export const TOPIC = 'clicks';
export const SINGLE = 'directory';
const WAIT_MS_MAX = 30_000;

/** A fresh log for each test. */
export function withLog(open: OpenContractLog): () => ContractLog {
  let current: ContractLog | undefined;
  beforeEach(async () => {
    current = await open();
  });
  afterEach(async () => {
    await current?.cleanup();
  });
  return () => {
    if (current === undefined) throw new Error('no test is running');
    return current;
  };
}

export function record(key: string, text: string, once_id?: string): NewRecord {
  const value = Buffer.from(text);
  return once_id === undefined ? { key, value } : { key, value, once_id };
}

export function textOf(stored: StoredRecord): string {
  return Buffer.from(stored.value).toString();
}

export interface Placed {
  readonly partition: number;
  readonly offset: number;
  readonly text: string;
}

/** Everything a topic holds, by partition and offset. */
export async function everything(log: EventLog, topic: string): Promise<Placed[]> {
  const found: Placed[] = [];
  for (const { partition, next_offset } of await log.heads(topic)) {
    const records = await log.read(topic, partition, 0, next_offset + 1);
    for (const stored of records) found.push({ partition, offset: stored.offset, text: textOf(stored) });
  }
  return found;
}

/** Offsets of each partition are 0, 1, 2 … up to its head. */
export async function isDense(log: EventLog, topic: string): Promise<boolean> {
  for (const { partition, first_offset, next_offset } of await log.heads(topic)) {
    const records = await log.read(topic, partition, 0, next_offset + 1);
    if (first_offset !== 0 || records.length !== next_offset || records.some(({ offset }, index) => offset !== index)) return false;
  }
  return true;
}

export interface Seen {
  readonly batches: Batch[];
  readonly consumer: Consumer;
  /** Texts in the order they were handled. */
  texts(): string[];
  untilTexts(count: number): Promise<void>;
}

/** Consumes and remembers; what is left out is generous. */
export function watch(log: EventLog, options: Partial<ConsumeOptions> = {}): Seen {
  const batches: Batch[] = [];
  const texts = () => batches.flatMap((batch) => batch.records.map(textOf));
  const consumer = log.consume({
    topics: [TOPIC],
    group: 'test',
    batch_records_max: 1_000,
    batch_bytes_max: 1 << 20,
    linger_ms: 0,
    ...options,
    handler: async (batch) => {
      await options.handler?.(batch);
      batches.push(batch);
    },
  });
  return { batches, consumer, texts, untilTexts: (count) => until(() => texts().length >= count) };
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const check = async () => {
    if (!(await holds())) throw new Error(`waited in vain until ${holds}`);
  };
  await vi.waitFor(check, { timeout: WAIT_MS_MAX, interval: 10 });
}

export function numbers(count: number, prefix = ''): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}
