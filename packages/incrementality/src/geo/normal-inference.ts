import type { Alternative } from '../spec.js';
import { normalQuantile, normalUpper, studentQuantile, studentUpper } from '../statistics/distributions.js';

export interface Inference {
  readonly statistic: number;
  readonly p: number;
  /** Infinite at the open end of a one-sided one. */
  readonly interval: readonly [number, number];
}

interface Asked {
  readonly alpha: number;
  readonly alternative: Alternative;
  /** Degrees of freedom of Student's t; the normal distribution when left out. */
  readonly df?: number;
}

/** Estimate over its standard error, with the interval and p that belong to one another. */
export function inferenceOf(estimate: number, standard_error: number, { alpha, alternative, df }: Asked): Inference {
  const upper = (x: number): number => (df === undefined ? normalUpper(x) : studentUpper(x, df));
  const quantile = (share: number): number => (df === undefined ? normalQuantile(share) : studentQuantile(share, df));
  const statistic = estimate / standard_error;
  if (alternative === 'two_sided') {
    const reach = quantile(1 - alpha / 2) * standard_error;
    return { statistic, p: Math.min(1, 2 * upper(Math.abs(statistic))), interval: [estimate - reach, estimate + reach] };
  }
  const reach = quantile(1 - alpha) * standard_error;
  return alternative === 'greater'
    ? { statistic, p: upper(statistic), interval: [estimate - reach, Number.POSITIVE_INFINITY] }
    : { statistic, p: upper(-statistic), interval: [Number.NEGATIVE_INFINITY, estimate + reach] };
}
