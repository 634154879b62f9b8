import type { Interval } from '../analysis.js';

/** An effect per unit and time, with what was observed, so that it can be told as a share of what there would have been. */
export interface Effect {
  readonly estimate: number;
  /** Infinite ends are open. */
  readonly interval?: readonly [number, number] | undefined;
  readonly standard_error?: number | undefined;
  /** Mean outcome of the treated units in the post period. */
  readonly observed: number;
}

interface Scaled {
  readonly estimate: number | null;
  readonly interval?: Interval | null;
  readonly standard_error?: number | null;
}

/**
 * The effect on the scale asked for. Relative: τ/(Y − τ), Y what was observed, which rises with τ, so an interval's ends go
 * over one by one; its standard error by the delta method, s·Y/(Y − τ)². Where there would have been nothing or less, no share
 * of it can be told: `null`.
 */
export function scaled(effect: Effect, scale: 'absolute' | 'relative'): Scaled {
  const { interval, standard_error, observed } = effect;
  if (scale === 'absolute') {
    return {
      estimate: effect.estimate,
      ...(interval === undefined ? {} : { interval: [finite(interval[0]), finite(interval[1])] as const }),
      ...(standard_error === undefined ? {} : { standard_error: finite(standard_error) }),
    };
  }
  const without = observed - effect.estimate;
  const share = (tau: number): number | null => (Number.isFinite(tau) && observed - tau > 0 ? tau / (observed - tau) : null);
  return {
    estimate: share(effect.estimate),
    ...(interval === undefined ? {} : { interval: [share(interval[0]), share(interval[1])] as const }),
    ...(standard_error === undefined ? {} : { standard_error: without > 0 ? finite((standard_error * observed) / without ** 2) : null }),
  };
}

/** `null` for what no number can tell. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
