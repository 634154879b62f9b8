import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { finite } from '../geo/effect-scale.js';
import { candidateSets, type Market, PLAN_METHODS, type PlanMethod, type Played, windowPlayer, windowsOf } from '../geo/market-plan.js';
import { cellsOf, panelRequest, seriesOf } from '../geo/panel.js';
import { InputError } from '../input-error.js';
import { common, plainCommon, share } from '../spec.js';
import { criticalValue, referenceOf } from '../statistics/tests.js';
import type { Table } from '../table.js';

/** Options that are listed, the best first; more is no help to anybody. */
const OPTIONS_MAX = 50;
/** The sets looked at, all sizes together: each costs a fit a window. */
const SETS_MAX = 1000;

const name = z.string().min(1);
const schema = z.strictObject({
  design: z.literal('geo'),
  ...plainCommon,
  alternative: common.alternative.pipe(z.literal('two_sided')),
  method: z.enum(PLAN_METHODS).default('synthetic_control'),
  csv: name,
  columns: z.strictObject({ unit: name, time: name, outcome: name }),
  exclude: z.array(name).default([]),
  /** Sets of markets to judge; found by size when left out. */
  sets: z.array(z.array(name).min(1)).min(1).max(SETS_MAX).optional(),
  sizes: z.array(z.int().min(1).max(50)).min(1).max(10).default([1, 2, 3]),
  durations: z.array(z.int().min(1).max(366)).min(1).max(10),
  effects: z.array(z.number().gt(0)).min(1).max(50).default([0.02, 0.05, 0.1, 0.15, 0.2]),
  power: share.default(0.8),
  windows: z.int().min(1).max(100).default(20),
  cost_per_market_time: z.number().min(0).optional(),
  cost_per_incremental: z.number().min(0).optional(),
});

type Spec = z.output<typeof schema>;

export interface MarketOption {
  readonly markets: readonly string[];
  /** In the file's times: days where it has days. */
  readonly duration: number;
  /** Tests played on history that gave the power. */
  readonly windows: number;
  /** Share of them that find an effect of that size, as a share of the outcome. */
  readonly power_at: readonly { readonly effect: number; readonly power: number }[];
  /** Share of them that find an effect although there is none. */
  readonly false_alarms: number;
  /** The least effect found with the power asked for; `null` when none is. */
  readonly minimum_detectable_effect: number | null;
  /** That effect in the outcome's unit over the whole test. */
  readonly incremental: number | null;
  readonly cost?: number | null;
  /** Pre-period error as a share of the mean outcome, mean over the windows. */
  readonly fit_error: number;
  /** Of all markets' outcome. */
  readonly outcome_share: number;
}

export interface MarketPlan extends Analysis {
  readonly method: PlanMethod;
  readonly power: number;
  /** Those that raise no false alarms first, and of them the least detectable effect. */
  readonly options: readonly MarketOption[];
}

/** Power by playing tests on the workspace's own history: which markets, how long, what it can see, what it costs. */
export const marketPlan = defineDesign({
  schema,
  wants: panelRequest,
  analyze: (spec, table): MarketPlan => {
    const markets = marketsOf(spec, table);
    const sets = setsOf(spec, markets);
    const times = markets[0]?.series.length ?? 0;
    const options = spec.durations.flatMap((duration, place) => {
      const windows = windowsOf(times, duration, spec.windows);
      if (windows.length === 0)
        throw new InputError(`The history of ${times} times is too short for a test of ${duration}: three times as much is needed.`, `durations.${place}`);
      const critical = (df: number): number => criticalValue({ alpha: spec.alpha, alternative: 'two_sided' }, referenceOf(df));
      const players = windows.map((window) => windowPlayer(markets, window, { method: spec.method, alpha: spec.alpha, critical }));
      return sets.map((set) => optionOf(spec, { markets, set, duration, played: players.map((play) => play(set)) }));
    });
    options.sort(
      (left, right) =>
        Number(alarming(left)) - Number(alarming(right)) ||
        rankOf(left) - rankOf(right) ||
        left.markets.length - right.markets.length ||
        left.duration - right.duration,
    );
    const best = options.find((option) => !alarming(option))?.minimum_detectable_effect ?? null;
    const smallest = 1 / (markets.length - Math.min(...sets.map((set) => set.length)) + 1);
    const possible = spec.method === 'tbr' || smallest <= spec.alpha;
    return {
      design: 'geo',
      method: spec.method,
      alpha: spec.alpha,
      power: spec.power,
      options: options.slice(0, OPTIONS_MAX),
      ...judged([
        {
          name: 'enough_markets',
          passed: possible,
          detail: possible
            ? `${markets.length} markets`
            : `with ${markets.length} markets no p can be below ${smallest.toPrecision(3)}, at most ${spec.alpha} is asked for`,
        },
        {
          name: 'detectable',
          passed: best !== null,
          detail: best === null ? 'no option finds any effect with the power asked for' : `the best option finds ${(100 * best).toFixed(2)} %`,
        },
      ]),
      notes: [`${options.length} options on ${markets.length} markets and ${times} times; ${Math.min(options.length, OPTIONS_MAX)} are listed.`],
    };
  },
});

