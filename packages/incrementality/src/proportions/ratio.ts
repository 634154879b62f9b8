import { bisectLog } from '../statistics/roots.js';
import type { RatePair } from './difference.js';

/** Bounds of p_T/p_C; the upper one may be infinite. */
type Bounds = readonly [number, number];

export const RATIO_METHODS = ['koopman', 'katz'] as const;

/** Beyond these factors no ratio of rates of up to 2^53 units lies. */
const RATIO_MAX = 1e20;

/** Standard error of ln(p_T/p_C): √(1/x_T − 1/n_T + 1/x_C − 1/n_C); undefined where an arm has no conversion. Source: Katz et al. 1978. */
export function logRatioError({ control, treatment }: Pick<RatePair, 'control' | 'treatment'>): number | undefined {
  if (control.conversions === 0 || treatment.conversions === 0) return undefined;
  return Math.sqrt(1 / treatment.conversions - 1 / treatment.n + 1 / control.conversions - 1 / control.n);
}

/** exp(ln(p_T/p_C) ± z·standard error); undefined where an arm has no conversion. */
export function katz(pair: RatePair): Bounds | undefined {
  const standard_error = logRatioError(pair);
  if (standard_error === undefined) return undefined;
  const ratio = ratioOf(pair);
  return [ratio * Math.exp(-pair.z * standard_error), ratio * Math.exp(pair.z * standard_error)];
}

/**
 * The ratios φ whose score statistic is at most z²: U(φ) = (x_T − n_T·p̃_T)²/(n_T·p̃_T(1 − p̃_T)) · (1 + n_T(φ − p̃_T)/(n_C(1 − p̃_T))), p̃_T of
 * greatest likelihood under p_T = φ·p_C. Undefined when neither arm has a conversion. Source: Koopman 1984.
 */
export function koopman(pair: RatePair): Bounds | undefined {
  const { control, treatment, z } = pair;
  if (control.conversions === 0 && treatment.conversions === 0) return undefined;
  const score = (phi: number) => koopmanScore(pair, phi) - z ** 2;
  const ratio = ratioOf(pair);
  const low = treatment.conversions === 0 ? 0 : bisectLog(score, 1 / RATIO_MAX, Math.min(ratio, RATIO_MAX));
  const high = control.conversions === 0 ? Number.POSITIVE_INFINITY : bisectLog(score, Math.max(ratio, 1 / RATIO_MAX), RATIO_MAX);
  return [low, high];
}

function koopmanScore({ control, treatment }: RatePair, phi: number): number {
  const all = control.n + treatment.n;
  const b = phi * (treatment.n + control.conversions) + treatment.conversions + control.n;
  const root = Math.sqrt(Math.max(0, b ** 2 - 4 * phi * all * (treatment.conversions + control.conversions)));
  // The smaller root of all·p² − b·p + φ·(x_T + x_C), written so that nothing cancels.
  const pT = (2 * phi * (treatment.conversions + control.conversions)) / (b + root);
  const observed = (treatment.conversions - treatment.n * pT) ** 2;
  if (observed === 0) return 0;
  return (observed / (treatment.n * pT * (1 - pT))) * (1 + (treatment.n * (phi - pT)) / (control.n * (1 - pT)));
}

function ratioOf({ control, treatment }: RatePair): number {
  return (treatment.conversions * control.n) / (treatment.n * control.conversions);
}
