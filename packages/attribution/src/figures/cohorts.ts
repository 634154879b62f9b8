/** An order of a customer, in one currency for all. */
export interface CustomerOrder {
  readonly customer: string;
  readonly at_ms: number;
  /** Refunds taken off. */
  readonly amount_minor: number;
}

/** Customers whose first order lies in the same month. */
export interface Cohort {
  /** `2026-03`, UTC. */
  readonly month: string;
  readonly customers: number;
  /**
   * What a customer of the cohort brought on average up to each age, minor units, unrounded. Place k is the sum of the orders up to the k-th
   * calendar month after the cohort’s, divided by all its customers; it ends with the month the figures are as of.
   */
  readonly ltv_minor: readonly number[];
}

/**
 * Lifetime value by cohort of acquisition, from what was bought and with nothing foretold. Orders after `as_of_ms` are not there yet. A month that is
 * not over yet counts with what it has. By month; months without a new customer are left out.
 */
export function cohorts(orders: Iterable<CustomerOrder>, as_of_ms: number): Cohort[] {
  const known = [...orders].filter(({ at_ms }) => at_ms <= as_of_ms);
  const acquired = new Map<string, number>();
  for (const { customer, at_ms } of known) acquired.set(customer, Math.min(acquired.get(customer) ?? Number.POSITIVE_INFINITY, monthOf(at_ms)));
  const last = monthOf(as_of_ms);
  const byMonth = new Map<number, { customers: number; revenue_minor: number[] }>();
  for (const month of acquired.values()) {
    const cohort = byMonth.get(month) ?? { customers: 0, revenue_minor: Array.from({ length: last - month + 1 }, () => 0) };
    cohort.customers += 1;
    byMonth.set(month, cohort);
  }
  for (const { customer, at_ms, amount_minor } of known) {
    const month = acquired.get(customer) ?? last;
    const revenue_minor = byMonth.get(month)?.revenue_minor ?? [];
    const age = monthOf(at_ms) - month;
    revenue_minor[age] = (revenue_minor[age] ?? 0) + amount_minor;
  }
  return [...byMonth]
    .sort(([one], [other]) => one - other)
    .map(([month, { customers, revenue_minor }]) => ({ month: nameOf(month), customers, ltv_minor: running(revenue_minor).map((sum) => sum / customers) }));
}

/** Months since the year 0, UTC. */
function monthOf(at_ms: number): number {
  const date = new Date(at_ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function nameOf(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

function running(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
