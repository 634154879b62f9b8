import type { Comparison, JudgedGuard } from './result.js';

/** A comparison before any guard withheld it, and what its estimators ask for. */
export interface Compared {
  readonly comparison: Comparison;
  readonly guards: readonly JudgedGuard[];
}

/** A comparison of which nothing is shown. */
export function emptyComparison(arm: string, against: string): Comparison {
  const effects = { sequential: null, fixed: null, adjusted: null, winsorised: null, per_order: null, bayesian: null };
  return { arm, against, ...effects, looks: [], over_time: [], markets: null, lottery: null, association: null, incremental: null };
}

/** A guard of one arm among several, named by it. */
export function ofArm(arm: string, { name, passed, detail }: Omit<JudgedGuard, 'withholds'>, withholds: JudgedGuard['withholds'] = 'everything'): JudgedGuard {
  return { name, passed, detail: `${arm}: ${detail}`, withholds };
}
