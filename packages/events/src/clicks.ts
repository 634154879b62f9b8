import { z } from 'zod';
import { entityIdSchema } from './entity-id.js';
import { armNameSchema } from './experiments.js';

/** What asked for the redirect. Nothing is dropped; only `human` is a touch. */
export const CLICK_CLASSES = ['human', 'bot', 'preview', 'prefetch', 'head', 'monitor', 'burst', 'unknown'] as const;
export type ClickClass = (typeof CLICK_CLASSES)[number];

const text = z.string().max(2_048);

/** As it was published first; `upcasters.ts` lifts it. */
export const clickV1Schema = z.strictObject({
  link_id: z.string(),
  slug: text,
  host: text,
  destination: z.string().max(8_192),
  class: z.enum(CLICK_CLASSES),
  /** Which rule gave the class, and of which edition of the rules, so that it can be done again. */
  class_rule: z.string(),
  class_rules_version: z.int(),
  referrer_host: text,
  /** Named when the request came from an app's own browser: instagram, tiktok … */
  in_app: z.string(),
  device: z.string(),
  os: z.string(),
  browser: z.string(),
  language: z.string().max(35),
  /** Sec-GPC or DNT asked for no identifiers, so there are none. */
  private: z.boolean(),
  simulated: z.boolean(),
});

/** A click's id is its event's id; the tracker puts it on the destination. */
export const clickSchema = clickV1Schema.extend({
  /** The redirect holdout that decided where the click went, and its arm; neither where none did. */
  experiment_id: entityIdSchema.optional(),
  arm: armNameSchema.optional(),
});

export const missSchema = z.strictObject({
  slug: text,
  host: text,
  class: z.enum(CLICK_CLASSES),
});
