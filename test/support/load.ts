import { setTimeout as sleep } from 'node:timers/promises';
import { click } from './browser-like.js';

const PAUSE_AFTER_FAILURE_MS = 50;

export interface LoadOptions {
  readonly short_url: string;
  readonly collector_url: string;
  readonly token: string;
  /** Clickers and shops at work at the same time. */
  readonly workers: number;
}

/** Everything that was answered with success: what must be there afterwards, once. */
export interface Answered {
  readonly clicks: string[];
  readonly orders: string[];
  failures: number;
}

/** A steady load of clicks and orders; failures are expected, lost answers are not. */
export class Load {
  readonly answered: Answered = { clicks: [], orders: [], failures: 0 };
  readonly #options: LoadOptions;
  readonly #workers: Promise<void>[];
  #stopped = false;
  #next = 0;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#workers = Array.from({ length: options.workers }, (_, worker) => (worker % 2 === 0 ? this.#clicks() : this.#orders()));
  }

  async stop(): Promise<Answered> {
    this.#stopped = true;
    await Promise.all(this.#workers);
    return this.answered;
  }

  async #clicks(): Promise<void> {
    while (!this.#stopped) {
      await this.#attempt(async () => {
        const { click_id } = await click(this.#options.short_url);
        this.answered.clicks.push(click_id);
      });
    }
  }

  /** An order that was not answered is sent again with the same id, as a shop does: it must count once. */
  async #orders(): Promise<void> {
    while (!this.#stopped) {
      const order_id = `order-${this.#next}`;
      this.#next += 1;
      const click_id = this.answered.clicks.at(-1);
      const order = { type: 'order_placed', order_id, amount_minor: 1_999, currency: 'EUR', customer_id: `c-${order_id}`, ...(click_id ? { click_id } : {}) };
      let taken = false;
      while (!taken && !this.#stopped) {
        await this.#attempt(async () => {
          await this.#send(order);
          taken = true;
          this.answered.orders.push(order_id);
        });
      }
    }
  }

  async #send(order: object): Promise<void> {
    const answer = await fetch(`${this.#options.collector_url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#options.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    if (answer.status !== 202) throw new Error(`${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch {
      this.answered.failures += 1;
      await sleep(PAUSE_AFTER_FAILURE_MS);
    }
  }
}
