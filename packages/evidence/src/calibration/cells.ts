import { type DailyFigures, weekDays } from '@touchline/lift';
import type { Experiment } from '../result.js';
import { drawnWeeks } from '../units/drawn-units.js';
import { splitUnits, type UnitSeries } from '../units/sides.js';
import { wedgePlan } from '../units/wedge.js';

/** A market, creator or week on days of the workspace's zone, both included. */
export interface Cell {
  readonly unit: string;
  readonly from_day: string;
  readonly to_day: string;
}

/** Treated units on the days that count; beside them, where one needs them, the same units before and the others on both. */
export interface Cells {
  readonly treated: readonly Cell[];
  readonly control: readonly Cell[];
  readonly treated_before: readonly Cell[];
  readonly control_before: readonly Cell[];
  /** Days that count, and days before. */
  readonly days: number;
  readonly days_before: number;
}

/** The cells over which the first comparison's effect was summed up. undefined where there are none. */
export function cellsOf(experiment: Experiment, figures: DailyFigures): Cells | undefined {
  if (experiment.unit === 'week') return bare(weeksOf(experiment, figures));
  const { sides } = splitUnits(experiment, figures);
  const [side] = sides;
  if (side === undefined) return undefined;
  if (experiment.design === 'stepped_wedge') return bare(stepsOf(experiment, figures));
  const { days, pres, treated, control } = side;
  const on = (units: readonly UnitSeries[], [from, to]: readonly [number, number]): Cell[] =>
    from >= to ? [] : units.map(({ name }) => ({ unit: name, from_day: days[from] ?? '', to_day: days[to - 1] ?? '' }));
  const [since, before] = [
    [pres, days.length],
    [0, pres],
  ] as const;
  return {
    treated: on(treated, since),
    control: on(control, since),
    treated_before: on(treated, before),
    control_before: on(control, before),
    days: days.length - pres,
    days_before: pres,
  };
}

const bare = (treated: readonly Cell[]): Cells | undefined =>
  treated.length === 0 ? undefined : { treated, control: [], treated_before: [], control_before: [], days: 0, days_before: 0 };

function weeksOf({ arms, control_arm }: Experiment, figures: DailyFigures): Cell[] {
  const arm = arms.find(({ name }) => name !== control_arm)?.name;
  const drawn = drawnWeeks(figures).filter((week) => week.arm === arm);
  return drawn.map(({ unit }) => {
    const days = weekDays(unit);
    return { unit, from_day: days[0] ?? '', to_day: days.at(-1) ?? '' };
  });
}

/** Each unit from the step it was switched on at to the end. */
function stepsOf(experiment: Experiment, figures: DailyFigures): Cell[] {
  const { sides } = splitUnits(experiment, figures);
  const { order, steps, days } = wedgePlan(experiment, sides);
  const arms = [...sides.map(({ arm, treated }) => ({ arm, units: treated })), { arm: experiment.control_arm, units: sides[0]?.control ?? [] }];
  const to_day = days.at(-1) ?? '';
  return arms.flatMap(({ arm, units }) => units.map(({ name }) => ({ unit: name, from_day: days[steps[order.indexOf(arm)]?.[0] ?? 0] ?? '', to_day })));
}
