import { type Analysis, prepareAnalysis } from '@touchline/incrementality';
import type { ArmSums } from '@touchline/lift';
import type { Effect, GroupLook } from '../result.js';
import { armsOf, isComparable, type Pair } from './effects.js';

/** A look at its instant; the share of the planned information it has. */
export interface PlannedLook {
  readonly at: string;
  readonly share: number;
  readonly control: ArmSums;
  readonly treatment: ArmSums;
}

/** Little is spent early, so that the last look is hardly wider than a single one. Fixed for all experiments, before any of them. */
const SPENDING = 'obrien_fleming';

interface GroupAnalysis extends Analysis {
  readonly looks: readonly { readonly t: number; readonly spent: number; readonly z: number | null }[];
}

export interface GroupSequence {
  readonly looks: readonly GroupLook[];
  /** At the last look reached. */
  readonly effect: Effect | null;
}

/**
 * Looks at the ends of full weeks, by Lan and DeMets with the spending of O'Brien and Fleming; interval and p are the repeated ones of Jennison
 * and Turnbull, each valid whether one stops there or goes on.
 */
export function groupSequence(pair: Pair, planned: readonly PlannedLook[]): GroupSequence {
  const reached: GroupLook[] = [];
  let effect: Effect | null = null;
  const usable = rising(planned).filter((look) => isComparable({ ...pair, ...look }));
  for (const [place, { at, share, control, treatment }] of usable.entries()) {
    const t = usable.slice(0, place + 1).map((look) => look.share);
    const { scale, alpha } = pair;
    const arms = armsOf({ ...pair, control, treatment });
    const found = prepareAnalysis({ design: 'group_sequential', spending: SPENDING, t, scale, alpha, ...arms }).run() as GroupAnalysis;
    const { estimate = null, interval = null, standard_error = null, statistic = null, p = null, method = '' } = found;
    const { spent = 0, z: boundary = null } = found.looks.at(-1) ?? {};
    const crossed = statistic !== null && boundary !== null && Math.abs(statistic) >= boundary;
    reached.push({ at, estimate, interval, share, spent, boundary, z: statistic, crossed });
    effect = { design: 'group_sequential', method, scale, estimate, interval, standard_error, p, alpha };
  }
  return { looks: reached, effect };
}

/** A look that brought nobody new is none; what is beyond the plan counts as all of it, once. */
function rising(planned: readonly PlannedLook[]): PlannedLook[] {
  const kept: PlannedLook[] = [];
  for (const look of planned) {
    const share = Math.min(1, look.share);
    if (share > (kept.at(-1)?.share ?? 0)) kept.push({ ...look, share });
  }
  return kept;
}
