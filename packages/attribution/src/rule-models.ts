/** One touch as the models see it. */
export interface ModelTouch {
  readonly at_ms: number;
  /** What `linear_unique` tells apart: a creator, a link, a platform … */
  readonly channel: string;
}

/** Relative weights of the first, all middle touches together, and the last. */
export interface EndWeights {
  readonly first: number;
  readonly middle: number;
  readonly last: number;
}

/** Everything to the first touch. */
export function firstShares(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? 1 : 0));
}

/** Everything to the last touch. */
export function lastShares(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? 1 : 0));
}

/** The same to every touch. */
export function linearShares(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}

/**
 * The same to every distinct channel, evenly over that channel’s touches, so a channel seen twice gets no more than one seen
 * once (linear of `mta`, github.com/eeghor/mta). In whole numbers, over the least common multiple of the channels’ counts, while a
 * double holds them exactly.
 */
export function uniqueShares(touches: readonly ModelTouch[]): number[] {
  const counts = new Map<string, number>();
  for (const touch of touches) counts.set(touch.channel, (counts.get(touch.channel) ?? 0) + 1);
  const multiple = leastCommonMultiple(counts.values());
  return touches.map((touch) => multiple / (counts.get(touch.channel) ?? 1));
}

/** 1 where the multiple would pass what a double holds exactly: that takes hundreds of touches. */
function leastCommonMultiple(counts: Iterable<number>): number {
  let multiple = 1;
  for (const count of counts) {
    multiple = (multiple / greatestCommonDivisor(multiple, count)) * count;
    if (multiple > Number.MAX_SAFE_INTEGER) return 1;
  }
  return multiple;
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

/**
 * The ends weigh what is said, the middle touches share theirs evenly; one touch takes all, of two the middle is ignored
 * and the ends renormalised (Adobe Analytics, attribution models: U-, J-, inverse-J-shaped and custom, which is `position` with
 * own weights here).
 * Multiplied by the number of middle touches, so that whole weights stay whole and money splits exactly.
 */
export function endShares(count: number, weights: EndWeights): number[] {
  for (const weight of [weights.first, weights.middle, weights.last]) {
    if (!(weight >= 0 && Number.isFinite(weight))) throw new RangeError('end weights must be finite and not negative');
  }
  if (count === 1) return [1];
  if (count === 2) return normalisable([weights.first, weights.last]);
  const middles = count - 2;
  return normalisable(
    Array.from({ length: count }, (_, index) => {
      if (index === 0) return weights.first * middles;
      return index === count - 1 ? weights.last * middles : weights.middle;
    }),
  );
}

/**
 * One weight per place, counted from the first touch. A shorter journey takes the weights of the places it has, a longer one has no
 * weight for the touches past the list: those get nothing. What is left is renormalised, and where it is all 0, split evenly.
 */
export function placeShares(count: number, weights: readonly number[]): number[] {
  if (weights.length === 0) throw new RangeError('custom weights must name at least one place');
  if (weights.some((weight) => !(weight >= 0 && Number.isFinite(weight)))) throw new RangeError('custom weights must be finite and not negative');
  return normalisable(Array.from({ length: count }, (_, index) => weights[index] ?? 0));
}

/**
 * w = 2^(−(T−t)/h). The exponent of the latest touch is taken out first, so that it weighs 1 and nothing underflows
 * however long before the conversion all of them were.
 */
export function decayShares(touches: readonly ModelTouch[], half_life_ms: number): number[] {
  if (!(half_life_ms > 0)) throw new RangeError('half_life_ms must be above 0');
  const latest_ms = touches.reduce((latest, touch) => Math.max(latest, touch.at_ms), Number.NEGATIVE_INFINITY);
  return touches.map((touch) => 2 ** (-(latest_ms - touch.at_ms) / half_life_ms));
}

/** Weights that leave nothing to divide by (ends of 0 on two touches) fall back to an even split. */
function normalisable(shares: number[]): number[] {
  return shares.some((share) => share > 0) ? shares : shares.map(() => 1);
}
