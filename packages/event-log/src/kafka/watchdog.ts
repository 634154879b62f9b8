import { nameOf } from '../place.js';
import type { Desk } from './desk.js';
import { WATCH_MS } from './limits.js';
import type { PartitionWorker } from './partition-worker.js';

/**
 * FINDINGS, kafkajs 7: looks whether each partition that waits for a record moves when the log has one for it. kafkajs knows
 * ways to run and fetch nothing.
 */
export class Watchdog {
  readonly #desk: Desk;
  readonly #workers: () => Iterable<PartitionWorker>;
  readonly #onStuck: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  /** What each worker waited for at the last look, where the log had it. */
  #late = new Map<PartitionWorker, number>();

  constructor(desk: Desk, workers: () => Iterable<PartitionWorker>, onStuck: (error: Error) => void) {
    this.#desk = desk;
    this.#workers = workers;
    this.#onStuck = onStuck;
    // A look that fails says nothing: the cluster is away, and kafkajs will notice.
    this.#timer = setInterval(() => void this.look().catch(() => undefined), WATCH_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const late = new Map<PartitionWorker, number>();
    const waiting = [...this.#workers()].filter(({ waitsFor }) => waitsFor !== undefined);
    for (const topic of new Set(waiting.map(({ place }) => place.topic))) {
      const heads = await this.#desk.heads(topic);
      for (const worker of waiting.filter(({ place }) => place.topic === topic)) {
        const { waitsFor } = worker;
        const head = heads.find(({ partition }) => partition === worker.place.partition);
        if (waitsFor === undefined || head === undefined || head.next_offset <= waitsFor) continue;
        if (this.#late.get(worker) === waitsFor) this.#onStuck(new Error(`${nameOf(worker.place)} does not move beyond ${waitsFor}`));
        late.set(worker, waitsFor);
      }
    }
    this.#late = late;
  }
}
