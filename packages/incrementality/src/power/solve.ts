import { normalQuantile } from '../statistics/distributions.js';
import { bisect, bisectLog } from '../statistics/roots.js';
import { type Comparison, powerOf } from './question.js';

const UNITS_MAX = 1e15;
const UNITS_MIN = 2;
/** Relative effects beyond are not looked for. */
const EFFECT_MAX = 1e6;

/** Is there a formula, or must it be searched? */
function closed({ test, n_star }: Comparison): boolean {
  return test === 'z' && n_star === undefined;
}

/** z of the level plus what the power adds. */
function deviates({ alpha, alternative }: Comparison, power: number): { readonly z: number; readonly zPower: number } {
  return { z: -normalQuantile(alternative === 'two_sided' ? alpha / 2 : alpha), zPower: normalQuantile(power) };
}

/**
 * Units per arm, not rounded. z: rates (z√(2p(1 − p)) + z_b√(p(1 − p) + q(1 − q)))²/d², means k²·2v/D², relative k²·(v/m²)(1 + (1 + D)²)/D²
 * with k = z + z_b; otherwise searched. Null when no number of units reaches the power.
 */
export function unitsFor(comparison: Comparison, effect: number, power: number): number | null {
  const wrongSide = comparison.alternative === 'greater' ? effect <= 0 : comparison.alternative === 'less' ? effect >= 0 : effect === 0;
  if (wrongSide) return null;
  if (!closed(comparison)) {
    if (powerOf(comparison, effect, UNITS_MAX) < power) return null;
    return bisectLog((n) => powerOf(comparison, effect, n) - power, UNITS_MIN, UNITS_MAX);
  }
  const { z, zPower } = deviates(comparison, power);
  const { metric } = comparison;
  if (metric.kind === 'proportion') {
    const p = metric.baseline;
    const d = comparison.effect_scale === 'relative' ? p * effect : effect;
    const q = p + d;
    return (z * Math.sqrt(2 * p * (1 - p)) + zPower * Math.sqrt(p * (1 - p) + q * (1 - q))) ** 2 / d ** 2;
  }
  const spread = comparison.effect_scale === 'relative' ? (metric.variance / metric.mean ** 2) * (1 + (1 + effect) ** 2) : 2 * metric.variance;
  return ((z + zPower) ** 2 * spread) / effect ** 2;
}

/**
 * The smallest effect found with that power (below 0 for `less`). z and means: k√(2v/n); relative with c = vk²/(nm²) < 1: m_B = (m + √(m² − (1 − c)(m² − k²v/n)))/(1 − c),
 * effect m_B/m − 1; otherwise searched. Null when none is: a rate has no room, or c ≥ 1.
 */
export function effectFor(comparison: Comparison, n: number, power: number): number | null {
  const sign = comparison.alternative === 'less' ? -1 : 1;
  const { metric } = comparison;
  if (metric.kind === 'mean' && closed(comparison)) {
    const { z, zPower } = deviates(comparison, power);
    const k = z + zPower;
    if (comparison.effect_scale === 'absolute') return sign * k * Math.sqrt((2 * metric.variance) / n);
    const c = (metric.variance * k ** 2) / (n * metric.mean ** 2);
    return c < 1 ? (c + sign * Math.sqrt(c * (2 - c))) / (1 - c) : null;
  }
  const largest = largestEffect(comparison, sign);
  const short = (size: number) => powerOf(comparison, sign * size, n) - power;
  // At the very edge the treated rate has no variance; just inside it has.
  return short(largest) < 0 ? null : sign * bisect(short, 0, largest);
}

/** How far an effect can go: a rate stays within 0 and 1, a mean that falls relatively stays above 0. */
function largestEffect({ metric, effect_scale }: Comparison, sign: number): number {
  if (metric.kind === 'mean') return effect_scale === 'relative' && sign < 0 ? 1 : EFFECT_MAX * (effect_scale === 'relative' ? 1 : Math.sqrt(metric.variance));
  const room = sign > 0 ? 1 - metric.baseline : metric.baseline;
  return effect_scale === 'relative' ? room / metric.baseline : room;
}
