import { DESIGNS, type ExperimentGrade } from '@touchline/directory';
import { prepareAnalysis } from '@touchline/incrementality';
import type { ArmSums } from '@touchline/lift';
import { type Compared, emptyComparison } from './comparison.js';
import type { EntitiesAt } from './entities-at.js';
import { effectPer, inMoney, kindOf } from './kind.js';
import { guardsOf } from './people/judge.js';
import type { ArmFigures, Comparison, Experiment, JudgedGuard, LiftInputs, LiftResult } from './result.js';
import { unitArms } from './units/unit-arms.js';
import { unitGuards } from './units/unit-guards.js';
import { wordsOf } from './words.js';

const TITLES: Readonly<Record<ExperimentGrade, string>> = {
  A: 'Incremental effect, randomised',
  B: 'Incremental effect, quasi-experimental',
  C: 'Adjusted association, not incremental',
};

interface Ran {
  readonly workspace_id: string;
  readonly experiment_id: string;
  readonly as_of: Date;
  readonly entities: EntitiesAt;
  readonly inputs: LiftInputs;
  readonly compared: readonly Compared[];
  readonly formula_version: number;
}

/** Puts a run's numbers together and takes away what its guards withhold (I8). Pure. */
export function resultOf(ran: Ran): LiftResult {
  const { inputs, entities, as_of } = ran;
  const { experiment, sums, figures, others_on_scope } = inputs;
  const { currency } = entities.workspace;
  const { grade, measures } = DESIGNS[experiment.design];
  const planned_end_reached = Date.parse(experiment.planned_end) <= as_of.getTime();
  const guards = [
    ...(sums === null ? [] : guardsOf({ experiment, sums, others_on_scope })),
    ...(figures === null ? [] : unitGuards({ experiment, figures, currency, others_on_scope, over: planned_end_reached })),
    ...ran.compared.flatMap((each) => each.guards),
  ];
  const withheld = reasonsOf(experiment, { guards, planned_end_reached });
  const head = {
    formula_version: ran.formula_version,
    workspace_id: ran.workspace_id,
    simulated: entities.workspace.simulated,
    currency,
    experiment_id: ran.experiment_id,
    name: experiment.name,
    design: experiment.design,
    unit: experiment.unit,
    metric: experiment.metric,
    scale: experiment.scale,
    alpha: experiment.alpha,
    state: experiment.state,
    started_at: experiment.started_at ?? '',
    stopped_at: experiment.stopped_at ?? null,
    planned_end: experiment.planned_end,
    as_of: as_of.toISOString(),
    planned_end_reached,
    grade,
    title: TITLES[grade],
    measures,
    effect_per: effectPer(experiment),
    in_money: inMoney(experiment, figures),
    arms: armsOf(inputs, withheld.length === 0),
    comparisons: ran.compared.map(({ comparison }) => withhold(comparison, guards)),
    guards,
    withheld,
  };
  return { ...head, words: wordsOf(head, inputs) };
}

const failed = (guards: readonly JudgedGuard[], withholds: JudgedGuard['withholds']) =>
  guards.filter((guard) => !guard.passed && guard.withholds === withholds);

function withhold(comparison: Comparison, guards: readonly JudgedGuard[]): Comparison {
  const { arm, against } = comparison;
  const nothing = emptyComparison(arm, against);
  if (failed(guards, 'everything').length > 0) return nothing;
  // What the fixed horizon withholds, the confidence sequence may still show; what is derived from the fixed effect goes with it.
  if (comparison.fixed !== null && failed(guards, 'fixed').length > 0)
    return { ...nothing, sequential: comparison.sequential, over_time: comparison.over_time };
  return comparison;
}

interface State {
  readonly guards: readonly JudgedGuard[];
  readonly planned_end_reached: boolean;
}

function reasonsOf(experiment: Experiment, { guards, planned_end_reached }: State): string[] {
  const { n_star, method } = experiment;
  const reasons = failed(guards, 'everything').map(({ name, detail }) => `${name}: ${detail}`);
  if (kindOf(experiment) !== 'arms') return planned_end_reached ? reasons : [...reasons, WAITING];
  if (reasons.length > 0 || n_star !== undefined || method === 'group_sequential') return reasons;
  if (!planned_end_reached) return ['no confidence sequence was planned (`n_star`), so nothing is shown before the planned end'];
  return failed(guards, 'fixed').map(({ name, detail }) => `${name}: ${detail}`);
}

const WAITING = 'this design is looked at once, at the planned end: looking earlier would make its interval promise too much';

function armsOf({ experiment, sums, figures, people }: LiftInputs, shown: boolean): ArmFigures[] {
  if (sums !== null) return sums.arms.map((arm) => armFigures(arm, experiment));
  if (figures !== null) return unitArms(experiment, figures, shown);
  const { control_arm, arms } = experiment;
  const of = (arm: string) => (arm === control_arm ? people?.unexposed : people?.exposed) ?? 0;
  return arms.map(({ name }) => ({ arm: name, control: name === control_arm, n: of(name), conversions: null, mean: null, interval: null }));
}

function armFigures(arm: ArmSums, { control_arm, metric, alpha }: Experiment): ArmFigures {
  const { n, conversions } = arm;
  const rate = metric.kind === 'conversion_rate';
  const mean = n === 0 ? null : rate ? conversions / n : arm.y_sum / n;
  return { arm: arm.arm, control: arm.arm === control_arm, n, conversions, mean, interval: rate && n > 0 ? wilson(n, conversions, alpha) : null };
}

/** Wilson's interval of one rate, as `two_proportion` tells it of each arm. */
function wilson(n: number, conversions: number, alpha: number): ArmFigures['interval'] {
  const arm = { n, conversions };
  const analysis = prepareAnalysis({ design: 'two_proportion', alpha, control: arm, treatment: arm }).run() as {
    arms?: readonly { interval: ArmFigures['interval'] }[];
  };
  return analysis.arms?.[0]?.interval ?? null;
}
