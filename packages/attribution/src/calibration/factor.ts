import { ratioInterval } from './ratio.js';

/** What an experiment found about a scope, and what a model credited the same units with over the same time, both in one unit: orders or minor units. */
export interface LiftEvidence {
  /** A randomised, B quasi-experimental; C and D are no evidence of what was caused (I8). */
  readonly grade: 'A' | 'B' | 'C' | 'D';
  /** A guard failed, so there is no number. */
  readonly withheld: boolean;
  readonly incremental: { readonly estimate: number; readonly interval: readonly [low: number | null, high: number | null] | null };
  readonly attributed: number;
  /** Half the width of its interval at the experiment's confidence; left out: nothing is uncertain about it. */
  readonly attributed_margin?: number;
  /** The last instant the experiment looked at; age counts from it. */
  readonly measured_at_ms: number;
}

/** How much of what a model credits a scope with was caused. Above 1 the model credits too little, below 0 the scope did harm. */
export interface CalibrationFactor {
  readonly grade: 'A' | 'B';
  readonly factor: number;
  /** Of the experiment's own confidence; what was credited is uncertain too, see `ratioInterval`. */
  readonly interval: readonly [low: number, high: number];
  readonly measured_at_ms: number;
}

/**
 * Why there is no factor: no evidence of that grade may be used, a guard failed, nothing was credited to divide by, so little that it may as well be nothing,
 * or an interval that has no end.
 */
export type NoFactor = 'grade' | 'withheld' | 'nothing_attributed' | 'attributed_uncertain' | 'interval_open';

/**
 * f = incremental / attributed: a definition, the ratio of what an experiment found to what a model counted of the same units over the same time; its interval
 * by MOVER-R from those of the two. Grades A and B alone.
 */
export function calibrationFactor(evidence: LiftEvidence): CalibrationFactor | NoFactor {
  const { grade, withheld, incremental, attributed, attributed_margin = 0, measured_at_ms } = evidence;
  if (grade !== 'A' && grade !== 'B') return 'grade';
  if (withheld) return 'withheld';
  if (!(attributed > 0)) return 'nothing_attributed';
  const [low, high] = incremental.interval ?? [null, null];
  if (low === null || high === null) return 'interval_open';
  const { estimate } = incremental;
  const interval = ratioInterval({ estimate, interval: [low, high] }, { sum: attributed, margin: attributed_margin });
  return interval === undefined ? 'attributed_uncertain' : { grade, factor: estimate / attributed, interval, measured_at_ms };
}

const DAY_MS = 86_400_000;
/** A factor older than this says nothing any more. */
export const LAPSE_DAYS = 180;
/** By then the interval has become this many times as wide. */
const WIDENING_AT_LAPSE = 2;

/** A factor as it is worth at an instant. */
export interface AgedFactor extends CalibrationFactor {
  readonly age_days: number;
  readonly lapsed: boolean;
}

/**
 * A factor some time after it was measured. What a scope truly does drifts; taken as a random walk, the variance of what is known of it grows evenly with
 * time (local level model: Durbin, Koopman, "Time Series Analysis by State Space Methods", 2nd ed. 2012, ch. 2), so that each side of the interval grows by √(1 + (w² − 1)·age / lapse).
 * That it is w = 2 times as wide when it lapses, at 180 days, is a convention of ours. Before it was measured it is as new.
 */
export function agedFactor(factor: CalibrationFactor, now_ms: number): AgedFactor {
  const age_days = Math.max(0, (now_ms - factor.measured_at_ms) / DAY_MS);
  const widening = Math.sqrt(1 + (WIDENING_AT_LAPSE ** 2 - 1) * (age_days / LAPSE_DAYS));
  const [low, high] = factor.interval;
  const interval = [factor.factor - (factor.factor - low) * widening, factor.factor + (high - factor.factor) * widening] as const;
  return { ...factor, interval, age_days, lapsed: age_days > LAPSE_DAYS };
}
