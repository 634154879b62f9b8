import { type LotteryPlanRequest, planLottery } from '@touchline/evidence';
import { TouchlineError } from '@touchline/runtime';
import type { LotteryChoice } from '../../experiment-answers.js';
import type { Past } from './history.js';
import type { PlanQuestion } from './question.js';

const DAYS = [14, 28, 56];
const WEEKS = [8, 12, 16, 26];
const WEEK_DAYS = 7;
/** Each draw costs time, and everybody else is kept waiting. */
const RUNS = 120;
/** So many creators are tried here at most, and so many creators or markets in steps; everybody else is kept waiting. */
const UNITS_MAX = 200;
const STEPPED_UNITS_MAX = 60;

/** What is drawn by lot here; undefined where people are, or markets for a while. */
export function drawnBy({ design, unit }: Pick<PlanQuestion, 'design' | 'unit'>): LotteryPlanRequest['of'] | undefined {
  if (unit === 'week') return 'weeks';
  if (design === 'stepped_wedge') return unit === 'geo' ? 'market_steps' : 'creator_steps';
  return unit === 'creator' ? 'creators' : undefined;
}

/**
 * How many creators, weeks or steps, and how long: lotteries that never were are drawn on the workspace's own past.
 * @returns the options, the sharpest first, or why there are none @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function planLotteries(question: PlanQuestion, { warehouse, workspace, now }: Past): Promise<readonly LotteryChoice[] | string> {
  const { metric, scope, alpha, power, effect } = question;
  const of = drawnBy(question) ?? 'creators';
  const weeks = of === 'weeks';
  try {
    const { plan } = await planLottery({
      ...{ warehouse, workspace_id: workspace.workspace_id, as_of: now, of, effect },
      metric: metric.kind === 'geo_outcome' ? metric.name : metric.kind === 'revenue' ? 'revenue' : 'orders',
      creator_ids: scope.creator_ids,
      durations: weeks ? WEEKS : DAYS,
      units_max: question.design === 'stepped_wedge' ? STEPPED_UNITS_MAX : UNITS_MAX,
      spec: { alpha, power, runs: RUNS, ...armsAsked(question) },
    });
    return choicesOf(plan as unknown as Plan, weeks);
  } catch (thrown) {
    if (thrown instanceof TouchlineError && thrown.code === 'TL_FIELD_VALUE') return `Your own past does not carry a plan: ${thrown.message}`;
    throw thrown;
  }
}

/** Arms of a wedge are its steps; of other lotteries everything but the control arm is treated. */
function armsAsked({ arms, control_arm, design }: PlanQuestion) {
  if (design === 'stepped_wedge') return { steps: arms.length };
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  return { treated_share: 1 - (arms.find(({ name }) => name === control_arm)?.weight ?? 0) / total };
}

/** What the plans `lottery` and, where the past is too short, `power` answer. */
interface Plan {
  readonly options?: readonly {
    readonly units: number;
    readonly treated: number;
    readonly duration: number;
    readonly minimum_detectable_effect: number | null;
    readonly false_alarms: number;
    readonly smallest_possible_p: number;
  }[];
  readonly n_total?: number | null;
  readonly effect?: number | null;
}

function choicesOf({ options, n_total, effect = null }: Plan, weeks: boolean): readonly LotteryChoice[] | string {
  if (options !== undefined)
    return options.map(({ units, treated, duration, minimum_detectable_effect, ...told }) => ({
      ...{ units, treated, days: weeks ? duration * WEEK_DAYS : duration, effect: minimum_detectable_effect },
      ...{ false_alarms: told.false_alarms, smallest_p: told.smallest_possible_p, drawn: true },
    }));
  if (n_total == null) return 'No number of them sees an effect of that size.';
  const units = Math.ceil(n_total);
  const days = weeks ? units * WEEK_DAYS : Math.min(...DAYS);
  return [{ units, treated: Math.floor(units / 2), days, effect, false_alarms: null, smallest_p: null, drawn: false }];
}
