import { studentizedRange } from './trimmed-interval.js';
import { type PairDifference, sortedResiduals, stretches } from './trimmed-mean.js';

export interface TrimmedFit {
  readonly iroas: number;
  readonly standard_error: number;
  /** Pairs left out at either end. */
  readonly trims: number;
}

/** A standard error this much above the least one still counts as least, times 1/√pairs: so that no more than needed is trimmed. */
const TOLERANCE = 0.25;
/** Wider than this many standard errors is no interval: then three normal widths stand in for it. */
const WIDTH_MAX = 1e6;
const WIDE_FACTOR = 3;

/**
 * The θ at which the mean of the residuals Δresponse − θ·Δspend, `trims` of them left out at either end, is 0; of several the one
 * whose residuals are most symmetric. Chen, Au, "Robust Causal Inference for Incremental Return on Ad Spend with Randomized Paired Geo
 * Experiments", 2022 (arXiv 1908.02922). Nothing where there is none.
 */
export function trimmedRoot(pairs: readonly PairDifference[], trims: number): number | undefined {
  if (trims === 0) {
    const [response, spend] = sums(pairs, [...pairs.keys()]);
    return spend === 0 ? undefined : response / spend;
  }
  const roots: number[] = [];
  for (const { from, to, order } of stretches(pairs)) {
    const [response, spend] = sums(pairs, order.slice(trims, order.length - trims));
    const root = response / spend;
    if (spend !== 0 && root >= from && root <= to) roots.push(root);
  }
  const asymmetries = roots.map((root) => asymmetry(pairs, root, trims));
  return roots[asymmetries.indexOf(Math.min(...asymmetries))];
}

/** √(Σ winsorised residual²) over the trimmed sum of spend: equation 8.2 of the technical report. */
export function trimmedError(pairs: readonly PairDifference[], theta: number, trims: number): number {
  const sorted = sortedResiduals(pairs, theta);
  const kept = sorted.slice(trims, sorted.length - trims);
  const ends = (kept[0]?.residual ?? 0) ** 2 + (kept.at(-1)?.residual ?? 0) ** 2;
  const squares = kept.reduce((sum, { residual }) => sum + residual * residual, trims * ends);
  return Math.sqrt(squares) / Math.abs(kept.reduce((sum, { spend }) => sum + spend, 0));
}

/** One fit for each number of trimmed pairs, none where the equation has no root. */
export function trimmedFits(pairs: readonly PairDifference[], trims: readonly number[]): TrimmedFit[] {
  return trims.flatMap((count) => {
    const iroas = trimmedRoot(pairs, count);
    return iroas === undefined ? [] : [{ iroas, standard_error: trimmedError(pairs, iroas, count), trims: count }];
  });
}

/** The least trimmed fit whose standard error is, up to a little, the least there is. */
export function chosenFit(fits: readonly TrimmedFit[], pairs: number): TrimmedFit | undefined {
  const least = Math.min(...fits.map(({ standard_error }) => standard_error));
  return fits.find(({ standard_error }) => standard_error <= (1 + TOLERANCE / Math.sqrt(pairs)) * least);
}

/** The θ whose studentized trimmed mean stays within z, from the first to the last of them; three normal widths where that has no end. */
export function trimmedInterval(pairs: readonly PairDifference[], fit: TrimmedFit, z: number): readonly [number, number] {
  const range = studentizedRange(pairs, fit.trims, z);
  if (range !== undefined && range[1] - range[0] <= WIDTH_MAX * fit.standard_error) return range;
  const width = WIDE_FACTOR * z * fit.standard_error;
  return [fit.iroas - width, fit.iroas + width];
}

/** The pairs left out at that root. */
export function trimmedPairs(pairs: readonly PairDifference[], { iroas, trims }: TrimmedFit): number[] {
  const sorted = sortedResiduals(pairs, iroas);
  return [...sorted.slice(0, trims), ...sorted.slice(sorted.length - trims)].map(({ index }) => index).sort((left, right) => left - right);
}

function sums(pairs: readonly PairDifference[], chosen: readonly number[]): [response: number, spend: number] {
  let [response, spend] = [0, 0];
  for (const index of chosen) {
    response += pairs[index]?.response ?? 0;
    spend += pairs[index]?.spend ?? 0;
  }
  return [response, spend];
}

function asymmetry(pairs: readonly PairDifference[], theta: number, trims: number): number {
  const sorted = sortedResiduals(pairs, theta);
  let sum = 0;
  for (let place = trims; place < sorted.length - trims; place += 1)
    sum += Math.abs((sorted[place]?.residual ?? 0) + (sorted[sorted.length - 1 - place]?.residual ?? 0));
  return sum;
}
