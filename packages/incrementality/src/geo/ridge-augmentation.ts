import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { nearestPoint } from './nearest-point.js';
import { differences, mean, type Pool, simplexWeights, symmetric } from './pool.js';

/** Steps of the penalties tried: from the donors' largest squared singular value down by eight orders of magnitude. */
const PENALTY_STEPS = 20;
const PENALTY_RATIO_LEAST = 1e-8;

/**
 * Simplex weights with a ridge correction of what they leave unfitted: w + (K + λI)⁻¹ X(x₁ − Xᵀw), X the donors' fitted
 * series less their mean at each time, K = XXᵀ. The correction sums to 0; weights may go below 0.
 * Ben-Michael, Feller, Rothstein, "The Augmented Synthetic Control Method", 2021, equation 15 (in its dual form).
 * @param penalty λ, in squared units of the outcome
 */
export function augmentedWeights(pool: Pool, target: number, donors: readonly number[], penalty: number): number[] {
  const weights = simplexWeights(pool, target, donors);
  const system = centredProducts(pool.products, donors).add(Matrix.eye(donors.length).mul(Math.max(penalty, Number.MIN_VALUE)));
  const unfitted = centred(unfittedProducts(pool.products, { target, donors, weights }));
  const factor = new CholeskyDecomposition(system);
  if (!factor.isPositiveDefinite()) return weights;
  const correction = factor.solve(Matrix.columnVector(unfitted)).to1DArray();
  return weights.map((weight, place) => weight + (correction[place] ?? 0));
}

/**
 * λ by cross-validation over the fitted times: each is held out once, weights are fitted to the others, and the squared error
 * at the one is kept; of the penalties within one standard error of the least mean error the largest is taken.
 */
export function chosenPenalty(pool: Pool, target: number, donors: readonly number[]): number {
  const products = centredProducts(pool.products, donors);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const largest = Math.max(...realEigenvalues, Number.MIN_VALUE);
  const penalties = Array.from({ length: PENALTY_STEPS + 1 }, (_, step) => largest * PENALTY_RATIO_LEAST ** (step / PENALTY_STEPS));
  const rotation = eigenvectorMatrix.transpose();
  const errors = penalties.map((): number[] => []);
  let start = simplexWeights(pool, target, donors);
  for (let time = 0; time < pool.fitted; time += 1) {
    const held = heldOut(pool, { target, donors, time, start });
    start = held.weights;
    const direction = rotation.mmul(Matrix.columnVector(held.deviations)).to1DArray();
    const unfitted = rotation.mmul(Matrix.columnVector(held.unfitted)).to1DArray();
    penalties.forEach((penalty, step) => {
      const inverse = realEigenvalues.map((value) => 1 / (Math.max(value, 0) + penalty));
      const along = weightedDot(inverse, direction, unfitted);
      const own = weightedDot(inverse, direction, direction);
      // Sherman and Morrison: the held out time leaves K as a change of rank one, so no penalty needs a new decomposition.
      errors[step]?.push((held.error - along / Math.max(1 - own, Number.EPSILON)) ** 2);
    });
  }
  return largestWithinOneError(penalties, errors);
}

interface HeldOut {
  /** Simplex weights without that time. */
  readonly weights: number[];
  /** What they miss the target by at that time. */
  readonly error: number;
  /** The donors at that time, less their mean. */
  readonly deviations: number[];
  readonly unfitted: number[];
}

function heldOut(pool: Pool, at: { target: number; donors: readonly number[]; time: number; start: readonly number[] }): HeldOut {
  const { target, donors, time } = at;
  const value = (unit: number): number => (pool.series[unit]?.[time] ?? 0) - (pool.offsets[unit] ?? 0);
  const values = donors.map(value);
  const differencesWithout = differences(pool, target, donors);
  const away = values.map((each) => each - value(target));
  away.forEach((left, row) => {
    away.forEach((right, column) => {
      differencesWithout.set(row, column, differencesWithout.get(row, column) - left * right);
    });
  });
  const weights = nearestPoint(differencesWithout, at.start);
  const error = value(target) - weights.reduce((sum, weight, place) => sum + weight * (values[place] ?? 0), 0);
  const deviations = centred(values);
  const unfitted = centred(unfittedProducts(pool.products, { target, donors, weights })).map((whole, place) => whole - (deviations[place] ?? 0) * error);
  return { weights, error, deviations, unfitted };
}

/** Each donor's product with what the weights leave of the target. */
function unfittedProducts(products: Matrix, fit: { target: number; donors: readonly number[]; weights: readonly number[] }): number[] {
  return fit.donors.map((donor) =>
    fit.donors.reduce((left, other, place) => left - (fit.weights[place] ?? 0) * products.get(donor, other), products.get(donor, fit.target)),
  );
}

/** The donors' products once their mean at each time is taken out. */
function centredProducts(products: Matrix, donors: readonly number[]): Matrix {
  const rowMeans = donors.map((left) => mean(donors.map((right) => products.get(left, right))));
  const all = mean(rowMeans);
  return symmetric(donors.length, (row, column) => products.get(donors[row] ?? 0, donors[column] ?? 0) - (rowMeans[row] ?? 0) - (rowMeans[column] ?? 0) + all);
}

function centred(values: readonly number[]): number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}

function weightedDot(weights: readonly number[], left: readonly number[], right: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (left[index] ?? 0) * (right[index] ?? 0), 0);
}

function largestWithinOneError(penalties: readonly number[], errors: readonly (readonly number[])[]): number {
  const means = errors.map(mean);
  const least = means.indexOf(Math.min(...means));
  const best = errors[least] ?? [];
  const spread = Math.sqrt(best.reduce((sum, value) => sum + (value - (means[least] ?? 0)) ** 2, 0) / Math.max(best.length - 1, 1) / Math.max(best.length, 1));
  const bound = (means[least] ?? 0) + spread;
  return penalties.find((_, step) => (means[step] ?? Number.POSITIVE_INFINITY) <= bound) ?? penalties[least] ?? 0;
}
