import { chiSquareDensity, normalUpper, studentQuantile } from '../statistics/distributions.js';
import { gridOf, integrate } from '../statistics/quadrature.js';

const PANELS = 24;
/** The χ² variable is integrated this many standard deviations around its mean. */
const DEVIATIONS = 12;
/** From here on t cannot be told from the normal distribution at the digits kept. */
const DF_NORMAL = 1e7;

/**
 * P(T > x) of noncentral t: (Z + δ)/√(U/df) > x with Z normal and U χ², integrated over U. Source: Johnson, Kotz, Balakrishnan 1995, ch. 31.
 * @param df above 0 @param delta the noncentrality
 */
export function noncentralUpper(x: number, df: number, delta: number): number {
  if (df >= DF_NORMAL) return normalUpper(x - delta);
  const reach = DEVIATIONS * Math.sqrt(2 * df) + 40;
  const grid = gridOf(Math.max(0, df - reach), df + reach, PANELS);
  return integrate(grid, (u) => chiSquareDensity(u, df) * normalUpper(x * Math.sqrt(u / df) - delta));
}

/** t with P(T > t) = p of the central distribution. */
export function studentCritical(p: number, df: number): number {
  return -studentQuantile(p, df);
}
