import type { CreditFigures } from './answers.js';

/** The counted part of the figures; the ratios follow from it. */
export type Counted = Omit<CreditFigures, 'roi' | 'cpa_minor' | 'cvr' | 'aov_minor'>;

export const NOTHING: Counted = { clicks_raw: 0, clicks_valid: 0, visitor_days: 0, orders_credited: 0, revenue_minor: 0, new_customers: 0, cost_minor: 0 };

/** Shares of one order are floats; what is left of adding them is not shown. */
const SHARE_DIGITS = 1e6;

/**
 * ROI = (revenue − investment) / investment; CPA = investment / new customers; CVR = orders / valid clicks;
 * AOV = revenue / orders. Null where the divisor is 0, and where a creator cost nothing.
 */
export function withRatios(counted: Counted): CreditFigures {
  const orders = withoutFloatDust(counted.orders_credited);
  const customers = withoutFloatDust(counted.new_customers);
  return {
    ...counted,
    orders_credited: orders,
    new_customers: customers,
    roi: returnOn(counted.revenue_minor, counted.cost_minor),
    cpa_minor: counted.cost_minor === 0 || customers === 0 ? null : Math.round(counted.cost_minor / customers),
    cvr: counted.clicks_valid === 0 ? null : orders / counted.clicks_valid,
    aov_minor: orders === 0 ? null : Math.round(counted.revenue_minor / orders),
  };
}

/** A sum of shares of orders, without what adding floats left on it. */
export function withoutFloatDust(shares: number): number {
  return Math.round(shares * SHARE_DIGITS) / SHARE_DIGITS;
}

export function returnOn(revenueMinor: number, investmentMinor: number): number | null {
  return investmentMinor === 0 ? null : (revenueMinor - investmentMinor) / investmentMinor;
}

export function sumCounted(rows: readonly Counted[]): Counted {
  return rows.reduce(
    (sum, row) => ({
      clicks_raw: sum.clicks_raw + row.clicks_raw,
      clicks_valid: sum.clicks_valid + row.clicks_valid,
      visitor_days: sum.visitor_days + row.visitor_days,
      orders_credited: sum.orders_credited + row.orders_credited,
      revenue_minor: sum.revenue_minor + row.revenue_minor,
      new_customers: sum.new_customers + row.new_customers,
      cost_minor: sum.cost_minor + row.cost_minor,
    }),
    NOTHING,
  );
}
