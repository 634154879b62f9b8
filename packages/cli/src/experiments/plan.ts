import { type LotteryPlanRequest, type Planned, planLottery, planMarkets, planPeople } from '@touchline/evidence';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { durationOf } from '../duration.js';
import { naming } from '../lift/naming.js';
import { printAnswer } from '../lift/print-answer.js';
import { readSpec } from '../lift/read-spec.js';
import { printJson } from '../output.js';
import { wholeNumber } from '../whole-number.js';

export interface PlanOptions {
  readonly workspace: string;
  readonly metric: string;
  readonly markets?: boolean;
  readonly creators?: boolean;
  readonly weeks?: boolean;
  readonly steps?: string;
  readonly ids?: string;
  readonly links?: string;
  readonly window: string;
  readonly sizes?: string;
  readonly durations?: string;
  readonly unitCost?: string;
  readonly effect?: string;
  readonly spec?: string;
  readonly json?: boolean;
}

const METRICS = ['conversion_rate', 'orders', 'revenue'] as const;

/** Plans from the workspace's own past, and prints the plan. @throws TouchlineError TL_INPUT_INVALID, or what is wrong with the spec */
export async function plan(options: PlanOptions): Promise<void> {
  const warehouse = openWarehouse(loadConfig());
  try {
    const asked = { warehouse, workspace_id: options.workspace, as_of: new Date() };
    const planned = await naming(() =>
      drawn(options)
        ? planLottery({ ...asked, ...lotteryAsked(options) })
        : options.markets
          ? planMarkets({ ...asked, ...marketsAsked(options) })
          : planPeople({ ...asked, ...peopleAsked(options) }),
    );
    tell(planned, options);
  } finally {
    await warehouse.close();
  }
}

function tell({ plan, history }: Planned, { json }: PlanOptions): void {
  if (json) printJson({ history, ...plan });
  else printAnswer({ history, ...plan });
}

const drawn = ({ creators, weeks, steps }: PlanOptions) => creators === true || weeks === true || steps !== undefined;

/** A lottery's outcome is counted from orders; of markets it is what they report. */
function lotteryAsked(options: PlanOptions): Omit<LotteryPlanRequest, 'warehouse' | 'workspace_id' | 'as_of'> {
  const { weeks, steps, ids, sizes, effect = '', spec, unitCost } = options;
  const of = drawnOf(options);
  const [relative = 0] = numbers(effect, '--effect');
  const [unit_cost] = unitCost === undefined ? [] : numbers(unitCost, '--unit-cost');
  const more = spec === undefined ? {} : (readSpec(spec).spec as object);
  return {
    of,
    metric: countedBy(options),
    creator_ids: ids === undefined ? [] : ids.split(','),
    durations: numbers(options.durations ?? (weeks ? WEEKS : DAYS), '--durations'),
    effect: relative,
    spec: {
      ...(sizes === undefined || weeks ? {} : { sizes: numbers(sizes, '--sizes') }),
      ...(steps === undefined ? {} : { steps: wholeNumber(steps, '--steps') }),
      ...(unit_cost === undefined ? {} : { cost_per_unit_time: unit_cost }),
      ...more,
    },
  };
}

function drawnOf({ markets, creators, weeks, steps }: PlanOptions): LotteryPlanRequest['of'] {
  if ([markets, creators, weeks].filter((each) => each === true).length !== 1)
    throw new TouchlineError('TL_INPUT_INVALID', 'Expected one of --creators, --weeks and --markets; --steps goes with the first or the last.', '--steps');
  if (weeks && steps !== undefined) throw new TouchlineError('TL_INPUT_INVALID', 'Weeks come one after the other: they have no --steps.', '--steps');
  if (weeks) return 'weeks';
  return steps === undefined ? 'creators' : markets ? 'market_steps' : 'creator_steps';
}

function countedBy({ markets, metric }: PlanOptions): string {
  const counted = metric === 'conversion_rate' ? 'orders' : metric;
  if (markets || counted === 'orders' || counted === 'revenue') return counted;
  throw new TouchlineError('TL_INPUT_INVALID', '--metric: of creators and weeks expected orders or revenue.', '--metric');
}

const DAYS = '28';
const WEEKS = '8,12,16';

function marketsAsked({ metric, sizes, durations = DAYS, spec }: PlanOptions) {
  const more = spec === undefined ? {} : (readSpec(spec).spec as object);
  return { metric, spec: { durations: numbers(durations, '--durations'), ...(sizes === undefined ? {} : { sizes: numbers(sizes, '--sizes') }), ...more } };
}

function peopleAsked({ metric, links, window, effect = '', spec }: PlanOptions) {
  const known = METRICS.find((each) => each === metric);
  if (known === undefined)
    throw new TouchlineError('TL_INPUT_INVALID', `--metric: expected ${METRICS.join(', ')}, or --markets with a figure they report.`, '--metric');
  const more = spec === undefined ? {} : (readSpec(spec).spec as object);
  const link_ids = links === undefined ? [] : links.split(',');
  const [relative = 0] = numbers(effect, '--effect');
  return {
    metric: known,
    link_ids,
    conversion_window_ms: durationOf(window, '--window'),
    spec: { solve: 'n', effect: relative, effect_scale: 'relative', ...more },
  };
}

function numbers(text: string, option: string): number[] {
  const found = text.split(',').map((each) => (each.trim() === '' ? Number.NaN : Number(each)));
  if (found.every((each) => Number.isFinite(each))) return found;
  throw new TouchlineError('TL_INPUT_INVALID', `${option}: expected numbers, separated by commas.`, option);
}
