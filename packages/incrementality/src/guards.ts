import type { Guard } from './analysis.js';
import { sampleRatio } from './designs/srm.js';
import { sayP } from './say-p.js';
import type { Moments } from './statistics/moments.js';
import { differenceVariance } from './statistics/moments.js';
import { waldTest } from './statistics/tests.js';

const UNITS_MIN = 100;
const CONVERSIONS_MIN = 10;
/** A pre-period difference or a split less likely than this is no chance. */
const P_MIN = 0.001;
const BOTH_ARMS_SHARE_MAX = 0.01;
const DAYS_PER_WEEK = 7;

type Arms<Value> = { readonly control: Value; readonly treatment: Value };

/** Each arm has at least 100 units: below, the normal approximations do not hold. */
export function minimumUnits({ control, treatment }: Arms<{ readonly n: number }>): Guard {
  const least = Math.min(control.n, treatment.n);
  return { name: 'minimum_units', passed: least >= UNITS_MIN, detail: `${least} units in the smaller arm, at least ${UNITS_MIN} are asked for` };
}

/** Each arm has at least 10 conversions. */
export function minimumConversions({ control, treatment }: Arms<{ readonly conversions: number }>): Guard {
  const least = Math.min(control.conversions, treatment.conversions);
  const detail = `${least} conversions in the arm with fewer, at least ${CONVERSIONS_MIN} are asked for`;
  return { name: 'minimum_conversions', passed: least >= CONVERSIONS_MIN, detail };
}

/** Not every unit did the same: without variance there is neither interval nor p. */
export function variancePositive(variance: number): Guard {
  const passed = variance > 0;
  return { name: 'variance_positive', passed, detail: passed ? 'units differ' : 'all units are alike, so nothing can be said of chance' };
}

/** Units were split as configured: χ², p at least 0.001. */
export function splitAsConfigured(observed: readonly number[], weights: readonly number[]): Guard {
  const { p, flagged } = sampleRatio(observed, weights);
  return { name: 'sample_ratio', passed: !flagged, detail: `p ${sayP(p)} of the split, at least ${P_MIN} is asked for` };
}

/** The arms did not differ before the experiment began: Welch, p at least 0.001. */
export function prePeriodAlike({ control, treatment }: Arms<Moments>): Guard {
  const { p } = waldTest(treatment.mean - control.mean, Math.sqrt(differenceVariance(control, treatment)), { alpha: 0.05, alternative: 'two_sided' });
  const detail =
    p === null ? 'no variance before the experiment' : `p ${p.toPrecision(3)} of a difference before the experiment, at least ${P_MIN} is asked for`;
  return { name: 'pre_period', passed: p === null || p >= P_MIN, detail };
}

/** At most 1 % of the units were seen in both arms. */
export function armsApart(units: number, inBoth: number): Guard {
  const share = units === 0 ? 0 : inBoth / units;
  const detail = `${(100 * share).toFixed(2)} % of the units were seen in both arms, at most ${100 * BOTH_ARMS_SHARE_MAX} % are allowed`;
  return { name: 'arms_apart', passed: share <= BOTH_ARMS_SHARE_MAX, detail };
}

/** No outcome was counted from before its unit's first exposure. */
export function exposureFirst(outcomesBefore: number): Guard {
  return { name: 'exposure_first', passed: outcomesBefore === 0, detail: `${outcomesBefore} outcomes lie before the first exposure` };
}

/** The experiment ran for full weeks, so that every weekday counts alike. @param duration_days whole days */
export function fullWeeks(duration_days: number): Guard {
  const passed = duration_days > 0 && duration_days % DAYS_PER_WEEK === 0;
  return { name: 'full_weeks', passed, detail: `${duration_days} days, full weeks are asked for` };
}

/** No other experiment runs on the same scope. @param others their names */
export function aloneOnScope(others: readonly string[]): Guard {
  const detail = others.length === 0 ? 'no other experiment on this scope' : `also on this scope: ${others.join(', ')}`;
  return { name: 'alone_on_scope', passed: others.length === 0, detail };
}
