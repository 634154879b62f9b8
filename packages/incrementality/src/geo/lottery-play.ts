import { assignmentsOf, type Lottery, waysOf } from './arrangements.js';
import type { Draws } from './random.js';

/** What a unit, or a unit at a step, came to in a past where nothing was drawn. */
export interface PastCell {
  readonly unit: number;
  /** Cells of one stratum are compared with one another alone. */
  readonly stratum: number;
  /** As the test would judge it. */
  readonly outcome: number;
  /** What an effect is a share of. */
  readonly level: number;
}

/** A lottery that never was, over a stretch of the past. */
export interface PastTrial extends Lottery {
  readonly cells: readonly PastCell[];
  readonly treated: (labels: readonly number[], place: number) => boolean;
  readonly weighing: 'size' | 'information';
}

export interface Drawn {
  /** The least effect, as a share of the level, from which on every effect is found; infinite when none ever is. */
  readonly detectable: number;
  /** Whether an effect was found although there was none. */
  readonly falseAlarm: boolean;
  /** Which cells were treated, and the sum of their levels. */
  readonly deal: readonly boolean[];
  readonly level: number;
}

/** Up to so many ends of a lottery all are counted; of more so many are drawn, so that p is a multiple of 1/400. */
const COUNTED_MAX = 1_000;
const DRAWN = 399;
/** Cells × ends × runs, twice: beyond it fewer runs are played. */
const WORK_MAX = 60_000_000;
const RUNS_LEAST = 40;

/** Runs that a trial of that size can be given, at most as many as asked for. */
export function runsFor({ cells }: PastTrial, asked: number): number {
  return Math.max(Math.min(asked, RUNS_LEAST), Math.min(asked, Math.floor(WORK_MAX / (2 * cells.length * (DRAWN + 1)))));
}

/** The smallest p the lottery can give. */
export function smallestP(trial: PastTrial): number {
  const ways = trial.blocks.reduce((product, block) => product * waysOf(block.map((unit) => trial.labels[unit] ?? 0)), 1);
  return 1 / (ways > COUNTED_MAX ? DRAWN + 1 : ways);
}

/**
 * Deals a lottery on the past again and again, and asks each time from which effect on Fisher's test would have found it. Under an effect that adds the share δ
 * to what is treated, a statistic T that is linear in the outcomes is T_b(Y) + δ·T_b(L·a), L the levels, a the deal: the ends b that are not beaten at δ are those
 * whose |T_b(Y) + δT_b(L·a)| still reaches the deal's own, which each of them does for the last time at a root of its own. The deal is found for good from the
 * ⌊αN⌋-th largest of these roots on, N the ends with the deal itself. Test: Rosenbaum, "Observational Studies", 2nd edition, section 2.4.
 */
export function playLottery(trial: PastTrial, { runs, alpha, draws }: { readonly runs: number; readonly alpha: number; readonly draws: Draws }): Drawn[] {
  const { all } = assignmentsOf(trial, draws, { counted_max: COUNTED_MAX, drawn: DRAWN + 1 });
  const ends = all.map((labels) => endOf(trial, labels));
  const outcomes = trial.cells.map(({ outcome }) => outcome);
  const shown = ends.map((end) => statistic(trial, end, outcomes));
  const allowed = Math.floor(alpha * ends.length + 1e-9);
  return Array.from({ length: runs }, () => {
    const own = draws.integer(0, ends.length - 1);
    const deal = ends[own] ?? [];
    const added = trial.cells.map(({ level }, place) => (deal[place] === true ? level : 0));
    const gained = ends.map((end) => statistic(trial, end, added));
    const [seen, gain] = [shown[own] ?? 0, gained[own] ?? 0];
    const roots = ends.flatMap((_, other) => (other === own ? [] : [lastReach({ seen, gain }, { seen: shown[other] ?? 0, gain: gained[other] ?? 0 })]));
    roots.sort((left, right) => right - left);
    const reaching = shown.filter((each) => Math.abs(each) >= Math.abs(seen) - 1e-12 * Math.abs(seen)).length;
    return {
      // The deal itself is among those that reach it.
      detectable: allowed < 1 ? Number.POSITIVE_INFINITY : Math.max(0, roots[allowed - 1] ?? 0),
      falseAlarm: reaching <= allowed,
      deal,
      level: added.reduce((sum, level) => sum + level, 0),
    };
  });
}

interface Line {
  readonly seen: number;
  readonly gain: number;
}

/** The largest δ at which the other's |seen + δ·gain| is not below the deal's; infinite where it never falls behind. */
function lastReach(deal: Line, other: Line): number {
  const tiny = 1e-12 * Math.abs(deal.gain);
  const [apart, together] = [deal.gain - other.gain, deal.gain + other.gain];
  if (apart <= tiny || together <= tiny) return Number.POSITIVE_INFINITY;
  return Math.max((other.seen - deal.seen) / apart, -(other.seen + deal.seen) / together);
}

function endOf({ cells, treated }: PastTrial, labels: readonly number[]): boolean[] {
  return cells.map((_, place) => treated(labels, place));
}

/** As `permutationTest` puts its strata together. */
function statistic({ cells, weighing }: PastTrial, end: readonly boolean[], values: readonly number[]): number {
  const strata: { on: number; off: number; onSum: number; offSum: number }[] = [];
  cells.forEach(({ stratum }, place) => {
    const sums = strata[stratum] ?? { on: 0, off: 0, onSum: 0, offSum: 0 };
    strata[stratum] = sums;
    const value = values[place] ?? 0;
    if (end[place] === true) {
      sums.on += 1;
      sums.onSum += value;
    } else {
      sums.off += 1;
      sums.offSum += value;
    }
  });
  let [total, sum] = [0, 0];
  for (const { on, off, onSum, offSum } of strata) {
    if (on === 0 || off === 0) continue;
    const weight = weighing === 'size' ? on + off : (on * off) / (on + off);
    total += weight;
    sum += weight * (onSum / on - offSum / off);
  }
  return total === 0 ? 0 : sum / total;
}
