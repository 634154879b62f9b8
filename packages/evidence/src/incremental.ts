import type { ExperimentGrade } from '@touchline/directory';
import type { Interval } from '@touchline/incrementality';
import type { Effect, Figure, Incremental } from './result.js';

export interface IncrementalContext {
  readonly grade: ExperimentGrade;
  /** null: none was told, or it is not the cost of what is measured. */
  readonly cost_minor: number | null;
  /** Whether outcomes are minor units of the workspace's currency. */
  readonly in_money: boolean;
}

/**
 * An absolute effect over all treated units: effect × units, cost as told, both bounds of the interval alike. Of grade C nothing is
 * incremental (I8). @returns null for grade C and where there is no estimate
 */
export function incrementalOf(effect: Effect, units: number, { grade, cost_minor, in_money }: IncrementalContext): Incremental | null {
  if (grade === 'C' || effect.estimate === null) return null;
  const total = times({ estimate: effect.estimate, interval: effect.interval }, units);
  const cost = cost_minor === null || cost_minor <= 0 ? null : cost_minor;
  if (in_money) {
    return { conversions: null, revenue_minor: total, cost_minor, iroas: cost === null ? null : times(total, 1 / cost), cost_per_conversion_minor: null };
  }
  return { conversions: total, revenue_minor: null, cost_minor, iroas: null, cost_per_conversion_minor: cost === null ? null : costPer(cost, total) };
}

function times({ estimate, interval }: Figure, factor: number): Figure {
  const bound = (value: number | null) => (value === null ? null : value * factor);
  return { estimate: estimate * factor, interval: interval === null ? null : ([bound(interval[0]), bound(interval[1])] as const) };
}

/** Cost over conversions; where fewer than none are possible too the interval is open above. null when none is the best guess. */
function costPer(cost: number, { estimate, interval }: Figure): Figure | null {
  if (estimate <= 0) return null;
  if (interval === null) return { estimate: cost / estimate, interval: null };
  const over = (value: number | null) => (value === null || value <= 0 ? null : cost / value);
  const bounds: Interval = [over(interval[1]), over(interval[0])];
  return { estimate: cost / estimate, interval: bounds };
}
