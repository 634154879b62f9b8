import { refundDeltas, reversedSoFar, type StoredSplit, splitMoney, UNATTRIBUTED, type Weigh } from '@touchline/attribution';
import type { Journeys } from './journeys.js';
import type { Order } from './orders.js';

/** An order's credit: who gets which share of it. */
export interface Credited {
  readonly order: Order;
  /** Rows of the touches that count; none where nobody earns anything. */
  readonly rows: readonly number[];
  /** Unnormalised, one for each row; a single 1 where there are none. */
  readonly shares: readonly number[];
  /** What each share gets of the amount; undefined for a conversion without one. */
  readonly split: StoredSplit | undefined;
}

/** One line, as the ledger has it: the order's money to a touch, or back from it. */
export interface CreditLine {
  readonly conversion: string;
  /** The touch's id, null where its file gives none; `(unattributed)`. */
  readonly touch: string | null;
  readonly channel: string;
  /** From 0; null where nothing is credited to a touch. */
  readonly position: number | null;
  readonly weight: number;
  readonly amount_minor: number;
  readonly currency: string | null;
  readonly kind: 'credit' | 'refund';
  /** The refund's id. */
  readonly refund?: string;
}

/** What the touches of an order get. The money is split by largest remainder, ties to the earlier touch. */
export function credit(order: Order, journeys: Journeys, weigh: Weigh): Credited {
  const rows = journeys.at(order.person, order.at_ms);
  const weighed = rows.length === 0 ? [] : weigh(journeys.asModelTouches(rows));
  const earned = weighed.some((share) => share > 0);
  const shares = earned ? weighed : [1];
  const split = order.money === undefined ? undefined : { amounts_minor: splitMoney(order.money.amount_minor, shares), weights: shares };
  return { order, rows: earned ? rows : [], shares, split };
}

/** Weights that sum to 1. */
export function weightsOf(shares: readonly number[]): number[] {
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

/** What is left of each share's money after all refunds. The stored split is reversed by the cumulative refund (I4). */
export function netAmounts({ order, split }: Credited): number[] {
  if (split === undefined) return [];
  const refunded_minor = order.refunds.reduce((sum, refund) => sum + refund.delta_minor, 0);
  if (refunded_minor === 0) return [...split.amounts_minor];
  const reversed = reversedSoFar(split, refunded_minor);
  return split.amounts_minor.map((amount_minor, index) => amount_minor + (reversed[index] ?? 0));
}

/** How lines name a touch. */
export interface TouchNames {
  id(row: number): string;
  channel(row: number): string;
}

/** Credit lines in the journey's order, then those of each refund; what gets nothing has no line. */
export function* linesOf(credited: Credited, names: TouchNames): Generator<CreditLine> {
  const { order, shares, split } = credited;
  const weights = weightsOf(shares);
  const currency = order.money?.currency ?? null;
  const touchOf = (index: number) => {
    const row = credited.rows[index];
    if (row === undefined) return { touch: UNATTRIBUTED, channel: UNATTRIBUTED, position: null };
    return { touch: names.id(row) || null, channel: names.channel(row), position: index };
  };
  for (const [index, weight] of weights.entries()) {
    const amount_minor = split?.amounts_minor[index] ?? 0;
    if (weight > 0 || amount_minor !== 0) yield { conversion: order.id, ...touchOf(index), weight, amount_minor, currency, kind: 'credit' };
  }
  if (split === undefined) return;
  const deltas = refundDeltas(
    split,
    order.refunds.map(({ delta_minor }) => delta_minor),
  );
  for (const [number, refund] of order.refunds.entries()) {
    for (const [index, amount_minor] of (deltas[number] ?? []).entries()) {
      if (amount_minor === 0) continue;
      yield { conversion: order.id, ...touchOf(index), weight: weights[index] ?? 0, amount_minor, currency, kind: 'refund', refund: refund.id };
    }
  }
}
