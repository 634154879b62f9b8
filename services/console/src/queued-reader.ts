import { TouchlineError } from '@touchline/runtime';
import type { Reader } from './reader.js';

/** The marketer's account may run 8 statements at once; two places stay free for people who write SQL of their own. */
export const STATEMENTS_MAX = 6;
/** Statements that may wait for a place; beyond it the console says that it is busy rather than grow. */
export const WAITING_MAX = 300;

/** A reader that never has more than a few statements under way: a page asks several things at once, and many pages do. */
export class QueuedReader implements Reader {
  readonly #reader: Reader;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE also when too many statements wait */
  async query<Row>(sql: string, parameters: Readonly<Record<string, unknown>>): Promise<Row[]> {
    await this.#place();
    try {
      return await this.#reader.query<Row>(sql, parameters);
    } finally {
      // A place is handed on, not given back, so that nobody who comes in between can take it too.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #place(): Promise<void> {
    if (this.#running < STATEMENTS_MAX) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= WAITING_MAX) throw new TouchlineError('TL_STORE_UNAVAILABLE', 'Too many figures are being read at once.');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
