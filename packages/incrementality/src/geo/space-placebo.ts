import { bisect } from '../statistics/roots.js';
import { gapsOf, type Pool, rootMeanSquare } from './pool.js';

/** Below this share of a series' own size a fit is exact up to rounding, and its error no measure of anything. */
const FIT_LEAST = 1e-9;

export interface PlaceboRank {
  /** 1 is the most extreme of all. */
  readonly rank: number;
  readonly of: number;
  readonly p: number;
  readonly smallest_possible_p: number;
}

export type Side = 'two_sided' | 'greater' | 'less';

/** Post-period error over pre-period error of one unit's gaps; one-sided, only gaps to that side count as post-period error. */
export function errorRatio(gaps: readonly number[], pres: number, options: { readonly size: number; readonly side: Side }): number {
  const before = Math.max(rootMeanSquare(gaps.slice(0, pres)), options.size * FIT_LEAST, Number.MIN_VALUE);
  return rootMeanSquare(gaps.slice(pres).map((gap) => sided(gap, options.side))) / before;
}

function sided(gap: number, side: Side): number {
  if (side === 'greater') return Math.max(gap, 0);
  return side === 'less' ? Math.min(gap, 0) : gap;
}

/** How large a unit's own series is, to tell an exact fit by. */
export function sizeOf(pool: Pool, unit: number): number {
  return rootMeanSquare((pool.series[unit] ?? []).slice(0, pool.fitted).map((value) => value - (pool.offsets[unit] ?? 0)));
}

/** Weights for a target out of the donors it is given, in their order. */
export type Weigher = (pool: Pool, target: number, donors: readonly number[]) => readonly number[];

/** Every donor treated in turn, by the same method, out of the other donors: the error ratios there would be with no effect. */
export function placeboRatios(pool: Pool, donors: readonly number[], options: { readonly weigh: Weigher; readonly side: Side }): number[] {
  if (donors.length < 2) return [];
  return donors.map((target) => {
    const others = donors.filter((donor) => donor !== target);
    const gaps = gapsOf(pool, target, others, options.weigh(pool, target, others));
    return errorRatio(gaps, pool.fitted, { size: sizeOf(pool, target), side: options.side });
  });
}

/**
 * Where a unit's error ratio stands among all of them, its own included, ties against it: p is never below 1 over their number.
 * Abadie, Diamond, Hainmueller, "Synthetic Control Methods for Comparative Case Studies", 2010, section 3.5.
 */
export function rankAmong(ratio: number, placebos: readonly number[]): PlaceboRank {
  const rank = 1 + placebos.filter((other) => other >= ratio).length;
  const of = placebos.length + 1;
  return { rank, of, p: rank / of, smallest_possible_p: 1 / of };
}

/**
 * The constant effects that the rank test at level `alpha` does not refuse: those with which the treated unit's error ratio
 * stays at or below the m-th largest placebo ratio, m = ⌊alpha·(J+1)⌋. Infinite where even the first rank is not rare
 * enough; nothing where no constant effect fits. Firpo, Possebom, "Synthetic Control Method: Inference, Sensitivity Analysis
 * and Confidence Sets", 2018.
 */
export function constantEffects(gaps: readonly number[], pres: number, test: Inversion): readonly [number, number] | undefined {
  const allowed = Math.floor(test.alpha * (test.placebos.length + 1) + 1e-9);
  const bound = [...test.placebos].sort((left, right) => right - left)[allowed - 1];
  if (allowed === 0 || bound === undefined) return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const before = Math.max(rootMeanSquare(gaps.slice(0, pres)), test.size * FIT_LEAST, Number.MIN_VALUE);
  const after = gaps.slice(pres);
  const middle = after.reduce((sum, gap) => sum + gap, 0) / after.length;
  const reach = bound * before;
  if (test.side === 'two_sided') {
    const spread = reach * reach - rootMeanSquare(after.map((gap) => gap - middle)) ** 2;
    return spread < 0 ? undefined : [middle - Math.sqrt(spread), middle + Math.sqrt(spread)];
  }
  const sign = test.side === 'greater' ? 1 : -1;
  const end =
    sign *
    lastRefused(
      after.map((gap) => sign * gap),
      reach,
    );
  return test.side === 'greater' ? [end, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, end];
}

interface Inversion {
  readonly placebos: readonly number[];
  readonly alpha: number;
  readonly side: Side;
  readonly size: number;
}

/** The least c for which the root mean square of max(gap − c, 0) is at most `reach`; it falls as c grows. */
function lastRefused(gaps: readonly number[], reach: number): number {
  const error = (effect: number): number => rootMeanSquare(gaps.map((gap) => Math.max(gap - effect, 0)));
  return bisect((effect) => error(effect) - reach, Math.min(...gaps) - 2 * reach - 1, Math.max(...gaps));
}
