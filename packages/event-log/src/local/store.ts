import { mkdirSync } from 'node:fs';
import { type Database, open, type RootDatabase } from 'lmdb';
import { TOPICS } from '../topics.js';

const DATABASES_MAX = 128;
const READERS_MAX = 512;

/** Where a record stands, packed for the once index. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** The LMDB environment: one database of records a partition, and small ones for what is known about them. */
export class Store {
  readonly root: RootDatabase;
  /** Next offset by `topic/partition`. */
  readonly heads: Database<number, string>;
  /** Place of the record of a once id, by [topic, id]. */
  readonly once: Database<Place, [string, string]>;
  /** Next offset to handle by [group, topic, partition]. */
  readonly positions: Database<number, [string, string, number]>;
  /** Who handles a partition by [group, topic, partition]. */
  readonly leases: Database<{ readonly owner: string; readonly until_ms: number }, [string, string, number]>;
  readonly #records = new Map<string, Database<Buffer, number>>();

  constructor(path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.root = open({ path, maxDbs: DATABASES_MAX, maxReaders: READERS_MAX });
    this.heads = this.root.openDB({ name: 'heads' });
    this.once = this.root.openDB({ name: 'once' });
    this.positions = this.root.openDB({ name: 'positions' });
    this.leases = this.root.openDB({ name: 'leases' });
    for (const [topic, { partitions }] of Object.entries(TOPICS)) {
      for (let partition = 0; partition < partitions; partition += 1) {
        const name = `${topic}/${partition}`;
        this.#records.set(name, this.root.openDB({ name: `records ${name}`, encoding: 'binary' }));
      }
    }
  }

  records(topic: string, partition: number): Database<Buffer, number> {
    const records = this.#records.get(`${topic}/${partition}`);
    if (records === undefined) throw new Error(`unknown partition ${topic}/${partition}`);
    return records;
  }
}