/** Of tests without any effect this share may find one; an option with more finds effects because it finds them everywhere. */
const FALSE_ALARMS_MOST = 0.1;

function alarming({ false_alarms }: MarketOption): boolean {
  return false_alarms > FALSE_ALARMS_MOST;
}

function rankOf({ minimum_detectable_effect }: MarketOption): number {
  return minimum_detectable_effect ?? Number.MAX_VALUE;
}

function marketsOf(spec: Spec, table: Table | undefined): Market[] {
  const cells = cellsOf(spec, table);
  const names = [...cells.units.keys()].filter((unit) => !spec.exclude.includes(unit)).sort();
  if (names.length < 3) throw new InputError('Three markets or more are needed.', 'csv');
  return names.map((unit) => ({ name: unit, series: seriesOf(cells, unit, cells.times) }));
}

function setsOf({ sets, sizes }: Spec, markets: readonly Market[]): number[][] {
  const places = new Map(markets.map(({ name: market }, place) => [market, place]));
  if (sets === undefined)
    return [...new Set(sizes)]
      .filter((size) => size < markets.length - 1)
      .flatMap((size) => candidateSets(markets, size))
      .slice(0, SETS_MAX);
  return sets.map((set, place) => {
    if (set.length > markets.length - 2) throw new InputError('At least two markets must be left to compare with.', `sets.${place}`);
    return set.map((market, inside) => {
      const found = places.get(market);
      if (found === undefined) throw new InputError(`The file has no unit \`${market}\`.`, `sets.${place}.${inside}`);
      return found;
    });
  });
}

function optionOf(spec: Spec, at: { markets: readonly Market[]; set: readonly number[]; duration: number; played: readonly Played[] }): MarketOption {
  const { markets, set, duration, played } = at;
  const found = played.map(({ detectable }) => detectable).sort((left, right) => left - right);
  const effect = finite(found[Math.ceil(spec.power * found.length - 1e-9) - 1] ?? Number.POSITIVE_INFINITY);
  const perTime = (places: readonly number[]): number => places.reduce((sum, place) => sum + total(markets[place]) / (markets[place]?.series.length ?? 1), 0);
  const outcome = perTime(set) * duration;
  const incremental = effect === null ? null : effect * outcome;
  const fixed = (spec.cost_per_market_time ?? 0) * set.length * duration;
  const priced = spec.cost_per_market_time !== undefined || spec.cost_per_incremental !== undefined;
  return {
    markets: set.map((place) => markets[place]?.name ?? ''),
    duration,
    windows: played.length,
    power_at: spec.effects.map((size) => ({ effect: size, power: found.filter((least) => least <= size).length / found.length })),
    false_alarms: played.filter(({ falseAlarm }) => falseAlarm).length / played.length,
    minimum_detectable_effect: effect,
    incremental,
    ...(priced ? { cost: incremental === null ? null : fixed + (spec.cost_per_incremental ?? 0) * incremental } : {}),
    fit_error: played.reduce((sum, { fitError }) => sum + fitError, 0) / played.length,
    outcome_share: outcome / (perTime(markets.map((_, place) => place)) * duration),
  };
}

function total(market: Market | undefined): number {
  return (market?.series ?? []).reduce((sum, value) => sum + value, 0);
}
