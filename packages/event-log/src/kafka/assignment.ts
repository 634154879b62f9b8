import { setMaxListeners } from 'node:events';
import { nameOf, type Place } from '../place.js';
import { BUFFERED_BYTES_MAX } from './limits.js';
import type { Fetched } from './membership.js';
import { PartitionWorker, type WorkerContext } from './partition-worker.js';

/** Each partition listens twice at most: to wake its buffer and to cut a pause short. */
const LISTENERS_PER_PARTITION = 3;

/** The partitions that are ours from one joining of the group to the next. */
export class Assignment {
  readonly #workers: ReadonlyMap<string, PartitionWorker>;
  readonly #revoking = new AbortController();
  readonly #ends: Promise<unknown>;

  /** @param ends the end of each partition's last worker, by name; ours are put in their place */
  constructor(places: readonly Place[], context: Omit<WorkerContext, 'revoked' | 'bytes_max'>, ends: Map<string, Promise<void>>) {
    const revoked = this.#revoking.signal;
    setMaxListeners(LISTENERS_PER_PARTITION * places.length + 1, revoked);
    const bytes_max = Math.floor(BUFFERED_BYTES_MAX / Math.max(1, places.length));
    this.#workers = new Map(places.map((place) => [nameOf(place), new PartitionWorker(place, { ...context, revoked, bytes_max })]));
    for (const [name, worker] of this.#workers) ends.set(name, worker.run(ends.get(name)));
    this.#ends = Promise.all([...this.#workers.keys()].map((name) => ends.get(name)));
  }

  get workers(): Iterable<PartitionWorker> {
    return this.#workers.values();
  }

  accept(fetched: Fetched): boolean {
    return this.#workers.get(nameOf(fetched.place))?.accept(fetched) ?? false;
  }

  /** Lets handlers under way end and their positions be kept; resolves when that is done. */
  async end(): Promise<void> {
    this.#revoking.abort();
    await this.#ends;
  }
}
