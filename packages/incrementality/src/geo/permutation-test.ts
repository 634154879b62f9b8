import type { Alternative } from '../spec.js';
import { bisect } from '../statistics/roots.js';

/** One outcome: of a unit, or of a unit at a time. */
export interface Cell {
  readonly unit: number;
  /** Cells of one stratum are compared with one another alone: a stratum of markets, a pair, a time. */
  readonly stratum: number;
  readonly outcome: number;
}

/** How the strata are put together: by their size, or by how much each tells (treated × others over their sum). */
export type Weighing = 'size' | 'information';

export interface PermutationTest {
  readonly estimate: number;
  readonly p: number;
  /** Effects, the same for every cell, that the test does not refuse; infinite ends are open. */
  readonly interval: readonly [number, number];
}

interface Asked {
  readonly alpha: number;
  readonly alternative: Alternative;
}

/** What could have been dealt, and what that makes of a cell. */
export interface Deals {
  readonly cells: readonly Cell[];
  /** Labels by unit; the first is what was dealt. */
  readonly assignments: readonly (readonly number[])[];
  /** Whether a cell, by its place, is treated under an assignment. */
  readonly treated: (labels: readonly number[], place: number) => boolean;
  readonly weighing: Weighing;
}

/**
 * Fisher's randomisation test on the assignments the lottery could have dealt, and its inversion for a constant effect. The statistic,
 * the strata's differences in means put together, is linear in the outcomes: under an effect τ it is T(Y) − τ·T(A), A the actual treatment.
 * Rosenbaum, "Observational Studies", 2nd edition, sections 2.4 and 2.6; for stepped wedges (strata are times) Thompson et al. 2018.
 */
export function permutationTest(deals: Deals, asked: Asked): PermutationTest {
  const { cells, assignments, treated } = deals;
  const actual = cells.map((_, place) => treated(assignments[0] ?? [], place));
  const pairs = assignments.map((labels) => compared(deals, labels, actual));
  const estimate = pairs[0]?.outcome ?? 0;
  const p = (effect: number): number => pOf(pairs, estimate, { effect, alternative: asked.alternative });
  return { estimate, p: p(0), interval: inverted(p, { estimate, asked, scale: spreadOf(pairs) }) };
}

interface Sums {
  count: number;
  outcome: number;
  actual: number;
}

/** Treated less others under one assignment, stratum by stratum, put together: of the outcomes, and of the actual treatment. */
function compared({ cells, treated, weighing }: Deals, labels: readonly number[], actual: readonly boolean[]): Pair {
  const strata: { readonly on: Sums; readonly off: Sums }[] = [];
  cells.forEach(({ stratum, outcome }, place) => {
    strata[stratum] ??= { on: { count: 0, outcome: 0, actual: 0 }, off: { count: 0, outcome: 0, actual: 0 } };
    const side = treated(labels, place) ? strata[stratum]?.on : strata[stratum]?.off;
    if (side === undefined) return;
    side.count += 1;
    side.outcome += outcome;
    side.actual += actual[place] === true ? 1 : 0;
  });
  let [total, outcome, effect] = [0, 0, 0];
  for (const { on, off } of strata) {
    if (on.count === 0 || off.count === 0) continue;
    const weight = weighing === 'size' ? on.count + off.count : (on.count * off.count) / (on.count + off.count);
    total += weight;
    outcome += weight * (on.outcome / on.count - off.outcome / off.count);
    effect += weight * (on.actual / on.count - off.actual / off.count);
  }
  return { outcome: outcome / total, effect: effect / total };
}

type Pair = { readonly outcome: number; readonly effect: number };

function pOf(pairs: readonly Pair[], estimate: number, { effect, alternative }: { effect: number; alternative: Alternative }): number {
  const reach = (value: number): number => (alternative === 'two_sided' ? Math.abs(value) : alternative === 'greater' ? value : -value);
  const seen = reach(estimate - effect);
  const bound = seen - 1e-12 * (Math.abs(estimate) + Math.abs(effect));
  return pairs.filter((pair) => reach(pair.outcome - effect * pair.effect) >= bound).length / pairs.length;
}

function spreadOf(pairs: readonly Pair[]): number {
  return Math.max(...pairs.map(({ outcome }) => Math.abs(outcome)), Number.MIN_VALUE);
}

/** How far out an end is looked for, in times the largest statistic: an end beyond is none. */
const DOUBLINGS_MAX = 30;

function inverted(p: (effect: number) => number, at: { estimate: number; asked: Asked; scale: number }): readonly [number, number] {
  const { estimate, asked, scale } = at;
  const end = (direction: number): number => {
    let reach = scale;
    for (let step = 0; step < DOUBLINGS_MAX; step += 1) {
      if (p(estimate + direction * reach) <= asked.alpha)
        return bisect((effect) => p(effect) - asked.alpha - Number.EPSILON, estimate, estimate + direction * reach);
      reach *= 2;
    }
    return direction * Number.POSITIVE_INFINITY;
  };
  return [asked.alternative === 'less' ? Number.NEGATIVE_INFINITY : end(-1), asked.alternative === 'greater' ? Number.POSITIVE_INFINITY : end(1)];
}
