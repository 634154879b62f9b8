import type { Comparison, EffectAt, LiftResult } from '../../../src/experiment-answers.js';

/** How an effect came about: the looks before, and the one that is shown now. */
export interface Course {
  readonly points: readonly EffectAt[];
  readonly scale: LiftResult['scale'];
}

/** Without a confidence sequence there is nothing that holds before the end, and so no course but of looks that were planned. */
export function courseOf({ over_time, sequential, fixed }: Comparison, { as_of, planned_end, planned_end_reached, scale }: LiftResult): Course {
  const shown = fixed ?? sequential;
  const at = planned_end_reached && fixed !== null ? planned_end : as_of;
  const before = over_time.filter((point) => point.at < at);
  const now = shown === null ? [] : [{ at, estimate: shown.estimate, interval: shown.interval }];
  return { points: [...before, ...now], scale: shown?.scale ?? scale };
}

/** One point is no course. */
export function isCourse({ points }: Course): boolean {
  return points.filter(({ estimate }) => estimate !== null).length > 1;
}
