/** What an investment is made of. */
export const COST_KINDS = ['fee', 'product', 'shipping', 'commission', 'agency', 'boost'] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** Days since 1970-01-01 in UTC, both included. */
export interface DaySpan {
  readonly first_day: number;
  readonly last_day: number;
}

/** A cost (product at cost) and the days it is spread over. */
export interface Cost extends DaySpan {
  readonly kind: CostKind;
  /** May be negative: a cost that was taken back. */
  readonly amount_minor: number;
}

/** Longer spans are a mistake: a hundred years. */
const SPAN_DAYS_MAX = 36_525;

/**
 * The minor units of a cost that fall on the days of a period. A cost is spread evenly over its days by largest remainder, ties to the earlier
 * day, so that periods that share no day and cover all of its days add up to the cost exactly.
 * @throws RangeError when a cost ends before it begins, has more than 36,525 days, or is no whole number
 */
export function costWithin(cost: Cost, period: DaySpan): number {
  const days = cost.last_day - cost.first_day + 1;
  if (!(days >= 1 && days <= SPAN_DAYS_MAX)) throw new RangeError('a cost is spread over 1 to 36,525 days');
  if (!Number.isSafeInteger(cost.amount_minor)) throw new RangeError('amount_minor must be a whole number a double holds exactly');
  const from = Math.max(0, period.first_day - cost.first_day);
  const to = Math.min(days, period.last_day - cost.first_day + 1);
  if (from >= to) return 0;
  return upTo(cost.amount_minor, days, to) - upTo(cost.amount_minor, days, from);
}

/** What of an amount falls on the first `count` of its days. */
function upTo(amount_minor: number, days: number, count: number): number {
  const left = amount_minor % days;
  // An even split by largest remainder, without the list: the first days take a minor unit more.
  return ((amount_minor - left) / days) * count + Math.sign(left) * Math.min(Math.abs(left), count);
}

/** All costs that fall on a period's days: together, and by kind. Every kind is there. */
export function investment(costs: Iterable<Cost>, period: DaySpan): { readonly total_minor: number; readonly by_kind: Readonly<Record<CostKind, number>> } {
  const by_kind: Record<CostKind, number> = { fee: 0, product: 0, shipping: 0, commission: 0, agency: 0, boost: 0 };
  let total_minor = 0;
  for (const cost of costs) {
    const amount_minor = costWithin(cost, period);
    by_kind[cost.kind] += amount_minor;
    total_minor += amount_minor;
  }
  return { total_minor, by_kind };
}
