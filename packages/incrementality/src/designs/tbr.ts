import { z } from 'zod';
import { type Analysis, type Guard, type Interval, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { finite, scaled } from '../geo/effect-scale.js';
import { durbinWatson } from '../geo/line.js';
import { inferenceOf } from '../geo/normal-inference.js';
import { type Cumulative, cumulativeEffect, incrementalCost, ratioInterval, type TwoSeries } from '../geo/time-based-regression.js';
import { clockOf, period } from '../geo/times.js';
import { InputError } from '../input-error.js';
import { type Alternative, common } from '../spec.js';
import { studentQuantile } from '../statistics/distributions.js';
import { numbersOf, type Table, textsOf } from '../table.js';

const name = z.string().min(1);

const schema = z
  .strictObject({
    design: z.literal('tbr'),
    ...common,
    csv: name,
    columns: z.strictObject({ time: name, control: name, treatment: name, control_cost: name.optional(), treatment_cost: name.optional() }),
    pre: period,
    test: period,
    sides: z.union([z.literal(1), z.literal(2)]).optional(),
  })
  .refine(({ sides, alternative }) => sides !== 2 || alternative === 'two_sided', { path: ['sides'], error: 'One-sided alternatives have 1 side.' });

type Spec = z.output<typeof schema>;

export interface TbrAnalysis extends Analysis {
  readonly intercept: number;
  readonly slope: number;
  readonly df: number;
  readonly incremental: number;
  readonly cost?: number;
  readonly iroas?: number | null;
  readonly iroas_interval?: Interval | null;
  /** Of what there would have been. */
  readonly relative_lift: number | null;
}

/** `estimate` is the cumulative effect over the test period, or on the relative scale its share of what there would have been. */
export const tbrDesign = defineDesign({
  schema,
  wants: ({ csv, columns }) => ({
    field: 'csv',
    file: csv,
    columns: new Map(Object.entries(columns).flatMap(([field, column]) => (column === undefined ? [] : [[column, `columns.${field}`] as const]))),
  }),
  analyze: (spec, table): TbrAnalysis => {
    const { columns, alpha, scale } = spec;
    const alternative: Alternative = spec.sides === 1 && spec.alternative === 'two_sided' ? 'greater' : spec.alternative;
    const read = periodsOf(spec, table);
    const { pre, test } = read(columns.control, columns.treatment);
    const effect = cumulativeEffect(pre, test);
    if (effect === undefined) throw new InputError('The pre period needs 3 times or more, and a control that moves.', 'pre');
    const { incremental, line } = effect;
    const standard_error = Math.sqrt(effect.variance);
    const inference = inferenceOf(incremental, standard_error, { alpha, alternative, df: line.df });
    const observed = test.treatment.reduce((sum, value) => sum + value, 0);
    const whole = { estimate: incremental, interval: inference.interval, standard_error, observed };
    return {
      design: 'tbr',
      scale,
      ...scaled(whole, scale),
      statistic: finite(inference.statistic),
      df: line.df,
      p: finite(inference.p),
      alpha,
      intercept: line.intercept,
      slope: line.slope,
      incremental,
      ...returnOnCost(effect, costsOf(spec, read), { alpha, alternative }),
      relative_lift: scaled(whole, 'relative').estimate,
      ...judged(guardsOf(line.residuals, pre, test.control.length)),
      notes: [`${pre.control.length} times before, ${test.control.length} in the test; pre-period correlation ${line.correlation.toFixed(3)}.`],
    };
  },
});

type Reader = (control: string | undefined, treatment: string) => { readonly pre: TwoSeries; readonly test: TwoSeries };

function periodsOf({ columns, pre, test }: Spec, table: Table | undefined): Reader {
  if (table === undefined) throw new InputError('The file was not read.', 'csv');
  const times = textsOf(table, columns.time, 'columns.time');
  const clock = clockOf([...times, ...pre, ...test]);
  if (clock.compare(pre[1], test[0]) >= 0) throw new InputError('The test period must begin after the pre period has ended.', 'test');
  const seen = new Set<string | number>();
  times.forEach((at, row) => {
    if (seen.has(clock.of(at))) throw new InputError(`There is a second row for ${at}.`, 'columns.time', table.lines[row]);
    seen.add(clock.of(at));
  });
  const order = [...times.keys()].sort((left, right) => clock.compare(times[left] ?? '', times[right] ?? ''));
  const rows = (bounds: typeof pre): number[] => order.filter((row) => clock.within(times[row] ?? '', bounds));
  const [before, during] = [rows(pre), rows(test)];
  if (during.length === 0) throw new InputError('The test period has no time in the file.', 'test');
  const column = (wanted: string | undefined, field: string): readonly number[] =>
    wanted === undefined ? times.map(() => 0) : numbersOf(table, wanted, `columns.${field}`);
  return (control, treatment) => {
    const [left, right] = [column(control, 'control'), column(treatment, 'treatment')];
    const pick = (values: readonly number[], chosen: readonly number[]): number[] => chosen.map((row) => values[row] ?? 0);
    return {
      pre: { control: pick(left, before), treatment: pick(right, before) },
      test: { control: pick(left, during), treatment: pick(right, during) },
    };
  };
}

function costsOf({ columns }: Spec, read: Reader): ReturnType<typeof incrementalCost> | undefined {
  if (columns.treatment_cost === undefined) return undefined;
  const { pre, test } = read(columns.control_cost, columns.treatment_cost);
  return incrementalCost(pre, test);
}

interface ReturnOnCost {
  readonly cost?: number;
  readonly iroas?: number | null;
  readonly iroas_interval?: Interval | null;
}

function returnOnCost(
  effect: Cumulative,
  costs: ReturnType<typeof incrementalCost> | undefined,
  asked: { alpha: number; alternative: Alternative },
): ReturnOnCost {
  if (costs === undefined) return {};
  const { alternative, alpha } = asked;
  const t = studentQuantile(alternative === 'two_sided' ? 1 - alpha / 2 : 1 - alpha, effect.line.df);
  const ends = ratioInterval({ estimate: effect.incremental, variance: effect.variance }, { estimate: costs.cost, variance: costs.variance }, t);
  const interval: Interval | null =
    ends === undefined ? null : [alternative === 'less' ? null : finite(ends[0]), alternative === 'greater' ? null : finite(ends[1])];
  return { cost: costs.cost, iroas: finite(effect.incremental / costs.cost), iroas_interval: interval };
}

/** Outside these bounds of Durbin and Watson's statistic the intervals are too narrow, or too wide: Google's matched markets library has the same. */
const AUTOCORRELATION_BOUNDS = [1.5, 2.5] as const;
const CORRELATION_LEAST = 0.8;
const LEVEL = 0.1;

function guardsOf(residuals: readonly number[], pre: TwoSeries, tests: number): Guard[] {
  const statistic = durbinWatson(residuals);
  const [low, high] = AUTOCORRELATION_BOUNDS;
  const length = Math.min(tests, Math.floor(pre.control.length / 3));
  const cut = (series: TwoSeries, from: number, to?: number): TwoSeries => ({
    control: series.control.slice(from, to),
    treatment: series.treatment.slice(from, to),
  });
  const placebo = length < 1 ? undefined : cumulativeEffect(cut(pre, 0, -length), cut(pre, -length));
  const p =
    placebo === undefined
      ? undefined
      : inferenceOf(placebo.incremental, Math.sqrt(placebo.variance), { alpha: LEVEL, alternative: 'two_sided', df: placebo.line.df }).p;
  const correlation = cumulativeEffect(pre, pre)?.line.correlation ?? 0;
  return [
    {
      name: 'pre_correlation',
      passed: correlation >= CORRELATION_LEAST,
      detail: `control and treatment correlate by ${correlation.toFixed(3)} before, at least ${CORRELATION_LEAST} is asked for`,
    },
    { name: 'autocorrelation', passed: statistic >= low && statistic <= high, detail: `Durbin-Watson ${statistic.toFixed(3)}, ${low} to ${high} is asked for` },
    {
      name: 'placebo_in_time',
      passed: p !== undefined && p > LEVEL,
      detail:
        p === undefined
          ? 'the pre period is too short for a placebo within it'
          : `an effect where there can be none has p ${p.toPrecision(3)}, above ${LEVEL} is asked for`,
    },
  ];
}
