import { z } from 'zod';
import { entityIdSchema } from './entity-id.js';
import { AMOUNT_MINOR_MAX } from './money.js';

/** How units come to be treated or not; the grade of the evidence follows from it alone (I8). */
export const EXPERIMENT_DESIGNS = [
  'user_holdout',
  'redirect_holdout',
  'geo_holdout',
  'geo_heavy_up',
  'creator_lottery',
  'week_lottery',
  'stepped_wedge',
  'market_switch_on',
  'matched_exposure',
] as const;
export type ExperimentDesign = (typeof EXPERIMENT_DESIGNS)[number];

/** What is assigned. The first three are persons: their identifier stands in an event's person part and nowhere else (I9). */
export const EXPERIMENT_UNITS = ['visitor', 'customer', 'email', 'geo', 'creator', 'week'] as const;
export type ExperimentUnit = (typeof EXPERIMENT_UNITS)[number];

/** Who or what decided the arm; `imported` says that it was drawn at random elsewhere, `chosen` and `observed` that it was not. */
export const EXPERIMENT_ASSIGNMENTS = ['hash', 'lottery', 'imported', 'chosen', 'observed'] as const;
export type ExperimentAssignment = (typeof EXPERIMENT_ASSIGNMENTS)[number];

/** draft: everything may change. running, stopped: nothing that fixes the analysis does. */
export const EXPERIMENT_STATES = ['draft', 'running', 'stopped'] as const;
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

/** What must hold before a number is shown: the guards of packages/incrementality that look at an experiment's own data, and outliers. */
export const EXPERIMENT_GUARDS = [
  'sample_ratio',
  'exposure_first',
  'arms_apart',
  'pre_period',
  'minimum_units',
  'minimum_conversions',
  'full_weeks',
  'outliers',
  'alone_on_scope',
] as const;

/** How the effect will be estimated: the designs of `touchline lift analyze` that a running experiment can name. */
export const EXPERIMENT_METHODS = [
  'sequential',
  'group_sequential',
  'two_proportion',
  'two_mean',
  'ratio',
  'cuped',
  'bayes_proportion',
  'bayes_mean',
  'permutation',
  'trimmed_match',
  'did',
  'synthetic_control',
  'synthetic_did',
  'tbr',
  'observational',
] as const;
export type ExperimentMethod = (typeof EXPERIMENT_METHODS)[number];

const ARMS_MAX = 32;
/** So that the sum over all arms stays below 2^20: see armOfUnit in packages/directory. */
const WEIGHT_MAX = 30_000;
const SCOPE_MAX = 1_000;
const WINDOW_MS_MAX = 400 * 86_400_000;

export const armNameSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'expected up to 32 lower-case letters, digits, dashes or underscores');

const armSchema = z.strictObject({
  name: armNameSchema,
  /** Its share of units is this over the sum of all weights. */
  weight: z.int().min(1).max(WEIGHT_MAX),
});

const scopeSchema = z.strictObject({
  link_ids: z.array(entityIdSchema).max(SCOPE_MAX),
  creator_ids: z.array(entityIdSchema).max(SCOPE_MAX),
  campaign_ids: z.array(entityIdSchema).max(SCOPE_MAX),
  geos: z.array(z.string().min(1).max(64)).max(SCOPE_MAX),
});

/** Per unit, within its conversion window; `geo_outcome` is a named figure that markets report. */
const metricSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('conversion_rate') }),
  z.strictObject({ kind: z.literal('orders') }),
  z.strictObject({ kind: z.literal('revenue') }),
  z.strictObject({ kind: z.literal('geo_outcome'), name: z.string().min(1).max(64) }),
]);

/** A test as it was written down before it began, and how far it has come. */
export const experimentSchema = z.strictObject({
  name: z.string().min(1).max(200),
  notes: z.string().max(2_000).optional(),
  design: z.enum(EXPERIMENT_DESIGNS),
  assignment: z.enum(EXPERIMENT_ASSIGNMENTS),
  unit: z.enum(EXPERIMENT_UNITS),
  scope: scopeSchema,
  arms: z.array(armSchema).min(2).max(ARMS_MAX),
  /** Name of the arm that the others are compared with. */
  control_arm: armNameSchema,
  /** Where a redirect holdout sends its control arm; left out: the link's destination without the UTM parameters. */
  holdout_url: z.string().max(2_048).optional(),
  metric: metricSchema,
  scale: z.enum(['absolute', 'relative']),
  method: z.enum(EXPERIMENT_METHODS),
  /** Units, over all arms, at which the confidence sequence is narrowest; frozen because every interval depends on it. */
  n_star: z.int().min(1).max(10_000_000_000).optional(),
  planned_end: z.iso.datetime(),
  alpha: z.number().gt(0).lte(0.5),
  guards: z.array(z.enum(EXPERIMENT_GUARDS)).max(EXPERIMENT_GUARDS.length),
  /** What units are hashed with, so that two experiments split people independently of each other. */
  salt: z.string().min(8).max(128),
  conversion_window_ms: z.int().min(1).max(WINDOW_MS_MAX),
  /** A unit's outcome counts for at most this, beside the uncapped figure; fixed from the pre-period. */
  winsorising_cap_minor: z.int().min(1).max(AMOUNT_MINOR_MAX).optional(),
  /** Outcomes of these instants, from included, to not, are the covariate and the A/A check. */
  pre_period: z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }).optional(),
  state: z.enum(EXPERIMENT_STATES),
  started_at: z.iso.datetime().optional(),
  stopped_at: z.iso.datetime().optional(),
});
