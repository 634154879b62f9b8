import { nameOf } from '../place.js';
import type { AppendOutcome, NewRecord } from '../port.js';
import { partitionOf } from '../topics.js';
import type { Marks } from './marks.js';
import { OnceIds } from './once-turns.js';
import type { Store } from './store.js';
import { Tails } from './tails.js';

export interface AppendCall {
  readonly topic: string;
  readonly records: readonly NewRecord[];
  /** Filled while the group is written, in the order of the records. */
  readonly outcomes: AppendOutcome[];
}

/**
 * Writes the records of many calls; runs inside the write transaction, where no other process can move the offsets. The hot
 * path: a head is read and written once a group, a record costs one put.
 */
export function writeGroup(store: Store, calls: readonly AppendCall[], marks?: Marks): void {
  const group = new GroupWriter(store);
  for (const { topic, records, outcomes } of calls) {
    for (const record of records) outcomes.push(group.keep(topic, record));
  }
  group.finish(marks);
}

class GroupWriter {
  readonly #once: OnceIds;
  readonly #onceIds: Store['once_ids'];
  readonly #tails: Tails;

  constructor(store: Store) {
    this.#once = new OnceIds(store);
    this.#onceIds = store.once_ids;
    this.#tails = new Tails(store);
  }

  keep(topic: string, record: NewRecord): AppendOutcome {
    const partition = record.partition ?? partitionOf(topic, record.key);
    if (record.once_id === undefined) return { outcome: 'appended', partition, offset: this.#tails.put(topic, partition, record) };
    const first = this.#once.find(topic, record.once_id);
    if (first !== undefined) return { outcome: 'duplicate', partition: first.partition, offset: first.offset };
    const offset = this.#tails.put(topic, partition, record);
    this.#once.keep(topic, record.once_id, { partition, offset });
    this.#onceIds.putSync([nameOf({ topic, partition }), offset], record.once_id);
    return { outcome: 'appended', partition, offset };
  }

  finish(marks: Marks | undefined): void {
    this.#tails.keepHeads(marks);
  }
}
