import { z } from 'zod';

/** Shares strictly between 0 and 1. */
export const share = z.number().gt(0).lt(1);
/** A number of units or conversions; whole, and small enough to be exact. */
export const count = z.int().min(0);

const SCALES = ['absolute', 'relative'] as const;
export const ALTERNATIVES = ['two_sided', 'greater', 'less'] as const;
export type Alternative = (typeof ALTERNATIVES)[number];

/**
 * The keys every spec may carry. What a design cannot do is refused where it is asked for, never passed over: a design that knows
 * one scale or only two-sided tests overrides the key.
 */
export const common = {
  scale: z.enum(SCALES).default('absolute'),
  alpha: share.default(0.05),
  alternative: z.enum(ALTERNATIVES).default('two_sided'),
};

/** The common keys of a design without scale and sides: only their defaults are taken. */
export const plainCommon = {
  scale: z.literal('absolute').default('absolute'),
  alpha: share.default(0.05),
  alternative: z.literal('two_sided').default('two_sided'),
};
