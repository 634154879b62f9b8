import { setMaxListeners } from 'node:events';
import { placesOf } from '../place.js';
import type { ConsumeOptions, Consumer } from '../port.js';
import { Leases } from './leases.js';
import { PartitionWorker } from './partition-worker.js';
import type { Store } from './store.js';
import { Ticker } from './ticker.js';

export interface ConsumerMeans {
  /** How often is looked for new records, in milliseconds. */
  readonly poll_ms: number;
  /** Brings records that lie in journals where workers find them; undefined where the topics have none. */
  readonly settle: (() => Promise<void>) | undefined;
}

/** One worker a partition; all share the group's leases and one timer. */
export class LocalConsumer implements Consumer {
  readonly #leases: Leases;
  readonly #workers: Promise<unknown>;
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(store: Store, options: ConsumeOptions, { poll_ms, settle }: ConsumerMeans) {
    const places = options.topics.flatMap(placesOf);
    const stopping = this.#stopping.signal;
    // Each partition may listen while it pauses.
    setMaxListeners(places.length + 1, stopping);
    this.#leases = new Leases(store, options.group);
    const ticker = new Ticker(poll_ms);
    const shared = { store, options, poll_ms, stopping, leases: this.#leases, ticker };
    const workers = places.map((place) => new PartitionWorker(place, shared).run());
    this.#workers = Promise.all([...workers, settle === undefined ? undefined : keepSettling(settle, ticker, stopping)]);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#workers;
    await this.#leases.close();
  }
}

/** What cannot be moved now lies where it is, and is tried again at the next look; what hinders it, whoever appends is told. */
async function keepSettling(settle: () => Promise<void>, ticker: Ticker, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await settle().catch(() => undefined);
    await ticker.next();
  }
}
