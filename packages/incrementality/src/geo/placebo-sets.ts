import type { Draws } from './random.js';

/** Up to here every set of donors is a placebo; above, that many are drawn. */
const SETS_MAX = 1000;

/** Sets of `size` out of `count`: all of them where they are few, else as many as may be, drawn. */
export function placeboSets(count: number, size: number, draws: Draws): number[][] {
  if (size >= count) return [];
  if (choices(count, size) <= SETS_MAX) return combinations(count, size);
  const all = Array.from({ length: count }, (_, index) => index);
  return Array.from({ length: SETS_MAX }, () => draws.shuffled(all).slice(0, size));
}

/** How many sets of `size` there are out of `count`; infinite where a double cannot hold it. */
function choices(count: number, size: number): number {
  let result = 1;
  for (let step = 1; step <= size; step += 1) result = (result * (count - size + step)) / step;
  return Math.round(result);
}

/** Every set of `size` out of 0 … count − 1, in the order of their members. */
function combinations(count: number, size: number): number[][] {
  const sets: number[][] = [];
  const chosen = Array.from({ length: size }, (_, index) => index);
  for (;;) {
    sets.push([...chosen]);
    let place = size - 1;
    while (place >= 0 && chosen[place] === count - size + place) place -= 1;
    if (place < 0) return sets;
    chosen[place] = (chosen[place] ?? 0) + 1;
    for (let next = place + 1; next < size; next += 1) chosen[next] = (chosen[next - 1] ?? 0) + 1;
  }
}

/** Standard deviation of placebo estimates about their mean, over their number: Arkhangelsky et al. 2021, algorithm 4. */
export function placeboError(estimates: readonly number[]): number {
  const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
  return Math.sqrt(estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / estimates.length);
}

/** Share of the estimates, the real one included, at least as large as it: never below 1 over their number. */
export function placeboP(estimate: number, placebos: readonly number[], side: 'two_sided' | 'greater' | 'less'): number {
  const reach = (value: number): number => (side === 'two_sided' ? Math.abs(value) : side === 'greater' ? value : -value);
  const bound = reach(estimate) - 1e-12 * Math.abs(estimate);
  return (1 + placebos.filter((value) => reach(value) >= bound).length) / (placebos.length + 1);
}
