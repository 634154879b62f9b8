import { type Analysis, InputError, preparePlan } from '@touchline/incrementality';
import { type HistoryRow, marketHistory, orderHistory } from '@touchline/lift';
import { TouchlineError } from '@touchline/runtime';
import { entitiesAt } from './entities-at.js';
import { type Asked, naming, type Planned } from './plan.js';
import { tableOf } from './table.js';

const HISTORY_DAYS = 365;
const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

export interface LotteryPlanRequest extends Asked {
  /** What is drawn: creators, weeks, or the step at which creators or markets are switched on. */
  readonly of: 'creators' | 'weeks' | 'creator_steps' | 'market_steps';
  /** `orders` or `revenue`; of markets a figure that they report. */
  readonly metric: string;
  /** Whose orders; empty: every creator’s. Of weeks all orders count. */
  readonly creator_ids: readonly string[];
  /** Days; of weeks how many. */
  readonly durations: readonly number[];
  /** The effect to be seen, as a share of what there is without it. */
  readonly effect: number;
  /** Further keys of the plan `lottery` of `touchline lift plan`: sizes, treated_share, matched, steps, power, alpha, costs, runs, seed. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Most creators or markets that are tried; more are refused. Left out: as many as there are. */
  readonly units_max?: number;
}

const OF = { creators: 'units', weeks: 'weeks', creator_steps: 'steps', market_steps: 'steps' } as const;

/**
 * How many creators, weeks or steps, how long, what it can see and what it costs: lotteries are drawn on the workspace's own past, where nothing happened. Where
 * that past is shorter than the shortest test, creators and weeks are planned by the closed form, on the mean and variance that it has, or that `spec` gives.
 * @throws TouchlineError TL_FIELD_VALUE where the past does not suffice, TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE
 */
export async function planLottery(request: LotteryPlanRequest): Promise<Planned> {
  const { of, durations, effect, spec } = request;
  const { mean, variance } = spec;
  if (typeof mean === 'number' && typeof variance === 'number') return { plan: naming(() => closedForm(request, { mean, variance })), history: {} };
  const { names, times, values } = of === 'weeks' ? weekly(await pastOf(request)) : await pastOf(request);
  if (names.length < (of === 'weeks' ? 1 : 2))
    throw new TouchlineError('TL_FIELD_VALUE', `The past has ${names.length} series of “${request.metric}”: nothing can be planned from it.`, 'metric');
  const { units_max = Number.POSITIVE_INFINITY } = request;
  if (names.length > units_max)
    throw new TouchlineError(
      'TL_FIELD_VALUE',
      `${names.length} are too many to try here: name up to ${units_max}, or use \`touchline experiments plan\`.`,
      'scope',
    );
  const history = of === 'weeks' ? { weeks: times.length } : { units: names.length, days: times.length };
  if (times.length < Math.min(...durations) && of !== 'creator_steps' && of !== 'market_steps')
    return { plan: naming(() => closedForm(request, momentsOf(request, { names, times, values }))), history };
  const rows = names.flatMap((unit, place) => times.map((time, at) => ({ unit, time, outcome: values[place]?.[at] ?? 0 })));
  const units = of === 'weeks' ? {} : { unit: rows.map(({ unit }) => unit) };
  const table = tableOf({ ...units, time: rows.map(({ time }) => time), outcome: rows.map(({ outcome }) => outcome) });
  const columns = { ...(of === 'weeks' ? {} : { unit: 'unit' }), time: 'time', outcome: 'outcome' };
  const fitting = durations.filter((duration) => duration <= times.length);
  const whole = { design: 'lottery', of: OF[of], csv: 'history', columns, durations: fitting.length > 0 ? fitting : durations, effects: [effect], ...spec };
  return { plan: naming(() => preparePlan(whole).run(table)), history };
}

interface Past {
  readonly names: readonly string[];
  readonly times: readonly string[];
  /** By name, then by time. */
  readonly values: readonly (readonly number[])[];
}

