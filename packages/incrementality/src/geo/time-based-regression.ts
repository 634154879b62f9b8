import { average, type Line, lineThrough } from './line.js';

/** Control's and treatment's outcome summed over their markets, one value a time. */
export interface TwoSeries {
  readonly control: readonly number[];
  readonly treatment: readonly number[];
}

export interface Cumulative {
  /** What the treatment markets had beyond what the control markets foretold, summed over the test period. */
  readonly incremental: number;
  /** Its variance. */
  readonly variance: number;
  readonly line: Line;
}

/**
 * Time-based regression: OLS of treatment on control in the pre period foretells the test period; the cumulative difference D has
 * variance T²·x̄ᵀVx̄ + Tσ², V the coefficients' covariance, x̄ = (1, mean control in the test), on Student's t with n − 2 degrees of
 * freedom. Kerman, Wang, Vaver, "Estimating Ad Effectiveness using Geo Experiments in a Time-Based Regression Framework", 2017.
 * Nothing when the pre period has fewer than three times or the control never moves.
 */
export function cumulativeEffect(pre: TwoSeries, test: TwoSeries): Cumulative | undefined {
  const line = lineThrough(pre.control, pre.treatment);
  if (line === undefined) return undefined;
  const times = test.control.length;
  const level = average(test.control);
  const expected = times * (line.intercept + line.slope * level);
  const observed = test.treatment.reduce((sum, value) => sum + value, 0);
  const leverage = 1 / line.n + (level - line.x_mean) ** 2 / line.x_squares;
  return { incremental: observed - expected, variance: line.variance * (times * times * leverage + times), line };
}

/** What the treatment markets spent beyond what they would have; without spend before the test it is all they spent. */
export function incrementalCost(pre: TwoSeries, test: TwoSeries): { readonly cost: number; readonly variance: number; readonly known: boolean } {
  const spent = test.treatment.reduce((sum, value) => sum + value, 0);
  if ([...pre.control, ...pre.treatment, ...test.control].every((value) => value === 0)) return { cost: spent, variance: 0, known: true };
  const fitted = cumulativeEffect(pre, test);
  if (fitted !== undefined) return { cost: fitted.incremental, variance: fitted.variance, known: false };
  const before = average(pre.treatment);
  const spread = pre.treatment.reduce((sum, value) => sum + (value - before) ** 2, 0) / Math.max(pre.treatment.length - 1, 1);
  const times = test.treatment.length;
  return { cost: spent - times * before, variance: spread * (times + (times * times) / pre.treatment.length), known: spread === 0 };
}

/**
 * Fieller's interval for a ratio of two independent estimates: the θ with (D − θC)² ≤ t²(v_D + θ²v_C). With a known cost (v_C = 0)
 * it is D/C ± t·√v_D/|C|. Nothing when the cost is not told from 0: then every ratio is possible.
 */
export function ratioInterval(
  top: { estimate: number; variance: number },
  below: { estimate: number; variance: number },
  t: number,
): readonly [number, number] | undefined {
  const a = below.estimate ** 2 - t * t * below.variance;
  if (!(a > 0)) return undefined;
  const middle = (top.estimate * below.estimate) / a;
  const reach = Math.sqrt(Math.max(0, middle * middle - (top.estimate ** 2 - t * t * top.variance) / a));
  return [middle - reach, middle + reach];
}
