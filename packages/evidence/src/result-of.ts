import { DESIGNS, type ExperimentGrade } from '@touchline/directory';
import { prepareAnalysis } from '@touchline/incrementality';
import type { ArmSums } from '@touchline/lift';
import type { Compared } from './compare.js';
import type { EntitiesAt } from './entities-at.js';
import { guardsOf } from './judge.js';
import type { ArmFigures, Comparison, Experiment, JudgedGuard, LiftInputs, LiftResult } from './result.js';
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
  const { experiment, sums } = inputs;
  const { grade, measures } = DESIGNS[experiment.design];
  const guards = [
    ...(sums === null ? [] : guardsOf({ experiment, sums, others_on_scope: inputs.others_on_scope })),
    ...ran.compared.flatMap((each) => each.guards),
  ];
  const planned_end_reached = Date.parse(experiment.planned_end) <= as_of.getTime();
  const withheld = reasonsOf(experiment, { guards, planned_end_reached, analysed: sums !== null });
  const head = {
    formula_version: ran.formula_version,
    workspace_id: ran.workspace_id,
    simulated: entities.workspace.simulated,
    currency: entities.workspace.currency,
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
    arms: (sums?.arms ?? []).map((arm) => armFigures(arm, experiment)),
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
  const nothing = { sequential: null, fixed: null, adjusted: null, winsorised: null, incremental: null };
  if (failed(guards, 'everything').length > 0) return { arm, against, ...nothing };
  // What the fixed horizon withholds, the confidence sequence may still show; what is derived from the fixed effect goes with it.
  if (comparison.fixed !== null && failed(guards, 'fixed').length > 0) return { arm, against, ...nothing, sequential: comparison.sequential };
  return comparison;
}

interface State {
  readonly guards: readonly JudgedGuard[];
  readonly planned_end_reached: boolean;
  readonly analysed: boolean;
}

function reasonsOf({ n_star, design }: Experiment, { guards, planned_end_reached, analysed }: State): string[] {
  if (!analysed) return [`a running experiment of the design ${design} is not analysed here: export its table and use \`touchline lift analyze\``];
  const reasons = failed(guards, 'everything').map(({ name, detail }) => `${name}: ${detail}`);
  if (reasons.length > 0 || n_star !== undefined) return reasons;
  if (!planned_end_reached) return ['no confidence sequence was planned (`n_star`), so nothing is shown before the planned end'];
  return failed(guards, 'fixed').map(({ name, detail }) => `${name}: ${detail}`);
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
