import { type Candidate, type Conversion, convertMinor, creditLines, type Exchange, type Journey, journey, type Wanted } from '@touchline/attribution';
import type { Order } from './person-facts.js';
import { exponentOf, type Policy } from './policy.js';
import { listOf, type RunModels } from './run-models.js';

/** An order with its journey, and what the ledger should hold of it. */
export interface CreditedOrder {
  readonly order: Order;
  readonly journey: Journey;
  readonly wanted: Wanted;
}

export function creditOrder(order: Order, candidates: readonly Candidate[], how: { readonly policy: Policy; readonly models: RunModels }): CreditedOrder {
  const { policy } = how;
  const money = { ...order, moved_minor: order.refunds.reduce((sum, { delta_minor }) => sum + Math.abs(delta_minor), 0) };
  const exchange = exchangeOf(money, policy.currency);
  const refunds = moneyTrouble(money, policy.currency) === 'too_large' ? [] : order.refunds;
  const { conversion_id, order_id, at_ms, amount_minor, currency } = order;
  const conversion: Conversion = { conversion_id, order_id, at_ms, amount_minor, currency, workspace_currency: policy.currency, exchange };
  const found = journey(order, candidates, policy);
  return {
    order,
    journey: found,
    wanted: { credits: creditLines(conversion, found.touches, { half_life_ms: policy.half_life_ms, models: listOf(how.models) }), refunds, exchange },
  };
}

/** What an order is worth, and how far its refunds can take that. */
export interface OrderMoney {
  readonly amount_minor: number;
  /** Sum of its refunds, each without its sign. */
  readonly moved_minor: number;
  readonly currency: string;
  readonly fx_rate: string;
}

/** How an order's money becomes the workspace's; where it cannot, it counts for nothing there, and the ledger's check says so. */
export function exchangeOf(money: OrderMoney, workspaceCurrency: string): Exchange {
  return { ...pairOf(money, workspaceCurrency), ...(moneyTrouble(money, workspaceCurrency) === undefined ? {} : { rate: '0' }) };
}

/**
 * Why an order's money cannot be counted to the minor unit: it brings no rate, or it and its refunds are more than a double
 * holds exactly. One such order must not keep the others from being credited.
 */
export function moneyTrouble(money: OrderMoney, workspaceCurrency: string): 'no_rate' | 'too_large' | undefined {
  const exchange = pairOf(money, workspaceCurrency);
  const most_minor = money.amount_minor + money.moved_minor;
  if (!Number.isSafeInteger(most_minor)) return 'too_large';
  if (!converts(0, exchange)) return 'no_rate';
  return converts(most_minor, exchange) ? undefined : 'too_large';
}

function pairOf({ currency, fx_rate }: OrderMoney, workspaceCurrency: string): Exchange {
  const rate = currency === workspaceCurrency ? '1' : fx_rate;
  return { rate, from_exponent: exponentOf(currency), to_exponent: exponentOf(workspaceCurrency) };
}

function converts(amount_minor: number, exchange: Exchange): boolean {
  try {
    convertMinor(amount_minor, exchange);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
