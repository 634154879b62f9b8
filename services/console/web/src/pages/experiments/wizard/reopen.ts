import type { ExperimentRow, ResultAnswer } from '../../../../../src/experiment-answers.js';
import { type Draft, KEPT_NOTHING, newDraft } from './draft.js';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const CONTROL = 'control';
const TREATED = 'treated';
const STEP = /^step-(\d+)$/;

/** A number as it was typed, without the dust of binary fractions. */
const typed = (value: number, digits = 6) => String(Number(value.toFixed(digits)));

/** A draft as the form has it again; what the form has no field for is kept as it was written. */
export function reopened({ experiment, scope }: Pick<ResultAnswer, 'experiment' | 'scope'>, { digits, now_ms }: Told): Draft {
  const { id, name, notes, design, unit, metric, scale, method, alpha, n_star } = experiment;
  const total = experiment.arms.reduce((sum, { weight }) => sum + weight, 0);
  const control = experiment.arms.find((arm) => arm.name === experiment.control_arm)?.weight ?? 0;
  const cap = experiment.winsorising_cap_minor;
  const window_days = typed(experiment.conversion_window_ms / DAY_MS);
  return {
    ...newDraft(),
    ...{ id, name, notes, design, unit, scale, method, ...scope },
    assignment: experiment.assignment === 'imported' ? 'imported' : 'hash',
    geos: experiment.scope.geos,
    control_percent: typed((100 * control) / total),
    steps: String(experiment.arms.length),
    holdout_url: experiment.holdout_url ?? '',
    metric: metric.kind === 'geo_outcome' ? 'conversion_rate' : metric.kind,
    market_metric: metric.kind === 'geo_outcome' ? metric.name : '',
    window_days,
    cap: cap === null ? '' : typed(cap / 10 ** digits),
    confidence_percent: typed(100 * (1 - alpha)),
    weeks: String(Math.max(1, Math.round((Date.parse(experiment.planned_end) - now_ms) / WEEK_MS))),
    n_star: n_star === null ? '' : String(n_star),
    kept: {
      ...KEPT_NOTHING,
      arms: isOfForm(experiment) ? null : { arms: experiment.arms, control_arm: experiment.control_arm },
      guards: experiment.guards,
      pre_period: experiment.pre_period,
      planned_end: experiment.planned_end,
      assignment: design === 'user_holdout' ? null : experiment.assignment,
      window: { days: window_days, ms: experiment.conversion_window_ms },
    },
  };
}

interface Told {
  /** Of the currency's minor unit. */
  readonly digits: number;
  readonly now_ms: number;
}

/** Whether the form's own fields make these arms again. */
function isOfForm({ design, arms, control_arm }: ExperimentRow): boolean {
  if (design === 'stepped_wedge')
    return control_arm === arms.at(-1)?.name && arms.every(({ name, weight }, place) => weight === 1 && STEP.exec(name)?.[1] === String(place + 1));
  return control_arm === CONTROL && arms.length === 2 && arms[0]?.name === CONTROL && arms[1]?.name === TREATED;
}
