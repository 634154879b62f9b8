import type { Matrix } from 'ml-matrix';
import { nearestPoint } from './nearest-point.js';
import type { Panel } from './panel.js';
import { placeboSets } from './placebo-sets.js';
import { differencesFromMean, mean, type Pool, poolOf, symmetric } from './pool.js';
import type { Draws } from './random.js';

/** The time weights' ridge is this share of σ̂: only there to make them unique. */
const TIME_RIDGE = 1e-6;

export interface SyntheticDifference {
  /** Per unit and time. */
  readonly estimate: number;
  /** In the donors' order. */
  readonly unitWeights: readonly number[];
  /** One a pre time. */
  readonly timeWeights: readonly number[];
}

/**
 * Synthetic difference in differences: unit weights (with an intercept and ridge ζ = (N_tr·T_post)^¼·σ̂) that make the donors move
 * like the treated before, time weights (with an intercept) that make the donors' past like their present, and the difference in
 * differences under both; σ̂ is the standard deviation of the donors' first differences before.
 * Arkhangelsky, Athey, Hirshberg, Imbens, Wager, "Synthetic Difference-in-Differences", 2021, algorithm 1.
 */
export function syntheticDifference(panel: Panel): SyntheticDifference {
  return estimateOf(preparedFrom(panel), [TREATED], new Set());
}

/**
 * What sets of donors as large as the treated one, each against the other donors with weights of their own, would have shown;
 * the ridges stay those of the panel. Algorithm 4 of the same paper.
 */
export function syntheticDifferencePlacebos(panel: Panel, draws: Draws): number[] {
  const prepared = preparedFrom(panel);
  return placeboSets(panel.donors.length, panel.treated.length, draws).map((set) => {
    const units = set.map((donor) => donor + 1);
    return estimateOf(prepared, units, new Set(units)).estimate;
  });
}

/** The treated units' mean stands first in the pool, the donors after it. */
const TREATED = 0;

/** All that every placebo shares, so that each costs no more than two small quadratic programs. */
interface Prepared {
  readonly pool: Pool;
  /** Each unit's pre times less the mean of its post times. */
  readonly away: readonly Float64Array[];
  /** Products of the pre times over all donors, and their sums. */
  readonly timeProducts: Matrix;
  readonly timeSums: Float64Array;
  /** How much weights are held together: squared, they weigh ‖ω‖² against the mean squared error. */
  readonly ridges: { readonly unit: number; readonly time: number };
}

function preparedFrom(panel: Panel): Prepared {
  const { treatedSeries, donorSeries, times, pres } = panel;
  const series = [times.map((_, at) => mean(treatedSeries.map((values) => values[at] ?? 0))), ...donorSeries];
  const away = series.map((values) => {
    const after = mean(values.slice(pres));
    return Float64Array.from(values.slice(0, pres), (value) => value - after);
  });
  const donors = away.slice(1);
  return {
    pool: poolOf(series, pres, true),
    away,
    timeProducts: symmetric(pres, (row, column) => donors.reduce((sum, own) => sum + (own[row] ?? 0) * (own[column] ?? 0), 0)),
    timeSums: Float64Array.from({ length: pres }, (_, at) => donors.reduce((sum, own) => sum + (own[at] ?? 0), 0)),
    ridges: ridgesOf(panel),
  };
}

function ridgesOf({ donorSeries, treated, times, pres }: Panel): Prepared['ridges'] {
  const steps = donorSeries.flatMap((series) => series.slice(1, pres).map((value, at) => value - (series[at] ?? 0)));
  const middle = mean(steps);
  const sigma = Math.sqrt(steps.reduce((sum, step) => sum + (step - middle) ** 2, 0) / Math.max(steps.length - 1, 1));
  return { unit: (treated.length * (times.length - pres)) ** 0.25 * sigma, time: TIME_RIDGE * sigma };
}

/** @param target units of the pool taken for treated, as their mean. @param without donors that are not to be compared with */
function estimateOf(prepared: Prepared, target: readonly number[], without: ReadonlySet<number>): SyntheticDifference {
  const { series, fitted } = prepared.pool;
  const donors = series.map((_, unit) => unit).filter((unit) => unit !== TREATED && !without.has(unit));
  // min ‖ω₀ + Σω_i y_i − y‖² + ζ²·T·‖ω‖² over the pre times: the intercept is each series' own mean taken out.
  const unitWeights = nearestPoint(differencesFromMean(prepared.pool, target, { donors, ridge: prepared.ridges.unit ** 2 * fitted }));
  const timeWeights = nearestPoint(timeProducts(prepared, donors.length, without));
  const change = (unit: number): number => {
    const values = series[unit] ?? [];
    return mean(values.slice(fitted)) - timeWeights.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0);
  };
  const others = donors.reduce((sum, unit, place) => sum + (unitWeights[place] ?? 0) * change(unit), 0);
  return { estimate: mean(target.map(change)) - others, unitWeights, timeWeights };
}

/** Of min ‖λ₀ + Σλ_t y_t − ȳ_post‖² + ζ²·N·‖λ‖² over the donors: the intercept is the donors' mean taken out at every time. */
function timeProducts(prepared: Prepared, donors: number, without: ReadonlySet<number>): Matrix {
  const left = [...without].map((unit) => prepared.away[unit] ?? new Float64Array());
  const sums = prepared.timeSums.map((sum, at) => left.reduce((rest, own) => rest - (own[at] ?? 0), sum));
  return symmetric(sums.length, (row, column) => {
    const ridge = row === column ? prepared.ridges.time ** 2 * donors : 0;
    let product = prepared.timeProducts.get(row, column) - ((sums[row] ?? 0) * (sums[column] ?? 0)) / donors + ridge;
    for (const own of left) product -= (own[row] ?? 0) * (own[column] ?? 0);
    return product;
  });
}
