import type { Interval } from '@touchline/incrementality';
import type { Effect } from '../result.js';

interface Absolute {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly standard_error: number | null;
}

/** Which outcome was observed over the days that count: with the treatment, or without it. */
export interface Observed {
  readonly mean: number;
  readonly treated: boolean;
}

/**
 * An effect τ on the scale asked for. Relative, it is a share of what there is without the treatment: τ/(Y − τ) where the treated were
 * observed, τ/Y where the others were. Both rise with τ, so an interval's ends go over one by one. Where there would have been
 * nothing or less no share of it can be told: null.
 */
export function onScale({ estimate, interval, standard_error }: Absolute, scale: Effect['scale'], observed: Observed): Absolute {
  if (scale === 'absolute') return { estimate, interval, standard_error };
  const share = (effect: number | null): number | null => {
    if (effect === null) return null;
    const without = observed.treated ? observed.mean - effect : observed.mean;
    return without > 0 ? effect / without : null;
  };
  return { estimate: share(estimate), interval: interval === null ? null : [share(interval[0]), share(interval[1])], standard_error: null };
}
