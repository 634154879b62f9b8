/** What an arm's sums say: mean per unit and variance between units. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Of one unit; the mean's is variance / n. */
  readonly variance: number;
}

/** Mean and unbiased variance (Σy² − (Σy)²/n)/(n − 1); a tiny negative one that rounding made is 0. @param n at least 2 */
export function momentsOfSums(n: number, sum: number, sumSquares: number): Moments {
  return { n, mean: sum / n, variance: Math.max(0, covarianceOfSums(n, [sum, sum], sumSquares)) };
}

/** Unbiased covariance (Σxy − ΣxΣy/n)/(n − 1). @param n at least 2 */
export function covarianceOfSums(n: number, [sumX, sumY]: readonly [number, number], sumProducts: number): number {
  return (sumProducts - (sumX * sumY) / n) / (n - 1);
}

/** Rate p and the binomial variance p(1 − p) of one unit. */
export function momentsOfRate(n: number, conversions: number): Moments {
  const mean = conversions / n;
  return { n, mean, variance: mean * (1 - mean) };
}

/** v_C/n_C + v_T/n_T. */
export function differenceVariance(control: Moments, treatment: Moments): number {
  return control.variance / control.n + treatment.variance / treatment.n;
}

/** Welch–Satterthwaite degrees of freedom of a difference of means; undefined when both arms lack variance. Source: Welch 1947. */
export function satterthwaite(control: Moments, treatment: Moments): number | undefined {
  const parts = [control, treatment].map(({ n, variance }) => ({ share: variance / n, df: n - 1 }));
  const sum = parts.reduce((total, { share }) => total + share, 0);
  const below = parts.reduce((total, { share, df }) => total + (share === 0 ? 0 : share ** 2 / df), 0);
  return below > 0 && Number.isFinite(below) ? sum ** 2 / below : undefined;
}
