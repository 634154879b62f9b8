import { z } from 'zod';
import { type Analysis, type Interval, judged } from '../analysis.js';
import { arm, momentsOf } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumUnits } from '../guards.js';
import { boundaries, type GroupSequentialPlan, LOOKS_MAX, type Look } from '../sequential/boundaries.js';
import { spendingSchema } from '../sequential/spending.js';
import { ALTERNATIVES, type Alternative, common } from '../spec.js';
import type { Moments } from '../statistics/moments.js';
import { falsePosition } from '../statistics/roots.js';
import { sided } from '../statistics/tests.js';
import { deltaLift } from './relative.js';
import { welch } from './two-mean.js';

/** Repeated p values are looked for between these. */
const [P_LEAST, P_MOST] = [1e-12, 0.999];

const rising = z
  .array(z.number().positive())
  .min(1)
  .max(LOOKS_MAX)
  .refine((values) => values.every((value, place) => place === 0 || value > (values[place - 1] ?? 0)), { error: 'Looks must rise strictly.' });

const schema = z
  .strictObject({
    design: z.literal('group_sequential'),
    ...common,
    alternative: z.enum(ALTERNATIVES).optional(),
    method: z.literal('lan_demets').default('lan_demets'),
    spending: spendingSchema,
    sides: z.union([z.literal(1), z.literal(2)]).optional(),
    t: rising.optional(),
    totals: rising.optional(),
    planned_total: z.number().positive().optional(),
    control: arm.optional(),
    treatment: arm.optional(),
  })
  .superRefine((spec, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if ((spec.t === undefined) === (spec.totals === undefined)) refuse('t', 'Give either `t`, or `totals` with `planned_total`.');
    if ((spec.totals === undefined) !== (spec.planned_total === undefined)) refuse('planned_total', '`totals` and `planned_total` go together.');
    if (spec.t?.some((share) => share > 1)) refuse('t', 'Shares of the planned information lie above 0 and at most at 1.');
    if ((spec.control === undefined) !== (spec.treatment === undefined)) refuse('treatment', '`control` and `treatment` go together.');
    if (spec.alternative !== undefined && spec.sides !== undefined && (spec.sides === 2) !== (spec.alternative === 'two_sided')) {
      refuse('sides', 'Two sides go with `two_sided`, one side with `greater` or `less`.');
    }
  });

type Spec = z.output<typeof schema>;

export interface GroupSequentialAnalysis extends Analysis {
  readonly looks: readonly Look[];
}

function planOf(spec: Spec): Plan {
  const sides = spec.sides ?? (spec.alternative === undefined || spec.alternative === 'two_sided' ? 2 : 1);
  const total = spec.planned_total ?? 1;
  const t = spec.t ?? (spec.totals ?? []).map((units) => units / total);
  return { spending: spec.spending, alpha: spec.alpha, sides, t, alternative: spec.alternative ?? (sides === 2 ? 'two_sided' : 'greater') };
}

/** Boundaries of every look; with arms also the effect at the last look, its repeated interval (± boundary · standard error) and repeated p. */
function analyze(spec: Spec): GroupSequentialAnalysis {
  const plan = planOf(spec);
  const looks = boundaries(plan);
  const within = (plan.t.at(-1) ?? 0) <= 1 + 1e-12;
  const planned = { name: 'information_as_planned', passed: within, detail: `${(100 * (plan.t.at(-1) ?? 0)).toFixed(1)} % of the planned information` };
  const head = { design: 'group_sequential', method: spec.method };
  const notes = ['O’Brien-Fleming and Pocock are the Lan-DeMets spending functions of each boundary.'];
  if (spec.control === undefined || spec.treatment === undefined) return { ...head, alpha: spec.alpha, looks, ...judged([planned]), notes };
  const arms = { control: momentsOf(spec.control), treatment: momentsOf(spec.treatment) };
  const { guards, ...effect } = effectAt(arms, { ...plan, scale: spec.scale }, looks.at(-1)?.z ?? null);
  notes.push('Interval and p are the repeated ones of Jennison and Turnbull 1989: valid whether testing stops here or goes on.');
  return { ...head, scale: spec.scale, ...effect, alpha: spec.alpha, looks, ...judged([minimumUnits(arms), planned, ...guards]), notes };
}

type Plan = GroupSequentialPlan & { readonly alternative: Alternative };

function effectAt({ control, treatment }: { control: Moments; treatment: Moments }, plan: Plan & { readonly scale: string }, boundary: number | null) {
  const fixed = plan.scale === 'absolute' ? welch(control, treatment, plan) : deltaLift(control, treatment, { ...plan, student: false });
  const { estimate, standard_error, statistic, guards } = fixed;
  if (estimate === null || standard_error === null || statistic === null) return { estimate, interval: null, standard_error, statistic, p: null, guards };
  const half = (boundary ?? Number.POSITIVE_INFINITY) * standard_error;
  const interval: Interval = sided(estimate - half, estimate + half, plan.alternative);
  return { estimate, interval, standard_error, statistic, p: repeatedP(plan, statistic), guards };
}

/** The smallest α whose last boundary the statistic reaches; 1 when none does. Source: Jennison and Turnbull 1989. */
function repeatedP(plan: Plan, statistic: number): number {
  const reached = plan.alternative === 'two_sided' ? Math.abs(statistic) : plan.alternative === 'greater' ? statistic : -statistic;
  const short = (alpha: number) => (boundaries({ ...plan, alpha }).at(-1)?.z ?? Number.POSITIVE_INFINITY) - reached;
  if (short(P_MOST) > 0) return 1;
  if (short(P_LEAST) <= 0) return P_LEAST;
  return Math.exp(falsePosition((logarithm) => short(Math.exp(logarithm)), Math.log(P_LEAST), Math.log(P_MOST)));
}

export const groupSequentialDesign = defineDesign({ schema, analyze });
