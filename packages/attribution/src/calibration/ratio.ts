/** A figure with an interval, each side as wide as it is. */
interface Uncertain {
  readonly estimate: number;
  readonly interval: readonly [low: number, high: number];
}

/** A sum that was counted, and half the width of its interval; 0 where nothing is uncertain about it. */
export interface Counted {
  readonly sum: number;
  readonly margin: number;
}

/**
 * The interval of a ratio θ₁/θ₂ of two figures that are estimated apart, from the interval of each: the ratios R for which θ₁ − Rθ₂ is not told from 0,
 * (θ₁ − Rθ₂)² ≤ (θ₁ − l₁)² + R²d², the upper end with u₁. Where both are symmetric this is Fieller's interval without covariance; d = 0 divides the bounds.
 * Source: MOVER-R, Donner, Zou 2012, "Closed-form confidence intervals for functions of the normal mean and standard deviation", Statistical Methods in Medical
 * Research 21 (4); Fieller 1954, "Some problems in interval estimation", JRSS B 16. What is credited is part of what is measured, so that the two rise
 * together: the covariance left out would narrow the interval of every ratio above 0.
 * @returns undefined where d ≥ θ₂, Fieller's g ≥ 1: a sum that may as well be nothing divides nothing
 */
export function ratioInterval({ estimate, interval: [low, high] }: Uncertain, { sum, margin }: Counted): readonly [number, number] | undefined {
  if (!(margin < sum)) return undefined;
  const scale = (sum - margin) * (sum + margin);
  /** √(θ₁²θ₂² − (θ₂² − d²)(θ₁² − side²)), without the cancellation. */
  const reach = (side: number) => Math.sqrt(scale * side ** 2 + (margin * estimate) ** 2);
  return [(estimate * sum - reach(estimate - low)) / scale, (estimate * sum + reach(high - estimate)) / scale];
}
