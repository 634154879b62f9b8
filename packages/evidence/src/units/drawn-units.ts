import { type DailyFigures, weekDays } from '@touchline/lift';
import type { DrawnUnit } from './lottery-test.js';
import { meanOf, type Sides, type UnitSeries } from './sides.js';

/** Where there are fewer days before, a market is judged by what it did alone. */
export const PRES_LEAST = 7;

/** Markets: the mean of a day since, less that of a day before, because markets differ in size far more than by any campaign. */
export function drawnMarkets({ treated, control, pres, arm, against }: Sides): DrawnUnit[] {
  const change = (values: readonly number[]) => meanOf(values.slice(pres)) - (pres < PRES_LEAST ? 0 : meanOf(values.slice(0, pres)));
  return drawn({ treated, control, arm, against }, change);
}

/** Creators: all of the days that count together. */
export function drawnCreators({ treated, control, pres, arm, against }: Sides): DrawnUnit[] {
  return drawn({ treated, control, arm, against }, (values) => values.slice(pres).reduce((sum, value) => sum + value, 0));
}

/**
 * Creators less what was foretold of each by the days before, θ over all units together whatever their arm: under no effect θ is the same
 * for every draw, so the test stays exact. undefined where nothing varied before. Source: Rosenbaum 2002, covariance adjustment in
 * randomised experiments, Statistical Science 17 (3).
 */
export function adjustedCreators(sides: Sides): DrawnUnit[] | undefined {
  const outcomes = drawnCreators(sides);
  const before = drawn(sides, (values) => values.slice(0, sides.pres).reduce((sum, value) => sum + value, 0)).map(({ outcome }) => outcome);
  const [mean, mean_before] = [meanOf(outcomes.map(({ outcome }) => outcome)), meanOf(before)];
  const variance = before.reduce((sum, value) => sum + (value - mean_before) ** 2, 0);
  if (sides.pres < PRES_LEAST || variance === 0) return undefined;
  const theta = outcomes.reduce((sum, { outcome }, place) => sum + (outcome - mean) * ((before[place] ?? 0) - mean_before), 0) / variance;
  return outcomes.map((unit, place) => ({ ...unit, outcome: unit.outcome - theta * ((before[place] ?? 0) - mean_before) }));
}

function drawn(
  { treated, control, arm, against }: Pick<Sides, 'treated' | 'control' | 'arm' | 'against'>,
  figure: (values: readonly number[]) => number,
): DrawnUnit[] {
  const unitsOf = (units: readonly UnitSeries[], own: string) =>
    units.map(({ name, stratum, values }) => ({ unit: name, arm: own, stratum, outcome: figure(values) }));
  return [...unitsOf(control, against), ...unitsOf(treated, arm)];
}

/** Weeks that lie whole within the days looked at, by what all orders of their seven days came to. */
export function drawnWeeks({ units, days, series }: DailyFigures): DrawnUnit[] {
  const values = new Map(days.map((day, place) => [day, series[0]?.values[place] ?? null]));
  return units.flatMap(({ unit, arm, stratum }) => {
    const own = weekDays(unit).map((day) => values.get(day));
    if (own.some((value) => value === undefined)) return [];
    return [{ unit, arm, stratum, outcome: own.reduce<number>((sum, value) => sum + (value ?? 0), 0) }];
  });
}
