import type { Comparison, Effect, LiftResult } from '../../../src/experiment-answers.js';
import { unitsName } from './designs.js';
import { capital } from './effects.js';
import { percent } from './numbers.js';

/** What is compared with what, as one says it: in a stepped wedge every arm is on in the end, and grade C has no treatment. */
export function sidesOf({ design, unit }: LiftResult, { arm, against }: Comparison): readonly [side: string, other: string] {
  if (design === 'stepped_wedge') return [`${capital(unitsName(unit))} that were on`, 'those that were not yet'];
  return design === 'matched_exposure' ? ['Exposed people', 'similar unexposed ones'] : [capital(arm), against];
}

/** What follows from an interval, in one sentence; of grade C nothing that sounds like an effect (I8). */
export function verdictText(result: LiftResult, comparison: Comparison, { interval }: Effect): string {
  const [side, other] = sidesOf(result, comparison);
  const [low, high] = interval ?? [null, null];
  const above = low !== null && low > 0;
  const below = high !== null && high < 0;
  if (result.grade === 'C') {
    const found =
      above || below ? `differ from ${other} by more than chance would make them` : `do not differ from ${other} by more than chance would make them`;
    return `${side} ${found}. That is an adjusted association, not incremental.`;
  }
  if (above) return `${side} did better than ${other}: the whole interval lies above zero.`;
  if (below) return `${side} did worse than ${other}: the whole interval lies below zero.`;
  if (low === null && high === null) return 'Without an interval an effect either way is possible.';
  return `No difference from ${other} is shown: the interval holds zero, so an effect either way is possible.`;
}

/** Why an estimate stands alone; undefined where it has an interval. */
export function withoutInterval({ markets }: Comparison, { interval, alpha }: Effect): string | undefined {
  if (interval !== null && (interval[0] !== null || interval[1] !== null)) return undefined;
  const sure = percent(1 - alpha, 0);
  const space = markets?.placebo_in_space;
  if (space === null || space === undefined) return `No ${sure} interval can be told.`;
  if (space.smallest_possible_p > alpha)
    return `No ${sure} interval can be told: ranked among ${space.of} markets no p below ${space.smallest_possible_p.toFixed(3)} is possible. With ${Math.ceil(1 / alpha)} markets there would be one.`;
  return `No ${sure} interval is told: no effect that is the same on every day agrees with the placebos, so it changed over time.`;
}
