import { type PairDifference, sortedResiduals, stretches } from './trimmed-mean.js';

/**
 * From the first to the last θ at which the trimmed mean of the residuals is within z of its standard error,
 * mean² ≤ z²·W/(h(h − 1)), W the winsorised sum of squares about its mean and h the pairs left: a quadratic inequality in θ on every
 * stretch. Ends may be infinite; nothing where it holds nowhere.
 */
export function studentizedRange(pairs: readonly PairDifference[], trims: number, z: number): readonly [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { from, to, order } of stretches(pairs)) {
    for (const [start, end] of within(inequality(pairs, { order, trims, z }), from, to)) {
      low = Math.min(low, start);
      high = Math.max(high, end);
    }
  }
  return low > high ? undefined : [low, high];
}

/** The trimmed mean of the residuals at one θ over its standard error: near normal when θ is the return there is. */
export function studentizedMean(pairs: readonly PairDifference[], trims: number, theta: number): number {
  const residuals = sortedResiduals(pairs, theta).map(({ residual }) => residual);
  const kept = residuals.slice(trims, residuals.length - trims);
  const sum = kept.reduce((total, residual) => total + residual, 0);
  const ends = [kept[0] ?? 0, kept.at(-1) ?? 0];
  const winsorised = [...kept, ...Array.from({ length: 2 * trims }, (_, place) => ends[place % 2] ?? 0)];
  const middle = winsorised.reduce((total, residual) => total + residual, 0) / winsorised.length;
  const squares = winsorised.reduce((total, residual) => total + (residual - middle) ** 2, 0);
  return sum / kept.length / Math.sqrt(squares / (kept.length * (kept.length - 1)));
}

/** aθ² − 2bθ + c ≤ 0. */
interface Quadratic {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

function inequality(pairs: readonly PairDifference[], at: { order: readonly number[]; trims: number; z: number }): Quadratic {
  const { order, trims, z } = at;
  const count = order.length;
  const kept = count - 2 * trims;
  const sums = { spend: 0, response: 0 };
  const winsorised = { spend: 0, response: 0, spends: 0, responses: 0, products: 0 };
  order.forEach((own, place) => {
    const index = place < trims ? order[trims] : place >= count - trims ? order[count - trims - 1] : own;
    const { response, spend } = pairs[index ?? 0] ?? { response: 0, spend: 0 };
    if (place >= trims && place < count - trims) {
      sums.spend += spend;
      sums.response += response;
    }
    winsorised.spend += spend;
    winsorised.response += response;
    winsorised.spends += spend * spend;
    winsorised.responses += response * response;
    winsorised.products += spend * response;
  });
  const scale = (z * z * kept) / (kept - 1);
  return {
    a: sums.spend ** 2 - scale * (winsorised.spends - winsorised.spend ** 2 / count),
    b: sums.spend * sums.response - scale * (winsorised.products - (winsorised.spend * winsorised.response) / count),
    c: sums.response ** 2 - scale * (winsorised.responses - winsorised.response ** 2 / count),
  };
}

/** Where the inequality holds between two ends. */
function within({ a, b, c }: Quadratic, from: number, to: number): [number, number][] {
  const clip = (start: number, end: number): [number, number][] => {
    const [low, high] = [Math.max(start, from), Math.min(end, to)];
    return low <= high ? [[low, high]] : [];
  };
  const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (a === 0) {
    if (b === 0) return c <= 0 ? clip(least, most) : [];
    return b > 0 ? clip(c / (2 * b), most) : clip(least, c / (2 * b));
  }
  const inside = b * b - a * c;
  if (inside < 0) return a < 0 ? clip(least, most) : [];
  const [one, other] = [(b - Math.sqrt(inside)) / a, (b + Math.sqrt(inside)) / a];
  return a > 0 ? clip(one, other) : [...clip(least, Math.min(one, other)), ...clip(Math.max(one, other), most)];
}
