import { z } from 'zod';
import { amountSchema, currencySchema, rateSchema } from './money.js';

const COST_KINDS = ['fee', 'product', 'shipping', 'commission', 'agency', 'boost', 'other'] as const;

const day = z.iso.date();
/** Sums of thousands of these are still exact in a double where they are whole. */
const GEO_VALUE_MAX = 1_000_000_000_000;

export const costRecordedSchema = z.strictObject({
  cost_id: z.string().min(1).max(128),
  creator_id: z.string().min(1).max(128),
  campaign_id: z.string().min(1).max(128).optional(),
  post_id: z.string().min(1).max(128).optional(),
  kind: z.enum(COST_KINDS),
  amount_minor: amountSchema.min(0),
  currency: currencySchema,
  fx_rate: rateSchema.optional(),
  /** The cost is spread evenly over these days, both included. */
  period_from: day,
  period_to: day,
});

/**
 * What a market did on a day, as the brand counts it. A figure that is corrected is told again with a higher revision; the
 * highest one stands.
 */
export const geoOutcomeSchema = z.strictObject({
  geo_id: z.string().min(1).max(64),
  day,
  /** What was counted: orders, revenue, visits … */
  metric: z.string().min(1).max(64),
  /** Minor units where there is a currency. */
  value: z.number().min(-GEO_VALUE_MAX).max(GEO_VALUE_MAX),
  currency: currencySchema.optional(),
  revision: z.int().min(0).max(1_000_000).default(0),
});
