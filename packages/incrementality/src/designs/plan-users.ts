import { z } from 'zod';
import { type Analysis, type Guard, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { effectFor } from '../power/solve.js';
import { checkPower, comparisonOf, flatMetric, powerFields, unitsPerArm } from '../power/spec.js';
import { POWER_DEFAULT, type PowerAnalysis, solvePower } from './power.js';

const DAYS_PER_WEEK = 7;

const money = z.number().min(0);
const fields = z.strictObject({
  design: z.literal('power'),
  ...powerFields,
  /** New units a day that could be in the experiment. */
  units_per_day: z.number().positive().optional(),
  /** The share of them that is. */
  traffic_share: z.number().gt(0).max(1).default(1),
  /** A given length; stands for the units where they are not given. */
  weeks: z.int().min(1).max(520).optional(),
  /** How far the curve of what can be seen goes, and the longest that is sensible. */
  weeks_max: z.int().min(1).max(104).default(12),
  cost_per_unit: money.default(0),
  cost_per_day: money.default(0),
  cost_fixed: money.default(0),
});

const schema = z.preprocess(
  flatMetric,
  fields.superRefine(checkPower).superRefine((spec, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (spec.weeks !== undefined && spec.units_per_day === undefined) refuse('units_per_day', 'A length in weeks needs the units a day.');
    if (spec.weeks !== undefined && unitsPerArm(spec) !== undefined) refuse('weeks', 'Give either `weeks` or the units.');
    if (spec.weeks !== undefined && spec.solve === 'n') refuse('weeks', 'The length follows from the units that are solved for.');
    if (spec.solve !== 'n' && spec.weeks === undefined && unitsPerArm(spec) === undefined) refuse('n_per_arm', 'Give `n_per_arm`, `n_total` or `weeks`.');
  }),
);

type Spec = z.output<typeof schema>;

export interface UserPlan extends Omit<PowerAnalysis, keyof Analysis>, Analysis {
  /** Whole units, rounded up. */
  readonly units_per_arm: number | null;
  readonly units_total: number | null;
  /** Full weeks, so that every weekday counts alike; only with `units_per_day`. */
  readonly duration?: { readonly days: number; readonly weeks: number } | null;
  readonly cost?: number | null;
  /** What could be seen after each number of weeks, on the effect's scale. */
  readonly curve?: readonly { readonly weeks: number; readonly units_per_arm: number; readonly effect: number | null }[];
}

/** Units that join each arm in a week. */
function weekly(spec: Spec): number | undefined {
  return spec.units_per_day === undefined ? undefined : (spec.units_per_day * spec.traffic_share * DAYS_PER_WEEK) / spec.arms;
}

/** How many, how long, what it costs, what it can see: a power question with the workspace's traffic and prices. */
function plan(spec: Spec): UserPlan {
  const perWeek = weekly(spec);
  const { alpha: _alpha, guards, reliable: _reliable, notes, ...solved } = solvePower(withUnits(spec, perWeek));
  const units_per_arm = solved.n_per_arm === null ? null : Math.ceil(solved.n_per_arm - 1e-9);
  const units_total = units_per_arm === null ? null : units_per_arm * spec.arms;
  const weeks = units_per_arm === null || perWeek === undefined ? null : (spec.weeks ?? Math.ceil(units_per_arm / perWeek - 1e-9));
  const length: Guard[] =
    weeks === null ? [] : [{ name: 'length_sensible', passed: weeks <= spec.weeks_max, detail: `${weeks} weeks, at most ${spec.weeks_max} are asked for` }];
  const duration = perWeek === undefined ? {} : { duration: weeks === null ? null : { days: weeks * DAYS_PER_WEEK, weeks } };
  return {
    ...solved,
    alpha: spec.alpha,
    units_per_arm,
    units_total,
    ...duration,
    ...costOf(spec, units_total, weeks),
    ...(perWeek === undefined ? {} : { curve: curveOf(spec, perWeek) }),
    ...judged([...guards, ...length]),
    notes,
  };
}

function withUnits(spec: Spec, perWeek: number | undefined): Spec {
  return spec.weeks === undefined || perWeek === undefined ? spec : { ...spec, n_per_arm: spec.weeks * perWeek };
}

function costOf(spec: Spec, units: number | null, weeks: number | null): { readonly cost?: number | null } {
  const asked = spec.cost_per_unit > 0 || spec.cost_per_day > 0 || spec.cost_fixed > 0;
  if (!asked) return {};
  if (units === null || (spec.cost_per_day > 0 && weeks === null)) return { cost: null };
  return { cost: spec.cost_fixed + spec.cost_per_unit * units + spec.cost_per_day * (weeks ?? 0) * DAYS_PER_WEEK };
}

function curveOf(spec: Spec, perWeek: number) {
  const comparison = comparisonOf(spec);
  return Array.from({ length: spec.weeks_max }, (_, place) => {
    const units_per_arm = perWeek * (place + 1);
    return { weeks: place + 1, units_per_arm, effect: units_per_arm < 2 ? null : effectFor(comparison, units_per_arm, spec.power ?? POWER_DEFAULT) };
  });
}

export const userPlan = defineDesign({ schema, analyze: plan });
