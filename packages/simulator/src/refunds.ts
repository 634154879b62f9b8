import { DAY_MS, isoInstant, type Span } from './instants.js';
import type { OrderModel } from './orders.js';
import type { Random } from './random.js';
import type { RefundReport } from './reports.js';

const REFUND_RATE = 0.1;
const REASONS = ['returned', 'damaged', 'changed mind', 'late delivery'] as const;

/** Full refunds, partial ones, and partial ones that a second one completes; never more than was paid. */
export function makeRefunds(orders: readonly OrderModel[], span: Span, random: Random): RefundReport[] {
  return orders
    .filter(() => random.chance(REFUND_RATE))
    .flatMap((order) => refundsOf(order, random))
    .filter(({ occurred_at }) => occurred_at < isoInstant(span.end_ms));
}

function refundsOf(order: OrderModel, random: Random): RefundReport[] {
  const { amount_minor } = order.report;
  const first_ms = order.at_ms + Math.floor(random.between(1, 14) * DAY_MS);
  if (random.chance(0.55)) return [refund(order, { number: 1, back_minor: amount_minor, at_ms: first_ms }, random)];
  const part_minor = Math.max(1, Math.floor(amount_minor * random.between(0.2, 0.7)));
  const part = refund(order, { number: 1, back_minor: part_minor, at_ms: first_ms }, random);
  if (random.chance(0.75) || part_minor === amount_minor) return [part];
  return [part, refund(order, { number: 2, back_minor: amount_minor - part_minor, at_ms: first_ms + DAY_MS }, random)];
}

interface Repayment {
  readonly number: number;
  readonly back_minor: number;
  readonly at_ms: number;
}

function refund(order: OrderModel, repayment: Repayment, random: Random): RefundReport {
  const { order_id, currency, customer_id } = order.report;
  return {
    type: 'order_refunded',
    occurred_at: isoInstant(repayment.at_ms),
    source: 'simulator',
    order_id,
    refund_id: `${order_id}-R${repayment.number}`,
    delta_minor: -repayment.back_minor,
    currency,
    reason: random.pick(REASONS),
    ...(customer_id === undefined ? {} : { customer_id }),
  };
}
