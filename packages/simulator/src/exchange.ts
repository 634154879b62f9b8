import { DAY_MS, type Span } from './instants.js';
import type { Random } from './random.js';

const FIRST_RATE = 0.92;
const DAILY_SIGMA = 0.004;

/** Workspace currency per unit of the foreign one, for every day of the market: a random walk, as decimal strings. */
export class Exchange {
  readonly #start_ms: number;
  readonly #rates: readonly string[];

  constructor(span: Span, random: Random) {
    this.#start_ms = span.start_ms;
    let rate = FIRST_RATE;
    this.#rates = Array.from({ length: Math.ceil((span.end_ms - span.start_ms) / DAY_MS) + 1 }, () => {
      rate *= Math.exp(DAILY_SIGMA * random.normal());
      return rate.toFixed(4);
    });
  }

  rateAt(at_ms: number): string {
    const rate = this.#rates[Math.floor((at_ms - this.#start_ms) / DAY_MS)];
    if (rate === undefined) throw new Error('no rate outside the market’s days');
    return rate;
  }
}

/** An amount in the workspace's currency; both currencies have the same number of decimals. */
export function converted(amount_minor: number, rate: string | undefined): number {
  return rate === undefined ? amount_minor : Math.round(amount_minor * Number(rate));
}
