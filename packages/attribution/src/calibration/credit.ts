import type { AgedFactor } from './factor.js';

/** Whoever bought without a cause in any creator: what calibration takes from credit goes there. */
export const BASELINE = '(baseline)';

/** A model's credit and what an experiment makes of it, side by side: the one never takes the other's place. */
export interface CalibratedCredit {
  readonly credit_minor: number;
  readonly calibrated_minor: number;
  /** credit − calibrated: what would have come anyway. Negative where the model credits less than was caused. */
  readonly baseline_minor: number;
  /** Of the calibrated credit, by the factor's interval at its present age; unrounded. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * Calibrated credit = f × credit, to the nearest minor unit; the remainder goes to the baseline, so that both always sum to the credit (I4). Negative credit
 * (refunds that outweigh orders) is calibrated alike, its interval turned round.
 * @param credit_minor a whole number
 */
export function calibrateCredit(credit_minor: number, factor: Pick<AgedFactor, 'factor' | 'interval'>): CalibratedCredit {
  const calibrated_minor = nearest(credit_minor * factor.factor);
  const bounds = factor.interval.map((bound) => bound * credit_minor) as [number, number];
  return {
    credit_minor,
    calibrated_minor,
    baseline_minor: credit_minor - calibrated_minor,
    interval: [Math.min(...bounds), Math.max(...bounds)],
  };
}

/**
 * The same for the lines a credit is made of: each keeps its own balance, and together they are the calibrated credit of their sum to the last minor unit,
 * since each line takes what the running sum comes to less what it came to before. In the order given.
 */
export function calibrateLines(credits_minor: readonly number[], factor: Pick<AgedFactor, 'factor' | 'interval'>): CalibratedCredit[] {
  let [credited, calibrated] = [0, 0];
  return credits_minor.map((credit_minor) => {
    credited += credit_minor;
    const until = nearest(credited * factor.factor);
    const calibrated_minor = until - calibrated;
    calibrated = until;
    return { ...calibrateCredit(credit_minor, factor), calibrated_minor, baseline_minor: credit_minor - calibrated_minor };
  });
}

/** Halves away from zero, so that a refund takes off what its order brought; and no −0. */
function nearest(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) + 0;
}
