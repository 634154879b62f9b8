import { z } from 'zod';
import { amountSchema, currencySchema, rateSchema } from './money.js';

const id = z.string().min(1).max(128);
const code = z.string().min(1).max(64);

const orderItemSchema = z.strictObject({
  sku: z.string().max(128),
  quantity: z.int().min(1).max(1_000_000),
  amount_minor: amountSchema,
});

/** Published, and so never changed again; `upcasters.ts` lifts it. */
export const orderPlacedV1Schema = z.strictObject({
  order_id: id,
  amount_minor: amountSchema.min(0),
  currency: currencySchema,
  /** Left out when the order is in the workspace's currency. */
  fx_rate: rateSchema.optional(),
  click_id: z.uuid().optional(),
  codes: z.array(code).max(20).default([]),
  items: z.array(orderItemSchema).max(500).default([]),
  country: z.string().length(2).optional(),
  region: z.string().max(64).optional(),
  new_customer: z.boolean().optional(),
});

/** A renewal is recurring revenue of a customer who was won before; everything else is an order. */
const ORDER_KINDS = ['order', 'subscription_renewed'] as const;

export const orderPlacedSchema = orderPlacedV1Schema.extend({
  kind: z.enum(ORDER_KINDS).default('order'),
});

/** Negative: money back to the customer. Positive: a refund that was taken back. */
export const orderRefundedSchema = z.strictObject({
  order_id: id,
  refund_id: id,
  delta_minor: amountSchema.refine((value) => value !== 0, { message: 'expected an amount other than 0' }),
  currency: currencySchema,
  reason: z.string().max(200).optional(),
});

export const codeRedeemedSchema = z.strictObject({
  code,
  order_id: id.optional(),
});
