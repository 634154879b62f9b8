import { TouchlineError } from '@touchline/runtime';
import { z } from 'zod';
import { MODEL_IDS, type Period } from './answers.js';
import { LEVELS } from './attribution-answers.js';
import { addDays, daysBetween, todayIn } from './days.js';

/** A report over more days than this is refused. */
const PERIOD_DAYS_MAX = 1_100;
const PERIOD_DAYS_DEFAULT = 30;
const ORDERS_LIMIT_MAX = 200;

const day = z.iso.date();

const reportSchema = z.strictObject({
  from: day.optional(),
  to: day.optional(),
  model: z.enum(MODEL_IDS).default('first'),
  /** An instant; without an offset the workspace's own clock shows it. */
  as_of: z.iso.datetime({ offset: true, local: true }).optional(),
});

const throughSchema = reportSchema.extend({ creator: z.string().max(64).default('') });

const figuresSchema = reportSchema.extend({ level: z.enum(LEVELS).default('creator') });

const ordersSchema = reportSchema.extend({
  after: z
    .string()
    .regex(/^\d{1,15}\.[0-9a-f-]{36}$/, 'expected the `next` of the page before')
    .optional(),
  limit: z.coerce.number().int().min(1).max(ORDERS_LIMIT_MAX).default(50),
  search: z.string().max(128).default(''),
  creator: z.string().max(64).default(''),
});

export type FiguresParameters = Omit<z.infer<typeof figuresSchema>, 'from' | 'to'> & { readonly period: Period };
export type ThroughParameters = Omit<z.infer<typeof throughSchema>, 'from' | 'to'> & { readonly period: Period };
export type ReportParameters = Omit<z.infer<typeof reportSchema>, 'from' | 'to'> & { readonly period: Period };
export type OrdersParameters = Omit<z.infer<typeof ordersSchema>, 'from' | 'to'> & { readonly period: Period };

/** @throws TouchlineError TL_INPUT_INVALID with the parameter's name as path */
export function reportParameters(query: unknown, timeZone: string): ReportParameters {
  const { from, to, ...rest } = parse(reportSchema, query);
  return { ...rest, period: period(from, to, timeZone) };
}

/** @throws TouchlineError TL_INPUT_INVALID with the parameter's name as path */
export function throughParameters(query: unknown, timeZone: string): ThroughParameters {
  const { from, to, ...rest } = parse(throughSchema, query);
  return { ...rest, period: period(from, to, timeZone) };
}

/** @throws TouchlineError TL_INPUT_INVALID with the parameter's name as path */
export function figuresParameters(query: unknown, timeZone: string): FiguresParameters {
  const { from, to, ...rest } = parse(figuresSchema, query);
  return { ...rest, period: period(from, to, timeZone) };
}

/** @throws TouchlineError TL_INPUT_INVALID with the parameter's name as path */
export function ordersParameters(query: unknown, timeZone: string): OrdersParameters {
  const { from, to, ...rest } = parse(ordersSchema, query);
  return { ...rest, period: period(from, to, timeZone) };
}

function parse<S extends z.ZodType>(schema: S, query: unknown): z.infer<S> {
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : (issue?.path.map(String).join('.') ?? '');
  throw new TouchlineError('TL_INPUT_INVALID', `\`${path}\`: ${issue?.message ?? 'not valid'}`, path);
}

/** The last 30 days of the workspace where nothing is said. */
function period(from: string | undefined, to: string | undefined, timeZone: string): Period {
  const end = to ?? todayIn(timeZone);
  const start = from ?? addDays(end, 1 - PERIOD_DAYS_DEFAULT);
  if (start > end) throw new TouchlineError('TL_INPUT_INVALID', '`from` lies after `to`.', 'from');
  if (daysBetween(start, end) >= PERIOD_DAYS_MAX) {
    throw new TouchlineError('TL_INPUT_INVALID', `A period may have at most ${PERIOD_DAYS_MAX} days.`, 'from');
  }
  // What ClickHouse's DateTime holds; beyond it a day would silently become another one.
  if (start < '1971-01-01' || end > '2105-12-31') throw new TouchlineError('TL_INPUT_INVALID', 'Days from 1971 to 2105 are known here.', 'from');
  return { from: start, to: end };
}
