import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { finite } from '../geo/effect-scale.js';
import { type LotteryShape, type PastUnit, PRES_LEAST, trialOfUnits, trialOfWeeks } from '../geo/lottery-past.js';
import { type Drawn, playLottery, runsFor, smallestP } from '../geo/lottery-play.js';
import type { Window } from '../geo/market-plan.js';
import { cellsOf, seriesOf } from '../geo/panel.js';
import { drawsFrom } from '../geo/random.js';
import { InputError } from '../input-error.js';
import { plainCommon, share } from '../spec.js';
import type { Table } from '../table.js';

const name = z.string().min(1);
const schema = z
  .strictObject({
    design: z.literal('lottery'),
    ...plainCommon,
    /** Units are treated or not; weeks of one series are; or units are switched on step by step. */
    of: z.enum(['units', 'weeks', 'steps']),
    csv: name,
    /** Weeks have a row each, and no unit. */
    columns: z.strictObject({ unit: name.optional(), time: name, outcome: name }),
    exclude: z.array(name).default([]),
    /** How many units are drawn from; all when left out. */
    sizes: z.array(z.int().min(2).max(10_000)).min(1).max(10).optional(),
    /** In the file's times. */
    durations: z.array(z.int().min(1).max(366)).min(1).max(10),
    treated_share: share.default(0.5),
    matched: z.boolean().default(false),
    steps: z.int().min(2).max(32).default(3),
    effects: z.array(z.number().gt(0)).min(1).max(50).default([0.05, 0.1, 0.2, 0.3, 0.5]),
    power: share.default(0.8),
    windows: z.int().min(1).max(100).default(8),
    runs: z.int().min(20).max(2_000).default(200),
    seed: z.int().default(1),
    cost_per_unit_time: z.number().min(0).optional(),
    cost_per_incremental: z.number().min(0).optional(),
  })
  .refine(({ of, columns }) => (of === 'weeks') === (columns.unit === undefined), {
    path: ['columns', 'unit'],
    error: 'Units and steps name the column of their units; weeks have none.',
  })
  .refine(({ matched, treated_share }) => !matched || treated_share === 0.5, {
    path: ['treated_share'],
    error: 'Of each two that are matched one is treated.',
  });

type Spec = z.output<typeof schema>;

export interface LotteryOption {
  /** Units, or weeks, that are drawn. */
  readonly units: number;
  /** Of them treated; all of a stepped wedge sooner or later. */
  readonly treated: number;
  readonly duration: number;
  /** Stretches of history it was played on, and how often it was drawn there. */
  readonly windows: number;
  readonly runs: number;
  readonly power_at: readonly { readonly effect: number; readonly power: number }[];
  readonly false_alarms: number;
  /** The least effect found with the power asked for, as a share of the outcome; `null` when none is. */
  readonly minimum_detectable_effect: number | null;
  /** That effect in the outcome's unit over all that is treated. */
  readonly incremental: number | null;
  readonly cost?: number | null;
  readonly smallest_possible_p: number;
}

export interface LotteryPlan extends Analysis {
  readonly of: Spec['of'];
  readonly power: number;
  /** The least detectable effect first. */
  readonly options: readonly LotteryOption[];
}

/** Power by drawing lotteries on the past, where nothing happened: how many creators or weeks, how long, what it can see, what it costs. */
export const lotteryPlan = defineDesign({
  schema,
  wants: ({ csv, columns }) => ({
    field: 'csv',
    file: csv,
    columns: new Map(Object.entries(columns).flatMap(([field, column]) => (column === undefined ? [] : [[column, `columns.${field}`] as const]))),
  }),
  analyze: (spec, table): LotteryPlan => {
    const units = unitsOf(spec, table);
    const times = units[0]?.series.length ?? 0;
    const options = spec.durations.flatMap((duration, place) =>
      sizesOf(spec, units, duration).map((size) =>
        optionOf(spec, { units, size, windows: windowsOf(spec, { times, duration, path: `durations.${place}` }), duration }),
      ),
    );
    options.sort((one, other) => rankOf(one) - rankOf(other) || one.units - other.units || one.duration - other.duration);
    const best = options[0]?.minimum_detectable_effect ?? null;
    const smallest = Math.min(...options.map(({ smallest_possible_p }) => smallest_possible_p));
    return {
      design: 'lottery',
      of: spec.of,
      alpha: spec.alpha,
      power: spec.power,
      options,
      ...judged([
        { name: 'assignments', passed: smallest <= spec.alpha, detail: `no p can be below ${smallest.toPrecision(3)}, at most ${spec.alpha} is asked for` },
        {
          name: 'detectable',
          passed: best !== null,
          detail: best === null ? 'no option finds any effect with the power asked for' : `the best option finds ${(100 * best).toFixed(2)} %`,
        },
      ]),
      notes: [`${units.length} series and ${times} times of history; each option was drawn ${options[0]?.runs ?? 0} times on it.`],
    };
  },
});

const rankOf = ({ minimum_detectable_effect }: LotteryOption) => minimum_detectable_effect ?? Number.MAX_VALUE;

