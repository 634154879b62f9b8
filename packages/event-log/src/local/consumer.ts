import { setMaxListeners } from 'node:events';
import { placesOf } from '../place.js';
import type { ConsumeOptions, Consumer } from '../port.js';
import { Leases } from './leases.js';
import { PartitionWorker } from './partition-worker.js';
import type { Store } from './store.js';
import { Ticker } from './ticker.js';

/** One worker a partition; all share the group's leases and one timer. */
export class LocalConsumer implements Consumer {
  readonly #leases: Leases;
  readonly #workers: Promise<unknown>;
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;

  constructor(store: Store, options: ConsumeOptions, poll_ms: number) {
    const places = options.topics.flatMap(placesOf);
    const stopping = this.#stopping.signal;
    // Each partition may listen while it pauses.
    setMaxListeners(places.length + 1, stopping);
    this.#leases = new Leases(store, options.group);
    const shared = { store, options, poll_ms, stopping, leases: this.#leases, ticker: new Ticker(poll_ms) };
    this.#workers = Promise.all(places.map((place) => new PartitionWorker(place, shared).run()));
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
