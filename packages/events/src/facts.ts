import { z } from 'zod';
import { amountSchema, currencySchema, rateSchema } from './money.js';

const COST_KINDS = ['fee', 'product', 'shipping', 'commission', 'agency', 'boost', 'other'] as const;

const day = z.iso.date();

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