function unitsOf(spec: Spec, table: Table | undefined): PastUnit[] {
  const { columns, of } = spec;
  if (table === undefined) throw new InputError('The file was not read.', 'csv');
  // One series of weeks is a panel of one unit.
  const named = columns.unit === undefined ? { ...table, columns: new Map([...table.columns, [ALL, table.lines.map(() => 'all')]]) } : table;
  const cells = cellsOf({ columns: { ...columns, unit: columns.unit ?? ALL } }, named);
  const names = [...cells.units.keys()].filter((unit) => !spec.exclude.includes(unit)).sort();
  if (of !== 'weeks' && names.length < 2) throw new InputError('Two units or more are needed.', 'csv');
  if (of === 'steps' && names.length < spec.steps) throw new InputError(`${spec.steps} steps need at least as many units.`, 'steps');
  return names.map((unit) => ({ name: unit, series: seriesOf(cells, unit, cells.times) }));
}

/** No column of a file has this name. */
const ALL = '\u0000all';

function sizesOf({ of, sizes, steps }: Spec, units: readonly PastUnit[], duration: number): number[] {
  if (of === 'weeks') return [duration];
  const least = of === 'steps' ? steps : 2;
  const large = sizes?.findIndex((size) => size > units.length || size < least) ?? -1;
  if (large >= 0) throw new InputError(`There are ${units.length} units in the file, and ${least} are the least.`, `sizes.${large}`);
  return [...new Set(sizes ?? [units.length])];
}

/** The latest stretches first, each half a duration before the one after it. */
function windowsOf({ windows, of, steps }: Spec, at: { times: number; duration: number; path: string }): Window[] {
  const { times, duration, path } = at;
  if (of === 'steps' && duration < steps) throw new InputError(`${steps} steps need at least as many times.`, path);
  if (of === 'weeks' && duration < 2) throw new InputError('Two weeks or more are drawn.', path);
  if (duration > times) throw new InputError(`The history of ${times} times is too short for a test of ${duration}.`, path);
  const step = Math.max(1, Math.floor(duration / 2));
  const found: Window[] = [];
  for (let to = times; found.length < windows && to - duration >= 0; to -= step) found.push({ from: to - duration, to });
  // Steps are judged by what lay before them, where anything did.
  const led = found.filter(({ from }) => from >= PRES_LEAST);
  return of === 'steps' && led.length > 0 ? led : found;
}

interface At {
  readonly units: readonly PastUnit[];
  readonly size: number;
  readonly windows: readonly Window[];
  readonly duration: number;
}

function optionOf(spec: Spec, { units, size, windows, duration }: At): LotteryOption {
  const draws = drawsFrom(spec.seed);
  const shape: LotteryShape = spec;
  const trials = windows.map((window) =>
    spec.of === 'weeks' ? trialOfWeeks(units[0]?.series ?? [], window, shape) : trialOfUnits(units, window, { shape, size, draws }),
  );
  const played = trials.flatMap((trial) => playLottery(trial, { runs: runsFor(trial, Math.ceil(spec.runs / windows.length)), alpha: spec.alpha, draws }));
  const found = played.map(({ detectable }) => detectable).sort((one, other) => one - other);
  const effect = finite(found[Math.ceil(spec.power * found.length - 1e-9) - 1] ?? Number.POSITIVE_INFINITY);
  const labels = trials[0]?.labels ?? [];
  const treated = spec.of === 'steps' ? labels.length : labels.filter((label) => label === 1).length;
  const incremental = effect === null ? null : effect * levelOf(spec, played, duration);
  return {
    units: labels.length,
    treated,
    duration,
    windows: windows.length,
    runs: played.length,
    power_at: spec.effects.map((each) => ({ effect: each, power: found.filter((least) => least <= each).length / found.length })),
    false_alarms: played.filter(({ falseAlarm }) => falseAlarm).length / played.length,
    minimum_detectable_effect: effect,
    incremental,
    ...costOf(spec, { treated, duration, incremental }),
    smallest_possible_p: Math.max(...trials.map(smallestP)),
  };
}

/** What is treated comes to on average: sums of units and weeks; of a wedge means of a step, over its times. */
function levelOf({ of, steps }: Spec, played: readonly Drawn[], duration: number): number {
  const mean = played.reduce((sum, { level }) => sum + level, 0) / Math.max(1, played.length);
  return of === 'steps' ? (mean * duration) / steps : mean;
}

/** Money for each unit and time that is on, and for what the least effect brings. Units of a wedge are on for (steps + 1)/2 steps on average. */
function costOf(
  spec: Spec,
  { treated, duration, incremental }: Pick<LotteryOption, 'treated' | 'duration' | 'incremental'>,
): { readonly cost?: number | null } {
  const { cost_per_unit_time, cost_per_incremental, of, steps } = spec;
  if (cost_per_unit_time === undefined && cost_per_incremental === undefined) return {};
  const times = of === 'weeks' ? 1 : of === 'steps' ? (duration * (steps + 1)) / (2 * steps) : duration;
  return { cost: incremental === null ? null : (cost_per_unit_time ?? 0) * treated * times + (cost_per_incremental ?? 0) * incremental };
}
