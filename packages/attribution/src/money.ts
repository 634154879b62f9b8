/** Binary digits a weight keeps below the largest one: 1e12 minor units times the error stay far under one unit. */
const WEIGHT_BITS = 64;

/**
 * Splits an amount over weights by largest remainder; ties go to the earlier one. The parts sum to the amount exactly.
 * A negative amount splits into the negated parts of its positive. Weights need not sum to 1; equal weights differ by at
 * most one minor unit. Done in BigInt, because amount × weight does not fit a double.
 * @param amount_minor a whole number of minor units
 * @param weights finite and not negative, at least one above 0
 */
export function splitMoney(amount_minor: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(amount_minor)) throw new RangeError('amount_minor must be a whole number a double holds exactly');
  const amount = Math.abs(amount_minor);
  const { floors, remainders } = fitsDoubles(amount, weights) ? sharesInDoubles(amount, weights) : sharesInWholes(amount, weights);
  let left = amount - floors.reduce((sum, part) => sum + part, 0);
  if (left > 0) {
    for (const index of byRemainder(remainders)) {
      if (left === 0) break;
      floors[index] = (floors[index] ?? 0) + 1;
      left -= 1;
    }
  }
  return amount_minor < 0 ? floors.map((part) => (part === 0 ? 0 : -part)) : floors;
}

/** Every weight's share rounded down, and what that leaves of it, all over the same divisor. */
interface Shares {
  readonly floors: number[];
  readonly remainders: readonly (number | bigint)[];
}

/** Whole weights whose products with the amount a double holds exactly need no BigInt, which is many times slower. */
function fitsDoubles(amount: number, weights: readonly number[]): boolean {
  let total = 0;
  for (const weight of weights) {
    if (!(Number.isInteger(weight) && weight >= 0)) return false;
    total += weight;
  }
  return total > 0 && Math.max(amount, 1) * total <= Number.MAX_SAFE_INTEGER;
}

function sharesInDoubles(amount: number, weights: readonly number[]): Shares {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const remainders = weights.map((weight) => (amount * weight) % total);
  return { floors: weights.map((weight, index) => (amount * weight - (remainders[index] ?? 0)) / total), remainders };
}

function sharesInWholes(amount: number, weights: readonly number[]): Shares {
  const units = wholeWeights(weights);
  const total = units.reduce((sum, unit) => sum + unit, 0n);
  const products = units.map((unit) => BigInt(amount) * unit);
  return { floors: products.map((product) => Number(product / total)), remainders: products.map((product) => product % total) };
}

/** Largest first, ties in their order. */
function byRemainder(remainders: readonly (number | bigint)[]): number[] {
  return [...remainders.keys()].sort((one, other) => {
    const [left, right] = [remainders[one] ?? 0, remainders[other] ?? 0];
    if (left === right) return one - other;
    return left > right ? -1 : 1;
  });
}

/** The weights as whole numbers in the same proportion: scaled by a power of two, which a double does without loss. */
function wholeWeights(weights: readonly number[]): bigint[] {
  const largest = weights.reduce((most, weight) => {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError('weights must be finite and not negative');
    return Math.max(most, weight);
  }, 0);
  if (largest === 0) throw new RangeError('at least one weight must be above 0');
  const exponent = WEIGHT_BITS - Math.ceil(Math.log2(largest));
  return weights.map((weight) => BigInt(Math.round(scaled(weight, exponent))));
}

/** weight × 2^exponent in two steps, because 2^exponent alone can overflow for the smallest doubles. */
function scaled(weight: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return weight * 2 ** half * 2 ** (exponent - half);
}

/** How an order's currency becomes the workspace's. */
export interface Exchange {
  /** Workspace currency per one unit of the order's, a decimal such as `0.9213`; `1` where they are the same. */
  readonly rate: string;
  /** Digits after the point of the order's currency: EUR 2, JPY 0, KWD 3. */
  readonly from_exponent: number;
  /** Digits after the point of the workspace's currency. */
  readonly to_exponent: number;
}

/**
 * Converts minor units exactly and rounds once, half to even; the negated amount converts to the negated result.
 * @throws RangeError when the rate is not a decimal or the result is no whole number a double holds exactly
 */
export function convertMinor(amount_minor: number, exchange: Exchange): number {
  const decimal = /^(\d+)(?:\.(\d+))?$/.exec(exchange.rate);
  if (decimal === null) throw new RangeError('rate must be a decimal number such as 0.9213');
  const fraction = decimal[2] ?? '';
  const rate = BigInt(`${decimal[1] ?? '0'}${fraction}`);
  const shift = exchange.to_exponent - exchange.from_exponent - fraction.length;
  const product = BigInt(Math.abs(amount_minor)) * rate;
  const converted = shift >= 0 ? product * 10n ** BigInt(shift) : divideHalfEven(product, 10n ** BigInt(-shift));
  const result = Number(converted);
  if (!Number.isSafeInteger(result)) throw new RangeError('the converted amount is too large');
  return amount_minor < 0 && result !== 0 ? -result : result;
}

function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}
