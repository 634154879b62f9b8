import { aloneOnScope, armsApart, fullWeeks, type Guard } from '@touchline/incrementality';
import type { DailyFigures } from '@touchline/lift';
import type { Experiment, JudgedGuard } from '../result.js';
import { splitUnits } from './sides.js';

const DAY_MS = 86_400_000;
/** Units named in a detail; of more their number is told. */
const NAMED_MAX = 5;

interface Judged {
  readonly experiment: Experiment;
  readonly figures: DailyFigures;
  readonly currency: string;
  readonly others_on_scope: readonly string[];
  /** While it runs, days that are still to be told are no fault. */
  readonly over: boolean;
}

/** Guards of experiments on markets, creators and weeks; what the estimators ask for comes beside them. What fails withholds every number (I8). */
export function unitGuards({ experiment, figures, currency, others_on_scope, over }: Judged): JudgedGuard[] {
  const { guards, started_at = '', planned_end, design, unit } = experiment;
  const days = Math.round((Date.parse(planned_end) - Date.parse(started_at)) / DAY_MS);
  const asked: Guard[] = [
    armsApart(figures.units.length + figures.both_arms, figures.both_arms),
    ...(over && unit === 'geo' ? [everyDayTold(splitUnits(experiment, figures).lacking)] : []),
    oneCurrency(figures, currency),
    // Weeks are full by what they are.
    ...(guards.includes('full_weeks') && design !== 'week_lottery' ? [fullWeeks(days)] : []),
    ...(guards.includes('alone_on_scope') ? [aloneOnScope(others_on_scope)] : []),
  ];
  return asked.map((guard) => ({ ...guard, withholds: 'everything' }));
}

/** A day that a market did not report is neither 0 nor known. */
function everyDayTold(lacking: readonly string[]): Guard {
  const named = lacking.slice(0, NAMED_MAX).join(', ');
  const detail = lacking.length === 0 ? 'every unit has every day' : `${lacking.length} units lack a day: ${named}`;
  return { name: 'every_day_told', passed: lacking.length === 0, detail };
}

/** Amounts of different currencies cannot be added up, and only the workspace's has a cost to be compared with. */
function oneCurrency({ currencies }: DailyFigures, currency: string): Guard {
  const passed = currencies.every((each) => each === currency);
  return { name: 'one_currency', passed, detail: passed ? 'all figures are in one unit' : `figures in ${currencies.join(', ')}, expected ${currency}` };
}
