import type { DailyFigures } from '@touchline/lift';
import type { ArmFigures, Experiment } from '../result.js';
import { drawnWeeks } from './drawn-units.js';
import { meanOf, splitUnits, type UnitSeries } from './sides.js';

/** How many units each arm has and, once anything is shown, what one of them did: a market a day, a creator over all days, a week. */
export function unitArms(experiment: Experiment, figures: DailyFigures, shown: boolean): ArmFigures[] {
  const { arms, control_arm, unit } = experiment;
  const weeks = unit === 'week' ? drawnWeeks(figures) : [];
  const { sides } = splitUnits(experiment, figures);
  const seriesOf = (arm: string): readonly UnitSeries[] => (arm === control_arm ? sides[0]?.control : sides.find((side) => side.arm === arm)?.treated) ?? [];
  const pres = sides[0]?.pres ?? 0;
  return arms.map(({ name }) => {
    const own = seriesOf(name);
    const drawn = weeks.filter(({ arm }) => arm === name).map(({ outcome }) => outcome);
    const outcomes = unit === 'week' ? drawn : own.map(({ values }) => since(values.slice(pres), experiment));
    const mean = shown && outcomes.length > 0 ? meanOf(outcomes) : null;
    return {
      arm: name,
      control: name === control_arm,
      n: shown ? outcomes.length : Math.max(outcomes.length, figures.units.filter((each) => each.arm === name).length),
      conversions: null,
      mean,
      interval: null,
    };
  });
}

function since(values: readonly number[], { unit, design }: Experiment): number {
  const mean = meanOf(values);
  return unit === 'creator' && design !== 'stepped_wedge' ? mean * values.length : mean;
}
