import betaln from '@stdlib/math-base-special-betaln';
import gammainc from '@stdlib/math-base-special-gammainc';
import betaCumulative from '@stdlib/stats-base-dists-beta-cdf';
import betaDensityOf from '@stdlib/stats-base-dists-beta-pdf';
import betaInverse from '@stdlib/stats-base-dists-beta-quantile';
import chiSquareDensityOf from '@stdlib/stats-base-dists-chisquare-pdf';
import normalCumulative from '@stdlib/stats-base-dists-normal-cdf';
import normalDensityOf from '@stdlib/stats-base-dists-normal-pdf';
import normalInverse from '@stdlib/stats-base-dists-normal-quantile';
import studentCumulative from '@stdlib/stats-base-dists-t-cdf';
import studentInverse from '@stdlib/stats-base-dists-t-quantile';

const lower = normalCumulative.factory(0, 1);
const density = normalDensityOf.factory(0, 1);

/** Φ(x). Exact in the lower tail; for the upper tail use `normalUpper`. */
export function normalLower(x: number): number {
  return lower(x);
}

/** 1 − Φ(x), by symmetry, so that it does not lose its digits far out. */
export function normalUpper(x: number): number {
  return lower(-x);
}

/** φ(x). */
export function normalDensity(x: number): number {
  return density(x);
}

/** z with Φ(z) = p, 0 < p < 1. */
export function normalQuantile(p: number): number {
  return normalInverse(p, 0, 1);
}

/** P(T > x) of Student's t with `df` > 0, not necessarily whole. */
export function studentUpper(x: number, df: number): number {
  return studentCumulative(-x, df);
}

/** t with P(T ≤ t) = p. */
export function studentQuantile(p: number, df: number): number {
  return studentInverse(p, df);
}

/** P(X > x) of χ² with `df` degrees of freedom: Q(df/2, x/2), the upper tail itself and not 1 − P. */
export function chiSquareUpper(x: number, df: number): number {
  return gammainc(x / 2, df / 2, true, true);
}

/** P(X ≤ x) of Beta(a, b). */
export function betaLower(x: number, a: number, b: number): number {
  return betaCumulative(x, a, b);
}

/** x with P(X ≤ x) = p of Beta(a, b). */
export function betaQuantile(p: number, a: number, b: number): number {
  return betaInverse(p, a, b);
}

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  return betaln(a, b);
}

/** Density of Beta(a, b) at x. */
export function betaDensity(x: number, a: number, b: number): number {
  return betaDensityOf(x, a, b);
}

/** Density of χ² with `df` degrees of freedom at x. */
export function chiSquareDensity(x: number, df: number): number {
  return chiSquareDensityOf(x, df);
}
