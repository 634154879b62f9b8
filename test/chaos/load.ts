import { setTimeout as sleep } from 'node:timers/promises';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { click } from '../support/browser-like.js';
import type { Answered } from './answered.js';
import { Shop, type ShopOptions } from './shop.js';

const OPERATIONS_PER_SECOND = 80;
const SECOND_MS = 1_000;
/** After a stall the clock is set anew instead of catching up in one burst. */
const BEHIND_MS_MAX = 250;
/** A visitor who has not been redirected by then has gone. */
const CLICK_MS_MAX = 6_000;
/** Visitors who wait for an answer at once; one more does not even try. */
const CLICKING_MAX = 64;
/** People who are around at a time. */
const VISITORS = 40;
/** After so many visits somebody else comes in their place, so that the load stays the same however long it goes on. */
const VISITS_EACH = 12;
/** One of the last so many orders is sent again or refunded. */
const RECENT_ORDERS = 50;

export interface LoadOptions extends ShopOptions {
  readonly short_url: string;
  readonly seed: number;
}

interface Visitor {
  readonly customer_id: string;
  visits: number;
  /** Empty until the first answer. */
  cookie: string;
  click_id: string | undefined;
}

interface Waiter {
  readonly at: number;
  readonly resolve: () => void;
}

/**
 * A steady load of clicks, orders, repeated orders and refunds through the front doors. What the n-th operation is follows from the seed, and
 * faults are timed by these numbers, so that a seed brings the same faults at the same instants of the same load.
 */
export class Load {
  readonly answered: Answered = { clicks: [], orders: [], refunds: [], unlogged: 0, failures: 0 };
  readonly #options: LoadOptions;
  readonly #random;
  readonly #shop: Shop;
  readonly #visitors: Visitor[] = Array.from({ length: VISITORS }, (_, place) => newVisitor(`first-${place}`));
  readonly #clicking = new Set<Promise<void>>();
  readonly #running: Promise<void>;
  #waiters: Waiter[] = [];
  #issued = 0;
  #stopped = false;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#random = xoroshiro128plus(options.seed);
    this.#shop = new Shop(options, this.answered);
    this.#running = this.#run();
  }

  /** Operations so far. */
  get issued(): number {
    return this.#issued;
  }

  get shop(): Shop {
    return this.#shop;
  }

  /** Resolves just before operation number `at`; at once when that is over. */
  reached(at: number): Promise<void> {
    if (at <= this.#issued) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ at, resolve }));
  }

  /** Ends when everybody has gone and every order is taken. @throws Error when shops cannot get rid of theirs */
  async stop(): Promise<Answered> {
    this.#stopped = true;
    await this.#running;
    await Promise.all(this.#clicking);
    await this.#shop.close();
    return this.answered;
  }

  async #run(): Promise<void> {
    const every_ms = SECOND_MS / OPERATIONS_PER_SECOND;
    let due_ms = performance.now();
    while (!this.#stopped) {
      const rest_ms = due_ms - performance.now();
      if (rest_ms > 0) await sleep(rest_ms);
      if (rest_ms < -BEHIND_MS_MAX) due_ms = performance.now();
      due_ms += every_ms;
      this.#issue();
    }
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }

  #issue(): void {
    this.#issued += 1;
    const due = this.#waiters.filter(({ at }) => at <= this.#issued);
    this.#waiters = this.#waiters.filter(({ at }) => at > this.#issued);
    for (const { resolve } of due) resolve();
    // Drawn for every operation alike, so that what one is does not depend on how another went.
    const [what, place, recent] = [this.#upTo(9), this.#upTo(VISITORS - 1), this.#upTo(RECENT_ORDERS - 1)];
    if (what < 5) this.#visit(this.#visitorAt(place));
    else if (what < 8) this.#shop.order(this.#issued, this.#visitors[place] ?? {});
    else if (what === 8) this.#shop.repeat(recent);
    else this.#shop.refund(recent);
  }

  #visitorAt(place: number): Visitor {
    let visitor = this.#visitors[place];
    if (visitor === undefined || visitor.visits === VISITS_EACH) {
      visitor = newVisitor(String(this.#issued));
      this.#visitors[place] = visitor;
    }
    visitor.visits += 1;
    return visitor;
  }

  #visit(visitor: Visitor): void {
    if (this.#clicking.size >= CLICKING_MAX) {
      this.answered.failures += 1;
      return;
    }
    const visit = this.#click(visitor).catch(() => {
      this.answered.failures += 1;
    });
    this.#clicking.add(visit);
    void visit.finally(() => this.#clicking.delete(visit));
  }

  async #click(visitor: Visitor): Promise<void> {
    const { click_id, cookie } = await click(this.#options.short_url, visitor.cookie === '' ? {} : { cookie: visitor.cookie }, CLICK_MS_MAX);
    if (cookie !== '') visitor.cookie = cookie;
    if (click_id === '') {
      this.answered.unlogged += 1;
      return;
    }
    visitor.click_id = click_id;
    this.answered.clicks.push(click_id);
  }

  #upTo(max: number): number {
    return uniformInt(this.#random, 0, max);
  }
}

function newVisitor(name: string): Visitor {
  return { customer_id: `customer-${name}`, visits: 0, cookie: '', click_id: undefined };
}