async function pastOf({ warehouse, workspace_id, as_of, of, metric, creator_ids }: LotteryPlanRequest): Promise<Past> {
  const { currency, time_zone } = (await entitiesAt(warehouse, workspace_id, as_of)).workspace;
  const asked = { warehouse, workspace_id, currency, time_zone, days: HISTORY_DAYS, until: as_of };
  if (of === 'market_steps') return whole(await marketHistory(asked, metric));
  const rows = await orderHistory(asked, { by: of === 'weeks' ? 'all' : 'creators', metric });
  return filled(creator_ids.length === 0 || of === 'weeks' ? rows : rows.filter(({ market }) => creator_ids.includes(market)));
}

/** Orders: a day without any is 0, from the first day of all on. */
function filled(rows: readonly HistoryRow[]): Past {
  const told = [...new Set(rows.map(({ day }) => day))].sort();
  const [first = '', last = ''] = [told[0], told.at(-1)];
  const count = first === '' ? 0 : Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1;
  const times = Array.from({ length: count }, (_, day) => new Date(Date.parse(first) + day * DAY_MS).toISOString().slice(0, 10));
  return { ...grid(rows, times), times };
}

/** Figures that markets report: those with every day. */
function whole(rows: readonly HistoryRow[]): Past {
  const times = [...new Set(rows.map(({ day }) => day))].sort();
  const counts = new Map<string, number>();
  for (const { market } of rows) counts.set(market, (counts.get(market) ?? 0) + 1);
  return {
    ...grid(
      rows.filter(({ market }) => counts.get(market) === times.length),
      times,
    ),
    times,
  };
}

function grid(rows: readonly HistoryRow[], times: readonly string[]): Pick<Past, 'names' | 'values'> {
  const byName = new Map<string, Map<string, number>>();
  for (const { market, day, value } of rows) byName.set(market, (byName.get(market) ?? new Map<string, number>()).set(day, value));
  const names = [...byName.keys()].sort();
  return { names, values: names.map((name) => times.map((day) => byName.get(name)?.get(day) ?? 0)) };
}

/** Whole weeks from Monday on, each under its first day. */
function weekly({ names, times, values }: Past): Past {
  const monday = times.findIndex((day) => new Date(`${day}T00:00:00Z`).getUTCDay() === 1);
  const count = monday < 0 ? 0 : Math.floor((times.length - monday) / WEEK_DAYS);
  const starts = Array.from({ length: count }, (_, week) => monday + WEEK_DAYS * week);
  const sum = (series: readonly number[], from: number) => series.slice(from, from + WEEK_DAYS).reduce((all, value) => all + value, 0);
  return { names, times: starts.map((from) => times[from] ?? ''), values: values.map((series) => starts.map((from) => sum(series, from))) };
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Creators by what each came to, stretched to the shortest test; weeks by what each came to. */
function momentsOf({ of, durations }: LotteryPlanRequest, { times, values }: Past): Moments {
  const stretch = of === 'weeks' ? 1 : Math.min(...durations) / Math.max(1, times.length);
  const outcomes = of === 'weeks' ? [...(values[0] ?? [])] : values.map((series) => stretch * series.reduce((sum, value) => sum + value, 0));
  if (outcomes.length < 2) throw new InputError('The past has fewer than two units, so that nothing is known of how they vary.', 'durations');
  const mean = outcomes.reduce((sum, value) => sum + value, 0) / outcomes.length;
  const variance = outcomes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (outcomes.length - 1);
  if (variance === 0 || mean <= 0) throw new InputError('All units of the past are alike, so that nothing can be said of chance.', 'durations');
  return { mean, variance };
}

/** Two means by Student's t. */
function closedForm({ effect, spec: { power = 0.8, alpha = 0.05 } }: LotteryPlanRequest, moments: Moments): Analysis {
  return preparePlan({ design: 'power', metric: 'mean', ...moments, solve: 'n', effect, effect_scale: 'relative', test: 't', power, alpha }).run();
}
