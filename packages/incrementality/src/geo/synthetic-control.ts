import { type ConformalP, conformalP } from './conformal.js';
import { earlierPanel } from './difference.js';
import { type Panel, treatedMean } from './panel.js';
import { gapsOf, mean, type Pool, poolOf, rootMeanSquare, simplexWeights } from './pool.js';
import type { Draws } from './random.js';
import { augmentedWeights, chosenPenalty } from './ridge-augmentation.js';
import { constantEffects, errorRatio, type PlaceboRank, placeboRatios, rankAmong, type Side, sizeOf, type Weigher } from './space-placebo.js';

export const SYNTHETIC_METHODS = ['simplex', 'simplex_levels', 'augmented_ridge'] as const;
export type SyntheticMethod = (typeof SYNTHETIC_METHODS)[number];

/** The treated units' mean stands first in the pool, the donors after it. */
const TREATED = 0;

export interface SyntheticFit {
  readonly pool: Pool;
  readonly donors: readonly number[];
  readonly weigh: Weigher;
  /** In the donors' order. */
  readonly weights: readonly number[];
  /** Observed minus synthetic at every time. */
  readonly gaps: readonly number[];
  /** λ, for the augmented method. */
  readonly penalty: number | undefined;
}

/**
 * A weighted mean of donors that follows the treated units' mean over the first `panel.pres` times. `simplex`: min ‖y − Xw‖², w ≥ 0,
 * Σw = 1, each series' pre mean taken out; `simplex_levels` the same on levels (Abadie, Diamond, Hainmueller 2010, outcomes only);
 * `augmented_ridge`: levels, with a ridge correction (Ben-Michael, Feller, Rothstein 2021).
 * @param penalty λ of the augmented method; chosen by cross-validation when left out
 */
export function syntheticFit(panel: Panel, method: SyntheticMethod, penalty?: number): SyntheticFit {
  const pool = poolOf([treatedMean(panel), ...panel.donorSeries], panel.pres, method === 'simplex');
  const donors = panel.donors.map((_, place) => place + 1);
  const chosen = method === 'augmented_ridge' ? (penalty ?? chosenPenalty(pool, TREATED, donors)) : undefined;
  const weigh: Weigher = chosen === undefined ? simplexWeights : (within, target, others) => augmentedWeights(within, target, others, chosen);
  const weights = weigh(pool, TREATED, donors);
  return { pool, donors, weigh, weights, gaps: gapsOf(pool, TREATED, donors, weights), penalty: chosen };
}

export interface SpacePlacebo extends PlaceboRank {
  /** The treated units' error ratio, post over pre. */
  readonly ratio: number;
  readonly ratios: readonly number[];
}

/** Where the treated units stand when every donor is treated in turn. */
export function spacePlacebo({ pool, donors, weigh, gaps }: SyntheticFit, side: Side): SpacePlacebo {
  const ratio = errorRatio(gaps, pool.fitted, { size: sizeOf(pool, TREATED), side });
  const ratios = placeboRatios(pool, donors, { weigh, side });
  return { ...rankAmong(ratio, ratios), ratio, ratios };
}

/** The constant effects per unit and time that the placebo in space does not refuse; ends may be infinite. */
export function placeboInterval(
  { pool, gaps }: SyntheticFit,
  placebo: SpacePlacebo,
  test: { readonly alpha: number; readonly side: Side },
): readonly [number, number] | undefined {
  return constantEffects(gaps, pool.fitted, { ...test, placebos: placebo.ratios, size: sizeOf(pool, TREATED) });
}

export interface TimePlacebo extends PlaceboRank {
  /** The first time taken for treated. */
  readonly from: string | number;
  /** What is found there, per unit and time; it should be next to nothing. */
  readonly estimate: number;
}

/** The same method on the pre period alone, its end (as long as the post period, at most a third) taken for treated. */
export function timePlacebo(panel: Panel, method: SyntheticMethod, penalty?: number): TimePlacebo | undefined {
  const earlier = earlierPanel(panel, panel.times.length - panel.pres);
  if (earlier === undefined) return undefined;
  const fit = syntheticFit(earlier, method, penalty);
  const { rank, of, p, smallest_possible_p } = spacePlacebo(fit, 'two_sided');
  return { from: earlier.times[earlier.pres] ?? '', estimate: mean(fit.gaps.slice(earlier.pres)), rank, of, p, smallest_possible_p };
}

/** p by reordering the gaps of a fit to all times, as the hypothesis of no effect allows. */
export function conformal(panel: Panel, method: SyntheticMethod, at: { readonly penalty: number | undefined; readonly draws: Draws }): ConformalP {
  const { gaps } = syntheticFit({ ...panel, pres: panel.times.length }, method, at.penalty);
  return conformalP(gaps, panel.times.length - panel.pres, at.draws);
}

export interface SyntheticSummary {
  /** Per unit and time. */
  readonly estimate: number;
  readonly percent_lift: number | null;
  /** Over all treated units and the whole post period. */
  readonly incremental: number;
  readonly pre_rmspe: number;
  readonly post_rmspe: number;
  /** 1 over the weights' sum of squares: as many donors of equal weight would be as concentrated. */
  readonly effective_donors: number;
}

export function syntheticSummary({ gaps, weights, pool }: SyntheticFit, treated: number): SyntheticSummary {
  const [before, after] = [gaps.slice(0, pool.fitted), gaps.slice(pool.fitted)];
  const effect = after.reduce((sum, gap) => sum + gap, 0);
  const without = (pool.series[TREATED] ?? []).slice(pool.fitted).reduce((sum, value) => sum + value, 0) - effect;
  return {
    estimate: effect / after.length,
    percent_lift: without > 0 ? (100 * effect) / without : null,
    incremental: effect * treated,
    pre_rmspe: rootMeanSquare(before),
    post_rmspe: rootMeanSquare(after),
    effective_donors: weights.reduce((sum, weight) => sum + Math.abs(weight), 0) ** 2 / weights.reduce((sum, weight) => sum + weight * weight, 0),
  };
}
