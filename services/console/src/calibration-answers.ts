import type { CreatorIdentity, Report } from './answers.js';
import type { Interval } from './attribution-answers.js';

/** What the pages on calibration are answered. Money is in minor units of the report's currency. */

/** How much of the credit it covers an experiment found to be caused. */
export interface FactorAnswer {
  readonly experiment_id: string;
  readonly name: string;
  /** Of the experiment; C and D are never here (I8). */
  readonly grade: 'A' | 'B';
  /** What was compared: units with an order, orders, or revenue_minor. */
  readonly basis: string;
  /** What it cannot tell apart, in words; empty where it is about its scope as a whole. */
  readonly caveat: string;
  readonly factor: number;
  /** As wide as the factor's age has made it. */
  readonly interval: Interval;
  readonly measured_at: string;
  readonly age_days: number;
  readonly lapses_at: string;
  readonly lapsed: boolean;
}

/** Credit that one factor covers: what was caused, and what would have come anyway; the two sum to the credit. */
export interface CalibratedAnswer {
  readonly factor: FactorAnswer;
  readonly credit_minor: number;
  readonly calibrated_minor: number;
  readonly baseline_minor: number;
  readonly interval: Interval;
}

export type TestReason = 'never_tested' | 'lapsed' | 'wide' | 'old';

export interface SuggestionAnswer {
  readonly reason: TestReason;
  /** The credit of which one cannot say whether it was caused. */
  readonly at_stake_minor: number;
  readonly lapses_at: string | null;
}

export interface CalibratedCreator extends CreatorIdentity {
  /** As the model gave it; what is calibrated stands beside it and never in its place. */
  readonly credit_minor: number;
  readonly parts: readonly CalibratedAnswer[];
  /** Credit that no factor covers. */
  readonly uncalibrated_minor: number;
  readonly suggestion: SuggestionAnswer | null;
}

export interface CreatorCalibrationAnswer extends Report {
  readonly creator: CalibratedCreator;
}

/** An experiment whose newest result says nothing about this model's credit. */
export interface RefusedFactorAnswer {
  readonly experiment_id: string;
  readonly name: string;
  /** Stable, for programs. */
  readonly reason: string;
  readonly words: string;
}

export interface CalibrationAnswer extends Report {
  /** Lapsed ones too; the newest measured first. */
  readonly factors: readonly FactorAnswer[];
  readonly refusals: readonly RefusedFactorAnswer[];
  /** Those with credit; the most credited first. */
  readonly creators: readonly CalibratedCreator[];
}
