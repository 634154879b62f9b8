import { criticalValue, type Level, pValue, referenceOf } from '../statistics/tests.js';

export interface Inference {
  readonly statistic: number;
  readonly p: number;
  /** Infinite at the open end of a one-sided one. */
  readonly interval: readonly [number, number];
}

/** Estimate over its standard error, with the interval and p that belong to one another; Student's t with `df`, normal without. */
export function inferenceOf(estimate: number, standard_error: number, { df, ...level }: Level & { readonly df?: number }): Inference {
  const reference = referenceOf(df);
  const statistic = estimate / standard_error;
  const reach = criticalValue(level, reference) * standard_error;
  return {
    statistic,
    p: pValue(statistic, level.alternative, reference),
    interval: [
      level.alternative === 'less' ? Number.NEGATIVE_INFINITY : estimate - reach,
      level.alternative === 'greater' ? Number.POSITIVE_INFINITY : estimate + reach,
    ],
  };
}
