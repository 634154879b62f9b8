import { setTimeout as sleep } from 'node:timers/promises';

/** One timer that many wait on: idle partitions cost one wake-up together, and none when nobody waits. */
export class Ticker {
  readonly #every_ms: number;
  #next: Promise<void> | undefined;

  constructor(every_ms: number) {
    this.#every_ms = every_ms;
  }

  next(): Promise<void> {
    this.#next ??= sleep(this.#every_ms).then(() => {
      this.#next = undefined;
    });
    return this.#next;
  }
}
