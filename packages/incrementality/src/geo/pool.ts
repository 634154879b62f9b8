import { Matrix } from 'ml-matrix';
import { nearestPoint } from './nearest-point.js';

/**
 * Series that may stand for one another, with the products of their fitted part worked out once: a refit for any target and
 * any donors is then a small quadratic program, whatever the number of days.
 */
export interface Pool {
  /** One series a unit, all of the same length. */
  readonly series: readonly (readonly number[])[];
  /** How many of the first times are fitted. */
  readonly fitted: number;
  /** What is taken out of each series before it is fitted: its mean over the fitted times, or 0. */
  readonly offsets: readonly number[];
  /** Products of the fitted parts, offsets taken out, unit by unit. */
  readonly products: Matrix;
}

/** @param demeaned whether each unit's mean over the fitted times is taken out, so that only movements are matched, not levels */
export function poolOf(series: readonly (readonly number[])[], fitted: number, demeaned: boolean): Pool {
  const offsets = series.map((values) => (demeaned ? mean(values.slice(0, fitted)) : 0));
  const shifted = series.map((values, unit) => Float64Array.from(values.slice(0, fitted), (value) => value - (offsets[unit] ?? 0)));
  const products = symmetric(series.length, (row, column) => dot(shifted[row], shifted[column]));
  return { series, fitted, offsets, products };
}

/** The products of the donors' differences from the target, as the nearest point wants them. */
export function differences(pool: Pool, target: number, donors: readonly number[]): Matrix {
  return differencesFromMean(pool, [target], { donors });
}

/** The same from the mean of several targets, with `ridge` more on the diagonal. */
export function differencesFromMean(
  { products }: Pool,
  targets: readonly number[],
  { donors, ridge = 0 }: { donors: readonly number[]; ridge?: number },
): Matrix {
  const toTarget = donors.map((donor) => mean(targets.map((unit) => products.get(donor, unit))));
  const own = mean(targets.map((left) => mean(targets.map((right) => products.get(left, right)))));
  return symmetric(donors.length, (row, column) => {
    const product = products.get(donors[row] ?? 0, donors[column] ?? 0);
    return product - (toTarget[row] ?? 0) - (toTarget[column] ?? 0) + own + (row === column ? ridge : 0);
  });
}

/** The simplex weights of the donors that come nearest to the target over the fitted times, in the donors' order. */
export function simplexWeights(pool: Pool, target: number, donors: readonly number[]): number[] {
  return nearestPoint(differences(pool, target, donors));
}

/** Target minus what the weighted donors say it would have been, at every time, in the outcome's unit. */
export function gapsOf(pool: Pool, target: number, donors: readonly number[], weights: readonly number[]): number[] {
  const own = pool.series[target] ?? [];
  const gaps = Float64Array.from(own, (value) => value - (pool.offsets[target] ?? 0));
  donors.forEach((donor, place) => {
    const weight = weights[place] ?? 0;
    if (weight === 0) return;
    const offset = pool.offsets[donor] ?? 0;
    pool.series[donor]?.forEach((value, time) => {
      gaps[time] = (gaps[time] ?? 0) - weight * (value - offset);
    });
  });
  return [...gaps];
}

/** A matrix of which one half is worked out and mirrored, so that rounding cannot make its halves differ. */
export function symmetric(size: number, cell: (row: number, column: number) => number): Matrix {
  const result = new Matrix(size, size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const value = cell(row, column);
      result.set(row, column, value);
      result.set(column, row, value);
    }
  }
  return result;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Root of the mean square, the outcome's unit. */
export function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

function dot(left: Float64Array | undefined, right: Float64Array | undefined): number {
  let sum = 0;
  if (left === undefined || right === undefined) return sum;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
