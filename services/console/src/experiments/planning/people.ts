import { type Guard, preparePlan } from '@touchline/incrementality';
import type { HistoryFigures, PeoplePlan } from '../../experiment-answers.js';
import type { PlanQuestion } from './question.js';

/** As long as is asked for at most. */
const WEEKS_MAX = 26;
/** N* is set to what is planned, which depends on N*: settled after a few rounds, as the width at N* is a constant number of errors. */
const ROUNDS = 8;

/** What `touchline lift plan` answers of people. */
interface Plan {
  readonly units_per_arm: number | null;
  readonly effect: number | null;
  readonly duration?: { readonly weeks: number } | null;
  readonly curve?: readonly { readonly weeks: number; readonly units_per_arm: number; readonly effect: number | null }[];
  readonly guards: readonly Guard[];
}

/**
 * How many units and weeks a confidence sequence needs to see an effect, and what it would see after each week. The planner compares
 * two arms of n each, whose variance goes with 2/n; arms with the shares c and t of N units have 1/(Nc) + 1/(Nt), so that
 * N = n(1/c + 1/t)/2. With several arms the smallest treated one decides.
 */
export function planPeople(question: PlanQuestion, history: HistoryFigures): PeoplePlan {
  const { effect, power } = question;
  const stretch = stretchOf(question);
  const ask = asker(question, { ...history, units_per_day: question.units_per_day ?? history.units_per_day }, stretch);
  let plan = ask(undefined);
  for (let round = 0; round < ROUNDS && plan.units_per_arm !== null; round += 1) plan = ask(2 * plan.units_per_arm);
  const units_total = plan.units_per_arm === null ? null : Math.ceil(plan.units_per_arm * stretch);
  const mean = question.mean ?? history.mean;
  const share = (value: number | null) => (value === null ? null : question.scale === 'relative' ? value : value / mean);
  return {
    effect,
    power,
    units_total,
    n_star: units_total,
    weeks: plan.duration?.weeks ?? null,
    guards: plan.guards,
    curve: (plan.curve ?? []).map((point) => ({ weeks: point.weeks, units: Math.round(point.units_per_arm * stretch), effect: share(point.effect) })),
  };
}

/** Units of all arms for each unit of an arm in the planner's even split. */
function stretchOf({ arms, control_arm }: PlanQuestion): number {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  const control = arms.find(({ name }) => name === control_arm)?.weight ?? 1;
  const treated = Math.min(...arms.filter(({ name }) => name !== control_arm).map(({ weight }) => weight));
  return (total / control + total / treated) / 2;
}

function asker(question: PlanQuestion, history: HistoryFigures, stretch: number): (n_star: number | undefined) => Plan {
  const { metric, scale, alpha, arms, effect, power } = question;
  const mean = question.mean ?? history.mean;
  const rate = metric.kind === 'conversion_rate';
  const spec = {
    design: 'power',
    solve: 'n',
    power,
    alpha: alpha / Math.max(1, arms.length - 1),
    effect_scale: scale,
    effect: scale === 'relative' ? effect : effect * mean,
    ...(rate ? { metric: 'proportion', baseline: mean } : { metric: 'mean', mean, variance: history.variance }),
    // Two units of the planner stand for `stretch` of ours.
    ...(history.units_per_day === null || history.units_per_day === 0 ? {} : { units_per_day: history.units_per_day, traffic_share: 2 / stretch }),
    weeks_max: WEEKS_MAX,
  };
  return (n_star) => preparePlan(n_star === undefined ? spec : { ...spec, n_star }).run() as unknown as Plan;
}
