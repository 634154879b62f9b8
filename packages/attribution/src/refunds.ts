import { splitMoney } from './money.js';

/** What an order's amount was split into, and by which weights. */
export interface StoredSplit {
  readonly amounts_minor: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Refunds reverse the stored split: what is reversed so far is the cumulative refund split in proportion to the stored
 * amounts (by the weights where the order was of 0), so the whole amount takes exactly every stored part back and no part
 * is overdrawn before that. A refund beyond the amount is carried: the same proportion goes on below 0, so that amount
 * plus refunds still is the sum of the lines.
 * @param cumulative_minor sum of the signed refund deltas so far: negative is money back to the customer
 */
export function reversedSoFar(split: StoredSplit, cumulative_minor: number): number[] {
  if (split.amounts_minor.length === 0) return [];
  const stored = split.amounts_minor.map(Math.abs);
  return splitMoney(cumulative_minor, stored.some((amount) => amount > 0) ? stored : split.weights);
}

/**
 * What each refund adds to each line: the difference of what is reversed after it and before it. Any sequence of deltas with the same sum
 * ends at the same lines, so n partial refunds end exactly where one full refund ends.
 * @param deltas_minor signed deltas in the order they became known
 */
export function refundDeltas(split: StoredSplit, deltas_minor: readonly number[]): number[][] {
  let cumulative = 0;
  let reversed = split.amounts_minor.map(() => 0);
  return deltas_minor.map((delta) => {
    cumulative += delta;
    const after = reversedSoFar(split, cumulative);
    const added = after.map((part, index) => part - (reversed[index] ?? 0));
    reversed = after;
    return added;
  });
}
