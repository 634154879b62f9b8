import { z } from 'zod';
import { normalQuantile, normalUpper } from '../statistics/distributions.js';

export const spendingSchema = z.union([
  z.enum(['obrien_fleming', 'pocock']),
  z.strictObject({ family: z.literal('power'), phi: z.number().positive() }),
  z.strictObject({ family: z.enum(['obrien_fleming', 'pocock']) }).transform(({ family }) => family),
]);

export type Spending = z.output<typeof spendingSchema>;

/**
 * Error probability one boundary may have spent at information share t: αt^φ; 2(1 − Φ(z_{1−α/2}/√t)), like O'Brien and Fleming;
 * α·ln(1 + (e − 1)t), like Pocock. Source: Lan and DeMets 1983; Kim and DeMets 1987. @param alpha of this boundary @param t 0 to 1
 */
export function spentBy(spending: Spending, alpha: number, t: number): number {
  if (t >= 1) return alpha;
  if (spending === 'pocock') return alpha * Math.log1p((Math.E - 1) * t);
  if (spending === 'obrien_fleming') return 2 * normalUpper(-normalQuantile(alpha / 2) / Math.sqrt(t));
  return alpha * t ** spending.phi;
}
