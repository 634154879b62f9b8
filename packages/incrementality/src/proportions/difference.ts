import type { RateArm } from '../arms.js';
import { bisect } from '../statistics/roots.js';
import { wilson } from './wilson.js';

/** Both arms, and the critical value of the level asked for. */
export interface RatePair {
  readonly control: RateArm;
  readonly treatment: RateArm;
  readonly z: number;
}

/** Lower and upper bound of p_T − p_C. */
type Bounds = readonly [number, number];

export const DIFFERENCE_METHODS = ['newcombe', 'wald', 'agresti_caffo', 'miettinen_nurminen'] as const;
export type DifferenceMethod = (typeof DIFFERENCE_METHODS)[number];

export function differenceBounds(method: DifferenceMethod, pair: RatePair): Bounds {
  return BOUNDS[method](pair);
}

const BOUNDS: Readonly<Record<DifferenceMethod, (pair: RatePair) => Bounds>> = {
  newcombe,
  wald,
  agresti_caffo: agrestiCaffo,
  miettinen_nurminen: miettinenNurminen,
};

/** d − √((p_T − l_T)² + (u_C − p_C)²) … d + √((u_T − p_T)² + (p_C − l_C)²), l and u Wilson's. Source: Newcombe 1998, method 10. */
function newcombe({ control, treatment, z }: RatePair): Bounds {
  const [pC, pT] = [rateOf(control), rateOf(treatment)];
  const [[lC, uC], [lT, uT]] = [wilson(control, z), wilson(treatment, z)];
  return [pT - pC - Math.hypot(pT - lT, uC - pC), pT - pC + Math.hypot(uT - pT, pC - lC)];
}

/** d ± z·√(p_T(1 − p_T)/n_T + p_C(1 − p_C)/n_C). */
function wald({ control, treatment, z }: RatePair): Bounds {
  const [pC, pT] = [rateOf(control), rateOf(treatment)];
  const half = z * Math.sqrt((pT * (1 - pT)) / treatment.n + (pC * (1 - pC)) / control.n);
  return [pT - pC - half, pT - pC + half];
}

/** Wald after one conversion and one failure are added to each arm, cut to −1 … 1. Source: Agresti and Caffo 2000. */
function agrestiCaffo({ control, treatment, z }: RatePair): Bounds {
  const add = ({ n, conversions }: RateArm) => ({ n: n + 2, conversions: conversions + 1 });
  const [low, high] = wald({ control: add(control), treatment: add(treatment), z });
  return [Math.max(-1, low), Math.min(1, high)];
}

/**
 * The differences δ with |d − δ| ≤ z·√(ṽ(δ)), ṽ from the rates of greatest likelihood under p_T − p_C = δ, times N/(N − 1).
 * Source: Miettinen and Nurminen 1985.
 */
function miettinenNurminen({ control, treatment, z }: RatePair): Bounds {
  const d = rateOf(treatment) - rateOf(control);
  const correction = (control.n + treatment.n) / (control.n + treatment.n - 1);
  // At d itself nothing is left to test, even where neither arm has a conversion and the variance there is 0, too.
  const score = (delta: number) => {
    if (delta === d) return -1;
    const pC = restrictedRate(control, treatment, delta);
    const pT = pC + delta;
    const variance = ((pT * (1 - pT)) / treatment.n + (pC * (1 - pC)) / control.n) * correction;
    return (d - delta) ** 2 - z ** 2 * Math.max(0, variance);
  };
  return [d === -1 ? -1 : bisect(score, -1, d), d === 1 ? 1 : bisect(score, d, 1)];
}

/** p_C of greatest likelihood when p_T = p_C + δ: where the likelihood's slope, which only falls, passes 0. */
function restrictedRate(control: RateArm, treatment: RateArm, delta: number): number {
  const slope = (pC: number) => logSlope(control, pC) + logSlope(treatment, pC + delta);
  return bisect(slope, Math.max(0, -delta), Math.min(1, 1 - delta));
}

/** Slope of a binomial log-likelihood at a rate; ±∞ at an end that what was seen rules out. */
function logSlope({ n, conversions }: RateArm, rate: number): number {
  const inside = Math.min(1, Math.max(0, rate));
  return (conversions === 0 ? 0 : conversions / inside) - (conversions === n ? 0 : (n - conversions) / (1 - inside));
}

function rateOf({ n, conversions }: RateArm): number {
  return conversions / n;
}
