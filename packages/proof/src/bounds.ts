import betaCdf from '@stdlib/stats-base-dists-beta-cdf';

/** Shares, both ends still in. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** From so many runs on the bounds are taken as they are written. */
const RUNS_ENOUGH = 1_000;
/** With fewer, a claim that is just true is refused with at most this chance at either end. */
const REFUSED_CHANCE = 0.001;

/**
 * The bounds that a share counted over `runs` runs is held to. Under 1,000 runs they are widened to what chance alone would do: down to
 * the smallest count that a share of `least` still brings with a chance above 1 in 1,000, and up likewise (exact binomial).
 */
export function boundsFor({ least, most }: Bounds, runs: number): Bounds {
  if (runs >= RUNS_ENOUGH) return { least, most };
  let [low, high] = [0, runs];
  while (low < runs && atMost(low, { runs, share: least }) <= REFUSED_CHANCE) low += 1;
  while (high > 0 && 1 - atMost(high - 1, { runs, share: most }) <= REFUSED_CHANCE) high -= 1;
  return { least: low / runs, most: high / runs };
}

/** P(X ≤ count), X binomial: 1 − I_share(count + 1, runs − count), the regularised incomplete beta function. */
function atMost(count: number, { runs, share }: { readonly runs: number; readonly share: number }): number {
  if (count >= runs || share === 0) return 1;
  return share === 1 ? 0 : 1 - betaCdf(share, count + 1, runs - count);
}
