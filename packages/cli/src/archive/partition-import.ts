import { type EventLog, type NewRecord, partitionOf, type StoredRecord } from '@touchline/event-log';
import { readEventHead } from '@touchline/events';
import type { KnownRecords } from './known-records.js';
import { besideValue } from './line.js';

/** So many keys leave no partition without one. */
const KEYS_TRIED_MAX = 10_000;

export interface PartitionImported {
  readonly topic: string;
  readonly partition: number;
  /** In the log already: at the same offset with the same bytes, or as the same event. */
  present: number;
  appended: number;
  /** Not appended because the log knew the once_id. */
  duplicate: number;
  /** Every record stands at the offset it had. */
  offsets_kept: boolean;
}

export interface Target {
  readonly log: EventLog;
  readonly topic: string;
  readonly partition: number;
  /** Where the partition ended before the import. */
  readonly next_offset: number;
  readonly known: KnownRecords;
  readonly dry_run: boolean;
}

/**
 * Takes an archive's records into one partition. As long as what the partition holds is how the archive begins, it is a copy:
 * what is there is compared and left alone, the rest follows at its old offsets, and a copy that broke off goes on where it
 * ended. From the first difference on, only events the topic does not hold are appended, in the archive's order.
 */
export class PartitionImport {
  readonly result: PartitionImported;
  readonly #target: Target;
  #next_offset: number;

  constructor(target: Target) {
    this.#target = target;
    this.#next_offset = target.next_offset;
    this.result = { topic: target.topic, partition: target.partition, present: 0, appended: 0, duplicate: 0, offsets_kept: true };
  }

  /** @throws TouchlineError TL_LOG_UNAVAILABLE; what was appended before stays */
  async take(records: readonly StoredRecord[]): Promise<void> {
    let rest = records;
    if (this.result.offsets_kept) rest = await this.#skipPresent(rest);
    if (this.result.offsets_kept && rest[0] !== undefined) this.result.offsets_kept = follows(rest, this.#next_offset);
    await this.#append(this.result.offsets_kept ? rest : await this.#missing(rest));
  }

  /** Leaves out what stands at its place; what stands there instead ends the copy. */
  async #skipPresent(records: readonly StoredRecord[]): Promise<readonly StoredRecord[]> {
    const there = records.filter(({ offset }) => offset < this.#target.next_offset);
    const [first] = there;
    if (first === undefined) return records;
    const { log, topic, partition } = this.#target;
    const held = new Map(
      (await log.read(topic, partition, first.offset, (there.at(-1)?.offset ?? 0) - first.offset + 1)).map((each) => [each.offset, each.value]),
    );
    const differs = there.findIndex(({ offset, value }) => !isSame(held.get(offset), value));
    const same = differs === -1 ? there.length : differs;
    this.result.present += same;
    if (differs !== -1) this.result.offsets_kept = false;
    return records.slice(same);
  }

  async #missing(records: readonly StoredRecord[]): Promise<StoredRecord[]> {
    const missing: StoredRecord[] = [];
    for (const record of records) {
      if (await this.#target.known.isNew(record.value)) missing.push(record);
      else this.result.present += 1;
    }
    return missing;
  }

  async #append(records: readonly StoredRecord[]): Promise<void> {
    if (records.length === 0) return;
    const { log, topic, partition, dry_run } = this.#target;
    if (dry_run) {
      this.result.appended += records.length;
      this.#next_offset += records.length;
      return;
    }
    const outcomes = await log.append(
      topic,
      records.map((record) => newRecord(record, this.#target)),
    );
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.outcome === 'duplicate') this.result.duplicate += 1;
      else this.result.appended += 1;
      // Somebody else appended meanwhile, or the log knew a once_id: from here on the places differ.
      if (outcome.partition !== partition || outcome.offset !== records[index]?.offset) this.result.offsets_kept = false;
      this.#next_offset = outcome.offset + 1;
    }
    for (const { value } of records) this.#target.known.learn(value);
  }
}

/** Offsets that go on without a gap from where the partition ends. */
function follows(records: readonly StoredRecord[], next_offset: number): boolean {
  return records.every(({ offset }, index) => offset === next_offset + index);
}

function isSame(held: Uint8Array | undefined, value: Uint8Array): boolean {
  return held !== undefined && Buffer.compare(held, value) === 0;
}

function newRecord(record: StoredRecord, { topic, partition }: Target): NewRecord {
  const told = record.key ?? readEventHead(record.value)?.key ?? '';
  const key = partitionOf(topic, told) === partition ? told : keyInto(topic, partition);
  return { ...besideValue(record), key, value: record.value, partition };
}

/** Kafka lets the key alone decide: bytes that tell no key, or another's, get one of the partition they stood in. */
function keyInto(topic: string, partition: number): string {
  for (let number = 0; number < KEYS_TRIED_MAX; number += 1) if (partitionOf(topic, `${number}`) === partition) return `${number}`;
  throw new Error(`no key of ${topic} leads to partition ${partition}`);
}
