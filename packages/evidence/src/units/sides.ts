import type { DailyFigures } from '@touchline/lift';
import type { Experiment } from '../result.js';

/** One treated arm with the control arm: units by name, and their daily figures split at the first day that counts. */
export interface Sides {
  readonly arm: string;
  readonly against: string;
  readonly treated: readonly UnitSeries[];
  readonly control: readonly UnitSeries[];
  /** Days before the first that counts, then the days that count. */
  readonly days: readonly string[];
  readonly pres: number;
}

export interface UnitSeries {
  readonly name: string;
  readonly stratum: string;
  readonly values: readonly number[];
}

export interface Split {
  readonly sides: readonly Sides[];
  /** Units of an arm that lack a day which others told of, as `market (day)`. */
  readonly lacking: readonly string[];
}

/** Fewer days before tell too little of how markets move together. */
const PRES_LEAST = 14;

/**
 * Units by arm. Where nobody was told to be in the control arm of a switch-on, every market that reports and is in no arm is
 * compared with (donors exclude every other cell's markets).
 */
export function splitUnits(experiment: Experiment, figures: DailyFigures): Split {
  const { control_arm, arms, design } = experiment;
  const assigned = new Map(figures.units.map((unit) => [unit.unit, unit]));
  const byArm = (arm: string) => figures.units.filter((unit) => unit.arm === arm).map(({ unit }) => unit);
  const told = byArm(control_arm);
  const others = figures.series.map(({ name }) => name).filter((name) => !assigned.has(name));
  const control = told.length > 0 || design !== 'market_switch_on' ? told : others;
  const values = new Map(figures.series.map((series) => [series.name, series.values]));
  const within = [...new Set([...control, ...assigned.keys()])];
  const from = startOf(within, { values, first: figures.days.indexOf(figures.first_day) });
  const days = figures.days.slice(from);
  const pres = Math.max(0, days.indexOf(figures.first_day));
  const lacks = (name: string) => days.findIndex((_, day) => (values.get(name)?.[from + day] ?? null) === null);
  const seriesOf = (names: readonly string[]): UnitSeries[] =>
    names
      .filter((name) => lacks(name) < 0)
      .map((name) => ({ name, stratum: assigned.get(name)?.stratum ?? '', values: days.map((_, day) => values.get(name)?.[from + day] ?? 0) }));
  const lacking = [...assigned.keys()].filter((name) => lacks(name) >= 0).map((name) => `${name} (${days[lacks(name)]})`);
  const treated = arms.map(({ name }) => name).filter((name) => name !== control_arm);
  return {
    lacking,
    sides: treated.map((arm) => ({ arm, against: control_arm, treated: seriesOf(byArm(arm)), control: seriesOf(control), days, pres })),
  };
}

/** Markets begin to report on different days: the days from which on all do, as long as enough of them are left before the start. */
function startOf(names: readonly string[], { values, first }: { values: ReadonlyMap<string, readonly (number | null)[]>; first: number }): number {
  const begins = names.map((name) => Math.max(0, values.get(name)?.findIndex((value) => value !== null) ?? 0));
  const latest = Math.max(0, ...begins);
  return first - latest >= PRES_LEAST ? latest : 0;
}

export const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Of several units, day by day. */
export function meanSeries(units: readonly UnitSeries[], days: number): number[] {
  return Array.from({ length: days }, (_, day) => meanOf(units.map(({ values }) => values[day] ?? 0)));
}
