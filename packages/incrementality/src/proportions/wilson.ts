import type { RateArm } from '../arms.js';

/** Wilson's score interval of a single rate: the p for which |x − np| ≤ z·√(np(1 − p)). Source: Wilson 1927. */
export function wilson({ n, conversions }: RateArm, z: number): [number, number] {
  const rate = conversions / n;
  const below = 1 + z ** 2 / n;
  const centre = (rate + z ** 2 / (2 * n)) / below;
  const half = (z / below) * Math.sqrt((rate * (1 - rate)) / n + z ** 2 / (4 * n ** 2));
  return [conversions === 0 ? 0 : centre - half, conversions === n ? 1 : centre + half];
}
