import { type Analysis, InputError, prepareAnalysis } from '@touchline/incrementality';
import type { Effect } from '../result.js';
import type { DrawnUnit } from './lottery-test.js';

/** Welch's t of drawn units, where that was fixed as the method. @throws InputError with fewer than two units in an arm */
export function twoMeans(
  drawn: readonly DrawnUnit[],
  arm: string,
  alpha: number,
): { readonly analysis: Analysis; readonly effect: Pick<Effect, 'estimate' | 'interval' | 'standard_error'> } {
  const sums = (units: readonly DrawnUnit[]) => ({
    n: units.length,
    sum: units.reduce((sum, { outcome }) => sum + outcome, 0),
    sum_squares: units.reduce((sum, { outcome }) => sum + outcome ** 2, 0),
  });
  const control = sums(drawn.filter((unit) => unit.arm !== arm));
  const treatment = sums(drawn.filter((unit) => unit.arm === arm));
  if (Math.min(control.n, treatment.n) < 2) throw new InputError('An arm has fewer than two units.', 'units');
  const analysis = prepareAnalysis({ design: 'two_mean', alpha, control, treatment }).run();
  const { estimate = null, interval = null, standard_error = null } = analysis;
  return { analysis, effect: { estimate, interval, standard_error } };
}
