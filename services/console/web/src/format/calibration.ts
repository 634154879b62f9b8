import type { SuggestionAnswer } from '../../../src/calibration-answers.js';
import { count } from './numbers.js';

/** How long ago a factor was measured. */
export function ago(age_days: number): string {
  const days = Math.floor(age_days);
  return days === 0 ? 'today' : days === 1 ? 'a day ago' : `${count(days)} days ago`;
}

/** Why a creator is worth a test, as part of a sentence about them. */
export const TEST_REASONS: Readonly<Record<SuggestionAnswer['reason'], string>> = {
  never_tested: 'It was never tested',
  lapsed: 'The last test has lapsed',
  wide: 'The last test leaves a wide interval',
  old: 'The last test grows old',
};

const BASES: Readonly<Record<string, string>> = { units: 'people with an order', orders: 'orders', revenue_minor: 'revenue' };

/** What an experiment and the credit were both counted in. */
export function basisName(basis: string): string {
  return BASES[basis] ?? basis.replaceAll('_', ' ');
}
