import type { RowWeights } from '../markov/counts.js';
import type { Paths } from '../markov/paths.js';
import { hashNumber, hashText } from '../random.js';
import { poisson } from './poisson.js';

export interface BootstrapOptions {
  /** How many replicates; 300 give an interval whose ends are themselves within a few per cent. */
  readonly replicates: number;
  /** A whole number; the same seed gives the same intervals. */
  readonly seed: number;
}

/** How sure a figure is. */
export interface Uncertainty {
  readonly standard_error: number;
  /** 95 %: the 2.5 % and 97.5 % quantiles of the replicates. */
  readonly interval: readonly [number, number];
}

const CONVERTED = 1;
const ENDED = 2;
const TAIL = 0.025;

/**
 * Poisson bootstrap (Chamandy and others 2012): in replicate b journey j counts Poisson(1) times, seeded by hash(j, b), so a row of n journeys counts Poisson(n)
 * times. Rows are drawn by their path, not by their place: their order and grouping change nothing. A row’s value follows its conversions.
 * @param credit the figures of a replicate, by channel; given the same array each time, which must not be kept
 */
export function bootstrap(paths: Paths, options: BootstrapOptions, credit: (weights: RowWeights) => ArrayLike<number>): Uncertainty[] {
  const { replicates, seed } = options;
  if (!(Number.isInteger(replicates) && replicates >= 2)) throw new RangeError('replicates must be a whole number of at least 2');
  const seeds = paths.rows.map(({ steps }) => hashNumber(hashText(steps.map((step) => paths.channels[step] ?? '').join(' > ')), seed));
  const weights = newWeights(paths.rows.length);
  const figures = Array.from(paths.channels, () => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    draw(paths, weights, (row) => hashNumber(seeds[row] ?? 0, replicate));
    const credited = credit(weights);
    for (const [channel, column] of figures.entries()) column[replicate] = credited[channel] ?? 0;
  }
  return figures.map(uncertaintyOf);
}

function newWeights(rows: number): { conversions: Float64Array; values: Float64Array; nulls: Float64Array } {
  return { conversions: new Float64Array(rows), values: new Float64Array(rows), nulls: new Float64Array(rows) };
}

function draw(paths: Paths, weights: ReturnType<typeof newWeights>, seedOf: (row: number) => number): void {
  for (const [row, { conversions, value, nulls }] of paths.rows.entries()) {
    const seed = seedOf(row);
    const drawn = conversions === 0 ? 0 : poisson(conversions, hashNumber(seed, CONVERTED));
    weights.conversions[row] = drawn;
    weights.values[row] = conversions === 0 ? 0 : (value / conversions) * drawn;
    weights.nulls[row] = nulls === 0 ? 0 : poisson(nulls, hashNumber(seed, ENDED));
  }
}

function uncertaintyOf(figures: Float64Array): Uncertainty {
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / (figures.length - 1);
  const sorted = figures.toSorted();
  return { standard_error: Math.sqrt(variance), interval: [quantile(sorted, TAIL), quantile(sorted, 1 - TAIL)] };
}

/** Linear between the neighbours (type 7 of Hyndman and Fan 1996). */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return low + (high - low) * (place - Math.floor(place));
}
