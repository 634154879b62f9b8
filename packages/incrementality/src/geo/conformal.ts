import type { Draws } from './random.js';

/** Orders drawn for the test whose permutations are all of them: too many to list. */
const ORDERS = 2000;

export interface ConformalP {
  /** Over random orders of the times: right when the gaps are exchangeable. */
  readonly iid: number;
  /** Over the T rotations of the times: right when the gaps are stationary and dependent. */
  readonly block: number;
}

/**
 * How often a reordering of the gaps puts as much of them into the post period as there is: S = Σ|u_t| over the post period,
 * of gaps from a fit to all times under the hypothesis of no effect. Neither p is ever below 1 over the orders counted.
 * Chernozhukov, Wüthrich, Zhu, "An Exact and Robust Conformal Inference Method for Counterfactual and Synthetic Controls",
 * 2021, q = 1.
 * @param gaps one a time, the post period's last
 */
export function conformalP(gaps: readonly number[], posts: number, draws: Draws): ConformalP {
  const sizes = gaps.map(Math.abs);
  const count = sizes.length;
  const sumFrom = (values: readonly number[], first: number): number => {
    let sum = 0;
    for (let step = 0; step < posts; step += 1) sum += values[(first + step) % count] ?? 0;
    return sum;
  };
  const seen = sumFrom(sizes, count - posts);
  // What differs only by rounding counts as equal, or the order there is could fall below itself.
  const bound = seen - 1e-12 * Math.max(seen, Number.MIN_VALUE);
  let rotations = 0;
  for (let shift = 0; shift < count; shift += 1) if (sumFrom(sizes, shift) >= bound) rotations += 1;
  let orders = 1;
  for (let drawn = 1; drawn < ORDERS; drawn += 1) if (sumFrom(draws.shuffled(sizes), count - posts) >= bound) orders += 1;
  return { iid: orders / ORDERS, block: rotations / count };
}
