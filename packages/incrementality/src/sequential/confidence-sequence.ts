import type { Interval } from '../analysis.js';
import { type Level, sided } from '../statistics/tests.js';

/** A sequence's settings, frozen when the experiment is created. */
export interface SequenceSettings extends Level {
  /** Units of both arms at which the sequence is to be narrowest. */
  readonly n_star: number;
}

/**
 * ρ² = (−2 ln α + ln(1 − 2 ln α))/N*, with 2α for one side: where the sequence is tuned to.
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas 2024, arXiv 2103.06476, appendix B.2.
 */
function rhoSquared({ alpha, alternative, n_star }: SequenceSettings): number {
  const logarithm = -2 * Math.log(alternative === 'two_sided' ? alpha : Math.min(2 * alpha, 1));
  return (logarithm + Math.log1p(logarithm)) / n_star;
}

/**
 * Half-width in standard errors at N units: √(((Nρ² + 1)/(Nρ²))·ln((Nρ² + 1)/α²)); one-sided √(2((Nρ² + 1)/(Nρ²))·ln(1 + √(Nρ² + 1)/(2α))).
 */
export function halfWidth(n: number, settings: SequenceSettings): number {
  const nRho = n * rhoSquared(settings);
  const { alpha, alternative } = settings;
  const spread = (nRho + 1) / nRho;
  if (alternative === 'two_sided') return Math.sqrt(spread * (Math.log1p(nRho) - 2 * Math.log(alpha)));
  return Math.sqrt(2 * spread * Math.log1p(Math.sqrt(nRho + 1) / (2 * alpha)));
}

/** Valid at every look: the interval, and the smallest α whose sequence (at this ρ) leaves 0 out. @param statistic estimate / standard error */
export function confidenceSequence(
  n: number,
  { estimate, standard_error }: { readonly estimate: number; readonly standard_error: number },
  settings: SequenceSettings,
) {
  const half_width_in_standard_errors = halfWidth(n, settings);
  if (!(standard_error > 0)) return { interval: null, statistic: null, p: null, half_width_in_standard_errors };
  const half = half_width_in_standard_errors * standard_error;
  const statistic = estimate / standard_error;
  const interval: Interval = sided(estimate - half, estimate + half, settings.alternative);
  return { interval, statistic, p: sequenceP(n, statistic, settings), half_width_in_standard_errors };
}

/** Two-sided min(1, √(Nρ² + 1)·exp(−Nρ²·z²/(2(Nρ² + 1)))); one-sided √(Nρ² + 1)/(2(exp(Nρ²·z²/(2(Nρ² + 1))) − 1)), 1 on the wrong side of 0. */
function sequenceP(n: number, statistic: number, settings: SequenceSettings): number {
  const nRho = n * rhoSquared(settings);
  const exponent = (nRho * statistic ** 2) / (2 * (nRho + 1));
  if (settings.alternative === 'two_sided') return Math.min(1, Math.sqrt(nRho + 1) * Math.exp(-exponent));
  const towards = settings.alternative === 'greater' ? statistic : -statistic;
  return towards <= 0 ? 1 : Math.min(1, Math.sqrt(nRho + 1) / (2 * Math.expm1(exponent)));
}
