import { mkdirSync } from 'node:fs';
import { type Database, open, type RootDatabase } from 'lmdb';
import { nameOf, type Place, placesOf } from '../place.js';
import type { RecordHeaders } from '../port.js';
import { TOPICS } from '../topics.js';
import { logUnavailable } from '../unavailable.js';
import { DATABASES_MAX, MAP_BYTES, READERS_MAX, WRITE_WAIT_MS_MAX } from './limits.js';

/** Who handles a partition for a group, and until when. */
export interface Lease {
  readonly owner: string;
  readonly until_ms: number;
}

export type GroupKey = [group: string, topic: string, partition: number];
/** Where a record stands, its place by name. */
export type RecordKey = [name: string, offset: number];
export type OnceKey = [topic: string, once_id: string];

/** Where the first record of a once_id went. */
export interface OncePosition {
  readonly partition: number;
  readonly offset: number;
}

/** Since when new once_ids go into which of the two, and which records the other can speak of at most. */
export interface OnceTurn {
  readonly into: 0 | 1;
  readonly since_ms: number;
  /** By name of the place: the other knows no record from this offset on. */
  readonly heads: Readonly<Record<string, number>>;
}

/** What LMDB says about one database. */
interface PageCounts {
  readonly pageSize: number;
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

/**
 * The LMDB environment that every process of the machine opens at once: one database of records a partition, and small ones
 * for what is known about them.
 *
 * `overlappingSync` is off: a commit becomes visible only once it is on disk. So no consumer sees a record that a power cut
 * could still take back, whose offset would then be given to another. (For many callers it was the faster way, too.)
 */
export class Store {
  readonly #root: RootDatabase;
  readonly #records = new Map<string, Database<Buffer, number>>();
  /** Offset the next record will get, by name of the place. */
  readonly heads: Database<number, string>;
  /** Headers of the records that have any: beside the records, so that all others stay as they are and cost nothing. */
  readonly headers: Database<RecordHeaders, RecordKey>;
  /** Two, so that the older can be emptied at once where once_ids are forgotten (see OnceIds); one is all a log that keeps everything needs. */
  readonly once: readonly [Database<OncePosition, OnceKey>, Database<OncePosition, OnceKey>];
  readonly onceTurns: Database<OnceTurn, string>;
  /** The other way round, while the record is kept: a log can be copied with them. */
  readonly once_ids: Database<string, RecordKey>;
  /** When the record at an offset was appended; not of every record (see Marks). */
  readonly marks: Database<number, RecordKey>;
  /** Next offset to be handled. */
  readonly positions: Database<number, GroupKey>;
  readonly leases: Database<Lease, GroupKey>;
  /** By segment of a journal: how far it was moved into this store, in bytes. */
  readonly journal: Database<number, string>;

  /** @throws TouchlineError TL_LOG_UNAVAILABLE when the folder cannot be opened */
  constructor(path: string) {
    try {
      this.#root = openEnvironment(path);
      this.heads = this.#root.openDB({ name: 'heads' });
      this.headers = this.#root.openDB({ name: 'headers' });
      this.once = [this.#root.openDB({ name: 'once' }), this.#root.openDB({ name: 'once, the other' })];
      this.onceTurns = this.#root.openDB({ name: 'once turns' });
      this.once_ids = this.#root.openDB({ name: 'once_ids' });
      this.marks = this.#root.openDB({ name: 'marks' });
      this.positions = this.#root.openDB({ name: 'positions' });
      this.leases = this.#root.openDB({ name: 'leases' });
      this.journal = this.#root.openDB({ name: 'journal' });
      for (const name of Object.keys(TOPICS).flatMap(placesOf).map(nameOf)) {
        this.#records.set(name, this.#root.openDB({ name: `records ${name}`, encoding: 'binary' }));
      }
    } catch (error) {
      throw logUnavailable(error);
    }
  }

  /** Records of a place, by offset. */
  records(place: Place): Database<Buffer, number> {
    const records = this.#records.get(nameOf(place));
    if (records === undefined) throw new Error(`unknown partition ${nameOf(place)}`);
    return records;
  }

  /** Bytes on disk that the records of a place take up, whole pages of them. */
  bytesOf(place: Place): number {
    const pages = this.records(place).getStats() as PageCounts;
    return pages.pageSize * (pages.treeBranchPageCount + pages.treeLeafPageCount + pages.overflowPages);
  }

  /** Forgets readers that were killed: what they last read could not be used again. */
  freeStaleReaders(): void {
    this.#root.readerCheck();
  }

  /** Lets the next read see all that is committed; otherwise the reads of one turn may share an older snapshot. */
  refresh(): void {
    this.#root.resetReadTxn();
  }

  /**
   * Runs `action` alone among all processes and resolves with its result when what it wrote is on disk. When it throws or the
   * commit fails, nothing of it is kept.
   * @throws TouchlineError TL_LOG_UNAVAILABLE
   */
  write<T>(action: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const turn: { result?: T; state: 'waited for' | 'taken' | 'given up' } = { state: 'waited for' };
      const patience = setTimeout(() => {
        if (turn.state !== 'waited for') return;
        turn.state = 'given up';
        reject(logUnavailable(`no turn to write within ${WRITE_WAIT_MS_MAX} ms`));
      }, WRITE_WAIT_MS_MAX);
      const written = this.#root.childTransaction(() => {
        // Whoever asked was told that nothing was kept: so it must stay, however late the turn comes.
        if (turn.state === 'given up') return;
        turn.state = 'taken';
        turn.result = action();
      });
      written
        .then(
          () => resolve(turn.result as T),
          (error) => reject(failureOf(error)),
        )
        .finally(() => clearTimeout(patience));
    });
  }

  /** Waits for writes under way. */
  close(): Promise<void> {
    return this.#root.close();
  }
}

function openEnvironment(path: string): RootDatabase {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return open({
    path,
    noSubdir: false,
    mapSize: MAP_BYTES,
    maxDbs: DATABASES_MAX,
    maxReaders: READERS_MAX,
    overlappingSync: false,
    // Our groups are the batches; a second layer of batching only leaves a promise nobody hears when a commit fails.
    eventTurnBatching: false,
  });
}

function failureOf(error: unknown): Error {
  // A failed commit brings its cause as a second promise; unheard, its rejection would end the process.
  (error as { commitError?: Promise<unknown> }).commitError?.catch(() => undefined);
  return logUnavailable(error);
}
