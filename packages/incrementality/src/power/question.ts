import { halfWidth } from '../sequential/confidence-sequence.js';
import type { Alternative } from '../spec.js';
import { normalQuantile, normalUpper } from '../statistics/distributions.js';
import { noncentralUpper, studentCritical } from './noncentral-t.js';

/** What is measured: a conversion rate, or a mean per unit. */
export type Metric = { readonly kind: 'proportion'; readonly baseline: number } | { readonly kind: 'mean'; readonly mean: number; readonly variance: number };

/** A comparison of one treated arm with the control, equally large. */
export interface Comparison {
  readonly metric: Metric;
  /** `absolute`: in the metric's unit; `relative`: as a share of the control's mean. */
  readonly effect_scale: 'absolute' | 'relative';
  readonly alpha: number;
  readonly alternative: Alternative;
  readonly test: 'z' | 't';
  /** The confidence sequence's N*, when one will be looked at all along. */
  readonly n_star: number | undefined;
}

/** Standard error of the estimate at this effect, and of the same estimate under no effect (which scales the critical value). */
interface Errors {
  readonly atEffect: number;
  readonly atNone: number;
}

/** The effect as a difference of rates. */
function rateDifference(metric: { readonly baseline: number }, comparison: Comparison, effect: number): number {
  return comparison.effect_scale === 'relative' ? metric.baseline * effect : effect;
}

/**
 * Per arm of n: means s² = 2v/n, relative s² = (v/n)(1/m² + (m(1 + D))²/m⁴); rates √(2p(1 − p)/n) under no effect, √((p(1 − p) + q(1 − q))/n) at it.
 */
function errorsAt(comparison: Comparison, effect: number, n: number): Errors {
  const { metric } = comparison;
  if (metric.kind === 'mean') {
    const { mean, variance } = metric;
    const relative = 1 / mean ** 2 + (mean * (1 + effect)) ** 2 / mean ** 4;
    const error = Math.sqrt((variance / n) * (comparison.effect_scale === 'relative' ? relative : 2));
    return { atEffect: error, atNone: error };
  }
  const rate = metric.baseline;
  const treated = rate + rateDifference(metric, comparison, effect);
  return { atEffect: Math.sqrt((rate * (1 - rate) + treated * (1 - treated)) / n), atNone: Math.sqrt((2 * rate * (1 - rate)) / n) };
}

/** Critical value in standard errors under no effect, for n units an arm. */
function criticalAt(comparison: Comparison, n: number): number {
  const { alpha, alternative, test, n_star } = comparison;
  if (n_star !== undefined) return halfWidth(2 * n, { alpha, alternative, n_star });
  const tail = alternative === 'two_sided' ? alpha / 2 : alpha;
  return test === 't' ? studentCritical(tail, 2 * n - 2) : -normalQuantile(tail);
}

/**
 * Probability that the test finds the effect: 1 − Φ(z − D/s) + Φ(−z − D/s), one of the two for one side; with `t` the noncentral t with
 * 2n − 2 degrees of freedom; with N* the sequence's width at N = 2n in place of z. @param n units per arm
 */
export function powerOf(comparison: Comparison, effect: number, n: number): number {
  const { atEffect, atNone } = errorsAt(comparison, effect, n);
  const difference = comparison.metric.kind === 'proportion' ? rateDifference(comparison.metric, comparison, effect) : effect;
  if (!(atEffect > 0)) return difference === 0 ? comparison.alpha : 1;
  const critical = criticalAt(comparison, n);
  const tail = (towards: number) => {
    const shift = (towards * difference) / atEffect;
    const bound = (critical * atNone) / atEffect;
    return comparison.test === 't' && comparison.n_star === undefined ? noncentralUpper(bound, 2 * n - 2, shift) : normalUpper(bound - shift);
  };
  if (comparison.alternative === 'two_sided') return Math.min(1, tail(1) + tail(-1));
  return tail(comparison.alternative === 'greater' ? 1 : -1);
}
