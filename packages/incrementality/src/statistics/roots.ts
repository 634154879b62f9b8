/** Halvings after which two neighbouring doubles are reached from any bracket. */
const HALVINGS_MAX = 200;

/**
 * x between `low` and `high` where f, of one sign at `low` and of the other at `high`, passes 0; to the last digit that halving can reach.
 * @returns the end nearer to 0 when f does not change sign.
 */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  let [left, right] = [low, high];
  const sign = Math.sign(f(left));
  if (sign === 0) return left;
  if (Math.sign(f(right)) === sign) return Math.abs(f(left)) < Math.abs(f(right)) ? left : right;
  for (let step = 0; step < HALVINGS_MAX; step += 1) {
    const middle = left + (right - left) / 2;
    if (middle === left || middle === right) break;
    if (Math.sign(f(middle)) === sign) left = middle;
    else right = middle;
  }
  return left + (right - left) / 2;
}

/** As `bisect`, by halving on the logarithmic scale: for a positive x whose magnitude is not known. */
export function bisectLog(f: (x: number) => number, low: number, high: number): number {
  return Math.exp(bisect((logarithm) => f(Math.exp(logarithm)), Math.log(low), Math.log(high)));
}

/** Steps and relative width after which a costly function is asked no further. */
const STEPS_MAX = 60;
const WIDTH_MIN = 1e-12;

/** As `bisect`, with far fewer calls of a smooth f: false position, Illinois variant. Source: Dowell and Jarratt 1971. */
export function falsePosition(f: (x: number) => number, low: number, high: number): number {
  let [left, right, atLeft, atRight] = [low, high, f(low), f(high)];
  for (let step = 0; step < STEPS_MAX && Math.abs(right - left) > WIDTH_MIN * Math.abs(right); step += 1) {
    const slope = atRight - atLeft;
    const next = Number.isFinite(slope) && slope !== 0 ? right - (atRight * (right - left)) / slope : (left + right) / 2;
    const value = f(next);
    if (value === 0) return next;
    if (Math.sign(value) === Math.sign(atRight)) atLeft /= 2;
    else [left, atLeft] = [right, atRight];
    [right, atRight] = [next, value];
  }
  return right;
}
