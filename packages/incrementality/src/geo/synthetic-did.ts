import { nearestPoint } from './nearest-point.js';
import type { Panel } from './panel.js';
import { placeboSets } from './placebo-sets.js';
import { mean, symmetric } from './pool.js';
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

/** How much weights are held together: squared, they weigh ‖ω‖² against the mean squared error. */
interface Ridges {
  readonly unit: number;
  readonly time: number;
}

/**
 * Synthetic difference in differences: unit weights (with an intercept and ridge ζ = (N_tr·T_post)^¼·σ̂) that make the donors move
 * like the treated before, time weights (with an intercept) that make the donors' past like their present, and the difference in
 * differences under both; σ̂ is the standard deviation of the donors' first differences before.
 * Arkhangelsky, Athey, Hirshberg, Imbens, Wager, "Synthetic Difference-in-Differences", 2021, algorithm 1.
 */
export function syntheticDifference(panel: Panel): SyntheticDifference {
  return estimateOf(panel, ridgesOf(panel));
}

/**
 * What sets of donors as large as the treated one, each against the other donors with weights of their own, would have shown;
 * the ridges stay those of the panel. Algorithm 4 of the same paper.
 */
export function syntheticDifferencePlacebos(panel: Panel, draws: Draws): number[] {
  const ridges = ridgesOf(panel);
  return placeboSets(panel.donors.length, panel.treated.length, draws).map((set) => {
    const chosen = new Set(set);
    const others = <T>(values: readonly T[]): T[] => values.filter((_, index) => !chosen.has(index));
    const own = <T>(values: readonly T[]): T[] => values.filter((_, index) => chosen.has(index));
    const placebo = {
      ...panel,
      treated: own(panel.donors),
      donors: others(panel.donors),
      treatedSeries: own(panel.donorSeries),
      donorSeries: others(panel.donorSeries),
    };
    return estimateOf(placebo, ridges).estimate;
  });
}

function ridgesOf({ donorSeries, treated, times, pres }: Panel): Ridges {
  const steps = donorSeries.flatMap((series) => series.slice(1, pres).map((value, at) => value - (series[at] ?? 0)));
  const middle = mean(steps);
  const sigma = Math.sqrt(steps.reduce((sum, step) => sum + (step - middle) ** 2, 0) / Math.max(steps.length - 1, 1));
  return { unit: (treated.length * (times.length - pres)) ** 0.25 * sigma, time: TIME_RIDGE * sigma };
}

function estimateOf({ treatedSeries, donorSeries, times, pres }: Panel, ridges: Ridges): SyntheticDifference {
  const treated = times.map((_, at) => mean(treatedSeries.map((series) => series[at] ?? 0)));
  const unitWeights = interceptFit(
    donorSeries.map((series) => series.slice(0, pres)),
    treated.slice(0, pres),
    ridges.unit,
  );
  const timeWeights = interceptFit(
    Array.from({ length: pres }, (_, at) => donorSeries.map((series) => series[at] ?? 0)),
    donorSeries.map((series) => mean(series.slice(pres))),
    ridges.time,
  );
  const change = (series: readonly number[]): number => mean(series.slice(pres)) - timeWeights.reduce((sum, weight, at) => sum + weight * (series[at] ?? 0), 0);
  const donors = donorSeries.reduce((sum, series, index) => sum + (unitWeights[index] ?? 0) * change(series), 0);
  return { estimate: change(treated) - donors, unitWeights, timeWeights };
}

/** min ‖w₀ + Xw − y‖² + ridge²·n·‖w‖² over the simplex, n the length of y: an intercept takes every mean out. */
function interceptFit(points: readonly (readonly number[])[], target: readonly number[], ridge: number): number[] {
  const goal = centred(target);
  const away = points.map((point) => centred(point).map((value, index) => value - (goal[index] ?? 0)));
  const products = symmetric(points.length, (row, column) => {
    const [left, right] = [away[row], away[column]];
    let product = row === column ? ridge * ridge * target.length : 0;
    for (let index = 0; index < target.length; index += 1) product += (left?.[index] ?? 0) * (right?.[index] ?? 0);
    return product;
  });
  return nearestPoint(products);
}

function centred(values: readonly number[]): Float64Array {
  const middle = mean(values);
  return Float64Array.from(values, (value) => value - middle);
}
