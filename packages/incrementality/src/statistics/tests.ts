import type { Interval } from '../analysis.js';
import type { Alternative } from '../spec.js';
import { normalQuantile, normalUpper, studentQuantile, studentUpper } from './distributions.js';

/** How sure, and against which side. */
export interface Level {
  /** Probability of a false alarm, 0 to 1. */
  readonly alpha: number;
  readonly alternative: Alternative;
}

/** A reference distribution symmetric about 0. */
interface Reference {
  readonly upper: (x: number) => number;
  readonly quantile: (p: number) => number;
}

const NORMAL: Reference = { upper: normalUpper, quantile: normalQuantile };

/** Student's t with `df` degrees of freedom; the normal distribution without. */
export function referenceOf(df?: number): Reference {
  return df === undefined ? NORMAL : { upper: (x) => studentUpper(x, df), quantile: (p) => studentQuantile(p, df) };
}

/** The positive critical value: of 1 − α/2 for two sides, of 1 − α for one. Taken in the lower tail, where it keeps its digits. */
export function criticalValue({ alpha, alternative }: Level, reference: Reference = NORMAL): number {
  return -reference.quantile(alternative === 'two_sided' ? alpha / 2 : alpha);
}

/** p of a statistic whose sign is the effect's. */
export function pValue(statistic: number, alternative: Alternative, reference: Reference = NORMAL): number {
  if (alternative === 'greater') return reference.upper(statistic);
  if (alternative === 'less') return reference.upper(-statistic);
  return Math.min(1, 2 * reference.upper(Math.abs(statistic)));
}

/** Opens the end a one-sided alternative leaves open; bounds that are not finite are open, too. */
export function sided(lower: number, upper: number, alternative: Alternative): Interval {
  const finite = (bound: number) => (Number.isFinite(bound) ? bound : null);
  return [alternative === 'less' ? null : finite(lower), alternative === 'greater' ? null : finite(upper)];
}

export interface WaldResult {
  readonly estimate: number;
  readonly interval: Interval | null;
  readonly standard_error: number;
  readonly statistic: number | null;
  readonly p: number | null;
}

/** estimate ± critical value · standard error, and the p that belongs to it; without variance neither can be had. */
export function waldTest(estimate: number, standard_error: number, { df, ...level }: Level & { readonly df?: number }): WaldResult {
  if (!(standard_error > 0)) return { estimate, interval: null, standard_error, statistic: null, p: null };
  const reference = referenceOf(df);
  const half = criticalValue(level, reference) * standard_error;
  const statistic = estimate / standard_error;
  const interval = sided(estimate - half, estimate + half, level.alternative);
  return { estimate, interval, standard_error, statistic, p: pValue(statistic, level.alternative, reference) };
}
