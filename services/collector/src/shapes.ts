import { armNameSchema, CATALOGUE, POST_METRICS, personSchema } from '@touchline/events';
import { z } from 'zod';

/** What stands beside an event's own fields, whatever its type. */
const head = {
  type: z.string(),
  version: z.int().optional(),
  /** ISO 8601 with a zone; the moment of arrival when left out. */
  occurred_at: z.iso.datetime({ offset: true }).optional(),
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'expected up to 64 lower-case letters, digits, dots, dashes or underscores')
    .default('api'),
};

const identifiers = {
  visitor_id: personSchema.shape.visitor_id,
  customer_id: personSchema.shape.customer_id,
  email_sha256: personSchema.shape.email_sha256,
  /** Hashed on arrival and never kept. */
  email: z
    .string()
    .max(320)
    .regex(/^\s*[^\s@]+@[^\s@]+\s*$/, 'expected an e-mail address')
    .optional(),
};

const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'expected two letters, ISO 3166-1')
  .transform((letters) => letters.toUpperCase())
  .optional();
/** Compared as text further on, so it is brought to one spelling. */
const click_id = z
  .uuid()
  .transform((id) => id.toLowerCase())
  .optional();
const naturalId = z.string().min(1).max(128);
const instant = z.iso.datetime({ offset: true });
/** Of an experiment by hash it may be left out: it is worked out here; told, it must be the same. */
const arm = armNameSchema.optional();

/**
 * What a brand writes, by type: one flat object. The fields are the log's own, so that both cannot drift apart; whatever names
 * a person is moved to the event's person part.
 */
export const SHAPES = {
  order_placed: CATALOGUE.order_placed.payload.extend({ ...head, ...identifiers, click_id, country }),
  order_refunded: CATALOGUE.order_refunded.payload.extend({ ...head, ...identifiers }),
  code_redeemed: CATALOGUE.code_redeemed.payload.extend({ ...head, ...identifiers, redemption_id: naturalId }),
  identified: CATALOGUE.identified.payload.extend({ ...head, ...identifiers, click_id }),
  cost_recorded: CATALOGUE.cost_recorded.payload.extend(head),
  view: CATALOGUE.view.payload.extend({ ...head, ...identifiers }),
  experiment_assigned: CATALOGUE.experiment_assigned.payload.omit({ unit: true, assignment: true }).extend({ ...head, ...identifiers, arm }),
  // Without an instant of its own a repeat of an exposure would be another one.
  experiment_exposed: CATALOGUE.experiment_exposed.payload.omit({ unit: true }).extend({ ...head, ...identifiers, arm, occurred_at: instant }),
  geo_outcome: CATALOGUE.geo_outcome.payload.extend(head),
  // What a post had come to is said of an instant: told without one, every repeat would be another state of it.
  post_metrics_recorded: CATALOGUE.post_metrics_recorded.payload
    .extend({ ...head, occurred_at: instant })
    .refine((told) => POST_METRICS.some((name) => told[name] !== undefined), {
      message: `expected at least one of ${POST_METRICS.join(', ')}`,
      path: ['impressions'],
    }),
} as const;

export type ReportedType = keyof typeof SHAPES;
type Reported<T extends ReportedType> = z.infer<(typeof SHAPES)[T]>;
/** Any of them, told apart by `type`. */
export type AnyReported = { [T in ReportedType]: Omit<Reported<T>, 'type'> & { readonly type: T } }[ReportedType];

export function isReportedType(name: string): name is ReportedType {
  return Object.hasOwn(SHAPES, name);
}
