import type { Guard } from '../analysis.js';
import { variancePositive } from '../guards.js';
import { type Moments, satterthwaite } from '../statistics/moments.js';
import { type Level, type WaldResult, waldTest } from '../statistics/tests.js';

/** An arm of which outcome Y and pre-period covariate X are known per unit, whatever they are made of. */
export interface AdjustedArm {
  readonly outcome: Moments;
  readonly covariate: Moments;
  /** Between Y and X of one unit. */
  readonly covariance: number;
}

/** θ from the covariances and variances within the arms, added up; 0 when the covariate does not vary. */
export function pooledTheta(control: AdjustedArm, treatment: AdjustedArm): number {
  const variance = control.covariate.variance + treatment.covariate.variance;
  return variance > 0 ? (control.covariance + treatment.covariance) / variance : 0;
}

interface Adjustment {
  readonly control: AdjustedArm;
  readonly treatment: AdjustedArm;
  readonly theta: number;
}

export interface AdjustedResult extends WaldResult {
  readonly df?: number;
  readonly guards: readonly Guard[];
}

/**
 * Δ = (Ȳ_T − θX̄_T) − (Ȳ_C − θX̄_C), variance Σ_arms (v_Y + θ²v_X − 2θ·cov)/n; relative: Δ/Ȳ_C, whose gradient is 1/Ȳ_C and −θ/Ȳ_C in the
 * treated arm's means, −(Ȳ_C + Δ)/Ȳ_C² and θ/Ȳ_C in the control's. Student's t, Satterthwaite's df from the adjusted variances.
 */
export function adjustedDifference({ control, treatment, theta }: Adjustment, level: Level & { readonly scale: string }): AdjustedResult {
  const estimate = treatment.outcome.mean - control.outcome.mean - theta * (treatment.covariate.mean - control.covariate.mean);
  const [ofControl, ofTreatment] = [adjustedMoments(control, theta), adjustedMoments(treatment, theta)];
  const df = satterthwaite(ofControl, ofTreatment);
  const of = df === undefined ? {} : { df };
  if (level.scale === 'absolute') {
    const variance = ofControl.variance / ofControl.n + ofTreatment.variance / ofTreatment.n;
    return { ...waldTest(estimate, Math.sqrt(variance), { ...level, ...of }), ...of, guards: [variancePositive(variance)] };
  }
  const base = control.outcome.mean;
  const positive: Guard = { name: 'baseline_positive', passed: base > 0, detail: `the control’s mean is ${base}, a relative lift needs one above 0` };
  const slope = (base + estimate) / base;
  const { outcome, covariate, covariance } = control;
  const controlVariance = (slope ** 2 * outcome.variance - 2 * slope * theta * covariance + theta ** 2 * covariate.variance) / outcome.n;
  const variance = (ofTreatment.variance / ofTreatment.n + controlVariance) / base ** 2;
  const result = waldTest(estimate / base, Math.sqrt(Math.max(0, variance)), { ...level, ...of });
  return { ...(positive.passed ? result : { ...result, interval: null, statistic: null, p: null }), ...of, guards: [positive, variancePositive(variance)] };
}

/** Mean and variance of Y − θX. */
function adjustedMoments({ outcome, covariate, covariance }: AdjustedArm, theta: number): Moments {
  const variance = outcome.variance + theta ** 2 * covariate.variance - 2 * theta * covariance;
  return { n: outcome.n, mean: outcome.mean - theta * covariate.mean, variance: Math.max(0, variance) };
}
