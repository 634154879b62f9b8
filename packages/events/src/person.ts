import { z } from 'zod';

const identifier = z.string().min(1).max(128);

/**
 * Everything in an event that identifies a person, and nothing else does: the part a per-person key can be put around.
 * `raw` is what a rejected request carried, because nobody knows what is in it.
 */
export const personSchema = z.strictObject({
  visitor_id: identifier.optional(),
  customer_id: identifier.optional(),
  email_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits')
    .optional(),
  /** IPv4 /24 or IPv6 /48, never a full address. */
  ip_prefix: z.string().max(64).optional(),
  raw: z.string().max(65_536).optional(),
});

export type Person = z.infer<typeof personSchema>;
