import { placesOf } from '../place.js';
import { TOPICS } from '../topics.js';
import { logUnavailable } from '../unavailable.js';
import { QUOTA_MEASURE_EVERY_MS } from './limits.js';
import type { Store } from './store.js';

/** How much disk the records of an outbox may take up. The once_ids beside them have a bound of their own. */
export class Quota {
  readonly #store: Store;
  readonly bytes_max: number;
  #used = 0;
  #measuredAt_ms = Number.NEGATIVE_INFINITY;

  constructor(store: Store, bytes_max: number) {
    this.#store = store;
    this.bytes_max = bytes_max;
  }

  /** @throws TouchlineError TL_LOG_UNAVAILABLE when these bytes would go beyond the limit */
  take(bytes: number): void {
    const now_ms = performance.now();
    if (now_ms - this.#measuredAt_ms >= QUOTA_MEASURE_EVERY_MS) {
      this.#used = this.#measure();
      this.#measuredAt_ms = now_ms;
    }
    if (this.#used + bytes > this.bytes_max) {
      throw logUnavailable(`the outbox holds ${this.#used} of at most ${this.bytes_max} bytes (TOUCHLINE_OUTBOX_BYTES_MAX), which wait for Kafka`);
    }
    this.#used += bytes;
  }

  #measure(): number {
    this.#store.refresh();
    return Object.keys(TOPICS)
      .flatMap(placesOf)
      .reduce((sum, place) => sum + this.#store.bytesOf(place), 0);
  }
}
