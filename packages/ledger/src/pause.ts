import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest stretch of computing between two turns of the event loop. */
const STRETCH_MS_MAX = 50;

/** Lets health checks be answered, and idle connections be noticed, in the midst of long computing. */
export class Pause {
  #since_ms = performance.now();

  async ifDue(): Promise<void> {
    if (performance.now() - this.#since_ms < STRETCH_MS_MAX) return;
    await nextTurn();
    this.#since_ms = performance.now();
  }
}
