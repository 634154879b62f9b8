import { Draws } from '../random.js';

/** Values that were drawn, not worked out. */
export interface Sampled {
  readonly values: Float64Array;
  /** Of the mean over antithetic pairs; they are drawn independently of one another. */
  readonly standard_errors: Float64Array;
  /** Permutations that were drawn, both of each pair. */
  readonly samples: number;
}

export interface SampleOptions {
  /** Permutations; rounded up to whole pairs, at least two pairs. */
  readonly samples: number;
  readonly seed: number;
  /** Games that are played at once, 1 when left out: a game’s figures come after those of the one before. */
  readonly games?: number;
}

const PAIRS_MIN = 2;

/**
 * Shapley values as means of marginal contributions over random orders of the players, each with its reverse (antithetic: who came early comes
 * late; Mitchell and others 2022). Marginals of an order sum to v(all) − v(none), so the values do as well.
 * @param marginals of an order: what each player adds to those before it, by player
 */
export function sampleShapley(players: number, options: SampleOptions, marginals: (order: Int32Array) => ArrayLike<number>): Sampled {
  const pairs = Math.max(PAIRS_MIN, Math.ceil(options.samples / 2));
  const figures = players * (options.games ?? 1);
  const [means, squares] = [new Float64Array(figures), new Float64Array(figures)];
  const draws = new Draws(options.seed);
  const order = Int32Array.from({ length: players }, (_, player) => player);
  for (let pair = 1; pair <= pairs; pair += 1) {
    shuffle(order, draws);
    const forward = Float64Array.from(marginals(order));
    const backward = marginals(order.toReversed());
    for (let figure = 0; figure < figures; figure += 1) {
      const added = ((forward[figure] ?? 0) + (backward[figure] ?? 0)) / 2;
      // Welford: the sum of squares would cancel.
      const before = means[figure] ?? 0;
      const mean = before + (added - before) / pair;
      means[figure] = mean;
      squares[figure] = (squares[figure] ?? 0) + (added - before) * (added - mean);
    }
  }
  return { values: means, standard_errors: squares.map((square) => Math.sqrt(square / (pairs - 1) / pairs)), samples: 2 * pairs };
}

/** Fisher and Yates. */
function shuffle(order: Int32Array, draws: Draws): void {
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = draws.below(last + 1);
    const held = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = held;
  }
}
