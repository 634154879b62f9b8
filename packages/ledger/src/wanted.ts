import { type Candidate, type Conversion, convertMinor, creditLines, type Exchange, type Journey, journey, type Wanted } from '@touchline/attribution';
import type { Order } from './person-facts.js';
import { exponentOf, type Policy } from './policy.js';

/** An order with its journey, and what the ledger should hold of it. */
export interface CreditedOrder {
  readonly order: Order;
  readonly journey: Journey;
  readonly wanted: Wanted;
}

export function creditOrder(order: Order, candidates: readonly Candidate[], policy: Policy): CreditedOrder {
  const exchange = exchangeOf(order, policy.currency);
  const { conversion_id, order_id, at_ms, amount_minor, currency } = order;
  const conversion: Conversion = { conversion_id, order_id, at_ms, amount_minor, currency, workspace_currency: policy.currency, exchange };
  const found = journey(order, candidates, policy);
  return { order, journey: found, wanted: { credits: creditLines(conversion, found.touches, policy), refunds: order.refunds, exchange } };
}

/** How an order's money becomes the workspace's; where it cannot, it counts for nothing there, and the ledger's check says so. */
export function exchangeOf(order: Pick<Order, 'amount_minor' | 'currency' | 'fx_rate'>, workspaceCurrency: string): Exchange {
  const exponents = { from_exponent: exponentOf(order.currency), to_exponent: exponentOf(workspaceCurrency) };
  if (order.currency === workspaceCurrency) return { rate: '1', ...exponents };
  return isConvertible(order, workspaceCurrency) ? { rate: order.fx_rate, ...exponents } : { rate: '0', ...exponents };
}

export function isConvertible(order: Pick<Order, 'amount_minor' | 'currency' | 'fx_rate'>, workspaceCurrency: string): boolean {
  if (order.currency === workspaceCurrency) return true;
  const exchange = { rate: order.fx_rate, from_exponent: exponentOf(order.currency), to_exponent: exponentOf(workspaceCurrency) };
  try {
    convertMinor(order.amount_minor, exchange);
    return true;
  } catch {
    return false;
  }
}
