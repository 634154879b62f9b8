import { setTimeout as sleep } from 'node:timers/promises';
import type { Answered } from './answered.js';

/** Doubles with every attempt. */
const PAUSE_MS_MIN = 250;
const PAUSE_MS_MAX = 4_000;
/** A request that has not been answered by then is made again. */
const REQUEST_MS_MAX = 8_000;
/** Orders and refunds that are being sent; with more of them the shop takes no more. */
const SENDING_MAX = 400;
/** After the last order; then everything is up, and each must be taken. */
const CLOSE_MS_MAX = 60_000;
const ACCEPTED = 202;
const AMOUNT_MINOR = 1_999;
const REFUND_MINOR = -499;

export interface ShopOptions {
  readonly collector_url: string;
  readonly token: string;
}

interface Buyer {
  readonly customer_id?: string;
  readonly click_id?: string | undefined;
}

interface Order {
  readonly type: 'order_placed';
  readonly order_id: string;
  readonly [field: string]: unknown;
}

/** Reports orders and refunds as a shop does: what was not answered is sent again, under the same id, until it is. */
export class Shop {
  readonly #options: ShopOptions;
  readonly #answered: Answered;
  readonly #sending = new Set<Promise<void>>();
  /** Orders that were taken, for repeats; those not refunded yet, for refunds. */
  readonly #taken: Order[] = [];
  readonly #refundable: Order[] = [];
  #closing_ms = Number.POSITIVE_INFINITY;

  constructor(options: ShopOptions, answered: Answered) {
    this.#options = options;
    this.#answered = answered;
  }

  order(number: number, { customer_id, click_id }: Buyer): void {
    const order_id = `order-${number}`;
    const order: Order = {
      type: 'order_placed',
      order_id,
      amount_minor: AMOUNT_MINOR + number,
      currency: 'EUR',
      ...(customer_id === undefined ? {} : { customer_id }),
      ...(click_id === undefined ? {} : { click_id }),
    };
    this.#deliver(order, (event_id) => {
      this.#answered.orders.push(event_id);
      this.#taken.push(order);
      this.#refundable.push(order);
    });
  }

  /** An order once more that was taken before: it must count once (I2). */
  repeat(recent: number): void {
    const order = this.#taken.at(-1 - recent);
    if (order !== undefined) this.#deliver(order, () => undefined);
  }

  refund(recent: number): void {
    const at = this.#refundable.length - 1 - recent;
    const [order] = at < 0 ? [] : this.#refundable.splice(at, 1);
    if (order === undefined) return;
    const { order_id } = order;
    const refund = { type: 'order_refunded', order_id, refund_id: `refund-of-${order_id}`, delta_minor: REFUND_MINOR, currency: 'EUR' };
    this.#deliver(refund, (event_id) => this.#answered.refunds.push(event_id));
  }

  /** One request, made once. @throws Error when it was not answered */
  async send(events: readonly object[]): Promise<{ readonly status: number; readonly code: string; readonly event_ids: readonly string[] }> {
    const answer = await fetch(`${this.#options.collector_url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#options.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(REQUEST_MS_MAX),
    });
    const { results = [], code = '' } = (await answer.json()) as { results?: { event_id?: string }[]; code?: string };
    return { status: answer.status, code, event_ids: results.flatMap(({ event_id }) => event_id ?? []) };
  }

  async close(): Promise<void> {
    this.#closing_ms = performance.now();
    await Promise.all(this.#sending);
  }

  #deliver(event: object, onTaken: (event_id: string) => void): void {
    if (this.#sending.size >= SENDING_MAX) return;
    const sending = this.#untilTaken(event, onTaken);
    this.#sending.add(sending);
    // Told by close().
    sending.catch(() => undefined);
    void sending.then(
      () => this.#sending.delete(sending),
      () => undefined,
    );
  }

  async #untilTaken(event: object, onTaken: (event_id: string) => void): Promise<void> {
    let pause_ms = PAUSE_MS_MIN;
    while (performance.now() < this.#closing_ms + CLOSE_MS_MAX) {
      const { status, event_ids } = await this.send([event]).catch(() => ({ status: 0, event_ids: [] }));
      const [event_id] = event_ids;
      if (status === ACCEPTED && event_id !== undefined) {
        onTaken(event_id);
        return;
      }
      this.#answered.failures += 1;
      await sleep(pause_ms);
      pause_ms = Math.min(2 * pause_ms, PAUSE_MS_MAX);
    }
    throw new Error(`not taken within ${CLOSE_MS_MAX / 1_000} s although everything is up: ${JSON.stringify(event)}`);
  }
}
