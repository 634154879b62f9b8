import { rowsWhere } from './sample.js';

/**
 * The risk ratio an effect on the exposed amounts to: of 0/1 outcomes the exposed's rate over what it would have been; of others
 * exp(0.91·d), d the effect in standard deviations of the outcome (VanderWeele, Ding 2017, table 2). Nothing where it is none.
 */
export function riskRatioOf(effect: number, outcome: readonly number[], treated: readonly number[]): number | undefined {
  if (outcome.every((value) => value === 0 || value === 1)) {
    const exposed = rowsWhere(treated, 1);
    const rate = exposed.reduce((sum, row) => sum + (outcome[row] ?? 0), 0) / exposed.length;
    return rate > 0 && rate - effect > 0 ? rate / (rate - effect) : undefined;
  }
  const mean = outcome.reduce((sum, value) => sum + value, 0) / outcome.length;
  const spread = Math.sqrt(outcome.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(outcome.length - 1, 1));
  return spread > 0 ? Math.exp((0.91 * effect) / spread) : undefined;
}
