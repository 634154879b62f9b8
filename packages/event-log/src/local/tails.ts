import type { Database } from 'lmdb';
import { nameOf } from '../place.js';
import type { NewRecord } from '../port.js';
import type { Marks } from './marks.js';
import type { Store } from './store.js';

/** LMDB refuses a key that is not behind all others: an offset can never be given out twice. */
const BEHIND_ALL = { append: true };

interface Tail {
  readonly name: string;
  readonly records: Database<Buffer, number>;
  /** Where this group began. */
  readonly first_offset: number;
  next_offset: number;
}

/** The ends of the partitions a group writes to; lives as long as its write transaction. */
export class Tails {
  readonly #store: Store;
  readonly #topics = new Map<string, Tail[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Appends a record and returns its offset. */
  put(topic: string, partition: number, { value, headers }: NewRecord): number {
    const tail = this.#of(topic, partition);
    const offset = tail.next_offset;
    // Its type says void; it answers false when LMDB refuses the key.
    const kept: unknown = tail.records.putSync(offset, asBuffer(value), BEHIND_ALL);
    if (kept === false) throw new Error(`offset ${offset} of ${tail.name} is taken`);
    if (headers !== undefined && Object.keys(headers).length > 0) this.#store.headers.putSync([tail.name, offset], headers);
    tail.next_offset = offset + 1;
    return offset;
  }

  keepHeads(marks: Marks | undefined): void {
    for (const tails of this.#topics.values()) {
      for (const { name, first_offset, next_offset } of Object.values(tails)) {
        this.#store.heads.putSync(name, next_offset);
        marks?.keep(name, first_offset);
      }
    }
  }

  #of(topic: string, partition: number): Tail {
    let tails = this.#topics.get(topic);
    if (tails === undefined) {
      tails = [];
      this.#topics.set(topic, tails);
    }
    const known = tails[partition];
    if (known !== undefined) return known;
    const name = nameOf({ topic, partition });
    const first_offset = this.#store.heads.get(name) ?? 0;
    const tail = { name, records: this.#store.records({ topic, partition }), first_offset, next_offset: first_offset };
    tails[partition] = tail;
    return tail;
  }
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
