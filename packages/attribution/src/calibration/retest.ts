import { type AgedFactor, LAPSE_DAYS } from './factor.js';

/** Something that is credited and may be tested (again). */
export interface Testable {
  readonly scope: string;
  /** What a model credits it with over the period one looks at. */
  readonly credit_minor: number;
  /** undefined: never measured. */
  readonly factor: AgedFactor | undefined;
}

export type RetestReason = 'never_tested' | 'lapsed' | 'wide' | 'old';

export interface Retest {
  readonly scope: string;
  readonly reason: RetestReason;
  /** Credit × the width of the factor's interval: the money one cannot say of whether it was caused. Of what was never tested, all of it. */
  readonly at_stake_minor: number;
}

/** An interval wider than half of what is credited decides nothing. */
const WIDE = 0.5;
/** Two thirds of its life: a new test takes some time itself. */
const OLD_DAYS = (LAPSE_DAYS * 2) / 3;
/** What is known of a scope that was never measured, or long ago: somewhere between nothing and all of its credit was caused. */
const UNKNOWN_WIDTH = 1;

/**
 * What to test (again), the most money at stake first: what was never measured, whose measure has lapsed or will before long, and whose interval is wide at
 * its present age. Nothing is said of a scope without credit. The bounds are conventions of ours; the order is by money, which needs none.
 */
export function retests(testables: Iterable<Testable>): Retest[] {
  const found: Retest[] = [];
  for (const { scope, credit_minor, factor } of testables) {
    const reason = reasonOf(factor);
    if (reason === undefined || credit_minor <= 0) continue;
    const width = factor === undefined || factor.lapsed ? UNKNOWN_WIDTH : widthOf(factor);
    found.push({ scope, reason, at_stake_minor: Math.round(credit_minor * width) });
  }
  return found.sort((one, other) => other.at_stake_minor - one.at_stake_minor || (one.scope < other.scope ? -1 : 1));
}

function reasonOf(factor: AgedFactor | undefined): RetestReason | undefined {
  if (factor === undefined) return 'never_tested';
  if (factor.lapsed) return 'lapsed';
  if (widthOf(factor) > WIDE) return 'wide';
  return factor.age_days > OLD_DAYS ? 'old' : undefined;
}

function widthOf({ interval: [low, high] }: AgedFactor): number {
  return high - low;
}
