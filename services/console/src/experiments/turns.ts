import { TouchlineError } from '@touchline/runtime';

/** Analyses that may wait for their turn; beyond it the console says that it is busy rather than grow. */
const WAITING_MAX = 50;
const REMEMBERED_MAX = 500;

interface Remembered {
  readonly answer: Promise<unknown>;
  readonly until_ms: number;
}

/** Heavy answers, made one after the other and kept for a while: many pages that ask the same cost as much as one. */
export class Turns {
  readonly #remembered = new Map<string, Remembered>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** The answer of that name, made anew when it is older than that. @throws TouchlineError TL_STORE_UNAVAILABLE when too many wait */
  answer<T>(name: string, keep_ms: number, make: () => Promise<T>): Promise<T> {
    const known = this.#remembered.get(name);
    if (known !== undefined && known.until_ms > Date.now()) return known.answer as Promise<T>;
    if (this.#waiting >= WAITING_MAX) throw new TouchlineError('TL_STORE_UNAVAILABLE', 'Too many experiments are being analysed at once.');
    this.#waiting += 1;
    const made = this.#last.then(make).finally(() => {
      this.#waiting -= 1;
    });
    this.#last = made.catch(() => undefined);
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered.clear();
    this.#remembered.set(name, { answer: made, until_ms: Date.now() + keep_ms });
    // What failed is tried again by whoever asks next.
    made.catch(() => this.#remembered.delete(name));
    return made;
  }

  /** Forgets every answer whose name begins so. */
  forget(prefix: string): void {
    for (const name of this.#remembered.keys()) if (name.startsWith(prefix)) this.#remembered.delete(name);
  }
}
