import type { DailyFigures } from '@touchline/lift';
import type { Experiment, LiftResult } from './result.js';

const PEOPLE: ReadonlySet<Experiment['unit']> = new Set(['visitor', 'customer', 'email']);

/** How an experiment is analysed: arms of people by their sums; markets, creators and weeks by their days; observed people one by one. */
export type AnalysisKind = 'arms' | 'units' | 'people';

export function kindOf({ unit, design }: Pick<Experiment, 'unit' | 'design'>): AnalysisKind {
  if (!PEOPLE.has(unit)) return 'units';
  return design === 'matched_exposure' ? 'people' : 'arms';
}

/** What an effect is told per, in words. */
export function effectPer({ unit, design, method, metric }: Experiment): string {
  if (method === 'trimmed_match') return UNIT_OF_SPEND;
  if (method === 'ratio' && metric.kind === 'revenue') return 'order';
  if (unit === 'geo') return 'market and day';
  return design === 'stepped_wedge' ? `${unit} and day` : unit;
}

/** What a return is told per: it is no amount but a number. */
export const UNIT_OF_SPEND = 'unit of spend';

/** Whether outcomes are minor units of the workspace's currency. */
export function inMoney({ metric }: Pick<LiftResult, 'metric'>, figures: DailyFigures | null): boolean {
  return metric.kind === 'revenue' || (figures !== null && figures.currencies.length > 0);
}
