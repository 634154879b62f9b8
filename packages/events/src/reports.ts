import { z } from 'zod';
import { entityIdSchema } from './entity-id.js';

export const REPORT_FORMATS = ['html', 'pdf', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const TARGETS_MAX = 10;
const ADDRESSES_MAX = 50;
const URL_LENGTH_MAX = 2_048;

/** Any host is well-formed; whether it may be reached is checked when the connection is made. */
const url = z.url({ protocol: /^https?$/ }).max(URL_LENGTH_MAX);

const targetSchema = z.discriminatedUnion('channel', [
  z.strictObject({ channel: z.literal('email'), to: z.array(z.email().max(254)).min(1).max(ADDRESSES_MAX) }),
  z.strictObject({ channel: z.literal('slack'), url }),
  z.strictObject({ channel: z.literal('webhook'), url }),
]);
export type ReportTarget = z.infer<typeof targetSchema>;

const subjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('experiment'), experiment_id: entityIdSchema }),
  z.strictObject({ kind: z.literal('portfolio') }),
]);

/** What is reported, when, in which forms and to whom. */
export const reportScheduleSchema = z.strictObject({
  name: z.string().min(1).max(200),
  subject: subjectSchema,
  /** Minute, hour, day of month, month, day of week: a report comes at most once a minute. */
  cron: z
    .string()
    .regex(/^\S+( \S+){4}$/, 'expected five fields: minute, hour, day of month, month, day of week')
    .max(100),
  /** An IANA zone; left out: the workspace's. */
  time_zone: z.string().min(1).max(64).optional(),
  formats: z.array(z.enum(REPORT_FORMATS)).min(1).max(REPORT_FORMATS.length),
  targets: z.array(targetSchema).max(TARGETS_MAX),
  /** What becomes of a slot nobody was there for: made later as of its instant, or marked as missed. */
  missed: z.enum(['catch_up', 'mark']),
  /** Slots before it are none. */
  from: z.iso.datetime(),
});

const REPORT_SLOT_STATES = ['claimed', 'done', 'failed', 'missed'] as const;

const CLAIMS_MAX = 1_000;

const deliverySchema = z.strictObject({
  channel: z.enum(['email', 'slack', 'webhook']),
  state: z.enum(['pending', 'sent', 'failed']),
  attempts: z.int().min(0).max(1_000),
  at: z.iso.datetime().optional(),
  /** The TL_ code of the last failure. */
  code: z.string().max(64).optional(),
});
export type ReportDelivery = z.infer<typeof deliverySchema>;

/** One instant of a schedule, and how far its report has come. Who may write it next, its life says (packages/directory). */
export const reportSlotSchema = z.strictObject({
  schedule_id: entityIdSchema,
  slot_at: z.iso.datetime(),
  state: z.enum(REPORT_SLOT_STATES),
  /** Counts who took it, from 1; 0 where it was missed. */
  claim: z.int().min(0).max(CLAIMS_MAX),
  /** The process that has it. */
  claimer: z.string().min(1).max(64),
  claimed_at: z.iso.datetime(),
  /** From then on another may take it: whoever had it is taken for dead. */
  claimed_until: z.iso.datetime(),
  /** SHA-256 of the report's JSON, by which it is known again when it is made anew. */
  report_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** Why there is no report. */
  code: z.string().max(64).optional(),
  /** In the order of the schedule's targets when it was claimed. */
  deliveries: z.array(deliverySchema).max(TARGETS_MAX),
});
