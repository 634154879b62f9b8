import type { Panel } from './panel.js';
import { placeboError, placeboP, placeboSets } from './placebo-sets.js';
import { mean } from './pool.js';
import type { Draws } from './random.js';
import type { Side } from './space-placebo.js';

export interface Difference {
  /** Per unit and time. */
  readonly estimate: number;
  /** What sets of donors as large as the treated one, each against the other donors, would have shown. */
  readonly placebos: readonly number[];
}

/**
 * Difference in differences: (T_post − T_pre) − (C_post − C_pre), means over units and times, with a placebo for every set of
 * donors as large as the treated one. The assumption is that treated and donors would have moved alike.
 */
export function differenceInDifferences({ treatedSeries, donorSeries, pres }: Panel, draws: Draws): Difference {
  const change = (series: readonly number[]): number => mean(series.slice(pres)) - mean(series.slice(0, pres));
  const [treated, donors] = [treatedSeries.map(change), donorSeries.map(change)];
  const total = donors.reduce((sum, value) => sum + value, 0);
  const placebos = placeboSets(donors.length, treated.length, draws).map((set) => {
    const chosen = set.reduce((sum, index) => sum + (donors[index] ?? 0), 0);
    return chosen / set.length - (total - chosen) / (donors.length - set.length);
  });
  return { estimate: mean(treated) - total / donors.length, placebos };
}

/** The same on the pre period alone, as if the treatment had begun `posts` times before its end; nothing when it is too short. */
export function differenceBefore(panel: Panel, posts: number, draws: Draws): Difference | undefined {
  const earlier = earlierPanel(panel, posts);
  return earlier === undefined ? undefined : differenceInDifferences(earlier, draws);
}

/** The pre period as a panel of its own, its last `posts` times (at most a third of it) standing for a post period. */
export function earlierPanel(panel: Panel, posts: number): Panel | undefined {
  const length = Math.min(posts, Math.floor(panel.pres / 3));
  if (length < 1 || panel.pres - length < 2) return undefined;
  const cut = (series: readonly (readonly number[])[]): number[][] => series.map((values) => values.slice(0, panel.pres));
  return {
    ...panel,
    times: panel.times.slice(0, panel.pres),
    pres: panel.pres - length,
    treatedSeries: cut(panel.treatedSeries),
    donorSeries: cut(panel.donorSeries),
  };
}

/** What placebo estimates say of an estimate; nothing when there are fewer than two. */
export function placeboSummary({ estimate, placebos }: Difference, side: Side): { standard_error: number; p: number } | undefined {
  if (placebos.length < 2) return undefined;
  return { standard_error: placeboError(placebos), p: placeboP(estimate, placebos, side) };
}
