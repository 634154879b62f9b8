import { z } from 'zod';
import { count } from './spec.js';
import { type Moments, momentsOfRate, momentsOfSums } from './statistics/moments.js';

/** A sum of squares may fall this share short of (Σy)²/n before it is refused: rounding in whoever added it up. */
const ROUNDING_SHARE = 1e-9;

const units = count.min(1);
/** Units of an arm whose variance is estimated. */
export const unitsWithVariance = count.min(2);

/** Can these be the sums of `n` numbers, that is Σy² ≥ (Σy)²/n? */
export function sumsFit(n: number, sum: number, sumSquares: number): boolean {
  return sumSquares >= (sum ** 2 / n) * (1 - ROUNDING_SHARE);
}

export const rateArm = z
  .strictObject({ n: units, conversions: count })
  .refine(({ n, conversions }) => conversions <= n, { path: ['conversions'], error: 'More conversions than units.' });

const meanArm = z
  .strictObject({ n: unitsWithVariance, sum: z.number(), sum_squares: z.number().min(0) })
  .refine(({ n, sum, sum_squares }) => sumsFit(n, sum, sum_squares), { path: ['sum_squares'], error: 'Less than sum² / n, which no numbers have.' });

/** Sums of a metric, or the conversions that are a metric of zeros and ones. */
export const arm = z.union([meanArm, rateArm]);

export type RateArm = z.output<typeof rateArm>;
export type Arm = z.output<typeof arm>;

/** Mean and variance of an arm: the unbiased variance of sums, p(1 − p) of conversions. */
export function momentsOf(each: Arm): Moments {
  return 'conversions' in each ? momentsOfRate(each.n, each.conversions) : momentsOfSums(each.n, each.sum, each.sum_squares);
}
