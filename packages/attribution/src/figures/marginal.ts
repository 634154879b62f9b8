/** What a creator cost and was credited with in one stretch of time, all stretches being as long. */
export interface Stretch {
  readonly cost_minor: number;
  readonly revenue_minor: number;
}

/** How much more credited revenue came with a unit more of cost. */
export interface MarginalReturn {
  /** Credited revenue per cost: 1.8 is 1.80 for each 1.00 more. */
  readonly slope: number;
  /** 95 %. */
  readonly interval: readonly [number, number];
}

/** Why nothing can be said: too few stretches, or the cost was always the same. */
export type MarginalUnknown = 'too_few' | 'cost_constant';

/** Fewer stretches say nothing about a slope. */
export const STRETCHES_LEAST = 8;
const CONFIDENCE_975 = 0.975;

/**
 * The slope of the least-squares line of credited revenue on cost, with its 95 % interval by Student’s t with n − 2 degrees of freedom (any textbook on
 * simple linear regression: b = Sxy / Sxx, s² = SSE / (n − 2), b ± t · s / √Sxx). It is what came with spending more, not what spending more caused:
 * seasons and launches move both. Stretches are taken as independent.
 */
export async function marginalReturn(stretches: readonly Stretch[]): Promise<MarginalReturn | MarginalUnknown> {
  // Four hundred modules, which only this figure needs: whoever splits money does not wait for them.
  const { default: quantile } = await import('@stdlib/stats-base-dists-t-quantile');
  const count = stretches.length;
  if (count < STRETCHES_LEAST) return 'too_few';
  const meanCost = stretches.reduce((sum, { cost_minor }) => sum + cost_minor, 0) / count;
  const meanRevenue = stretches.reduce((sum, { revenue_minor }) => sum + revenue_minor, 0) / count;
  let [costSquares, products] = [0, 0];
  for (const { cost_minor, revenue_minor } of stretches) {
    costSquares += (cost_minor - meanCost) ** 2;
    products += (cost_minor - meanCost) * (revenue_minor - meanRevenue);
  }
  // An even spread leaves a minor unit more on some days than on others: that is not spending more.
  if (Math.sqrt(costSquares / count) <= Math.max(1, Math.abs(meanCost) * 1e-3)) return 'cost_constant';
  const slope = products / costSquares;
  const errors = stretches.reduce((sum, { cost_minor, revenue_minor }) => sum + (revenue_minor - meanRevenue - slope * (cost_minor - meanCost)) ** 2, 0);
  const margin = quantile(CONFIDENCE_975, count - 2) * Math.sqrt(errors / (count - 2) / costSquares);
  return { slope, interval: [slope - margin, slope + margin] };
}
