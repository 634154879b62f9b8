import type { Matrix } from 'ml-matrix';
import { forecast, leastSquares } from './least-squares.js';

const ROUNDS_MAX = 100;
const CHANGE_LEAST = 1e-12;
/** A probability nearer to 0 or 1 than this has left nothing to weigh. */
const PROBABILITY_LEAST = 1e-12;

export interface LogisticFit {
  readonly coefficients: readonly number[];
  /** P(treated) of each row. */
  readonly probabilities: readonly number[];
  /** False when the covariates tell treated and others apart (almost) completely: then no coefficient is finite. */
  readonly converged: boolean;
}

/** Logistic regression by iteratively reweighted least squares. McCullagh, Nelder, "Generalized Linear Models", 2nd edition, section 2.5. */
export function logisticFit(rows: Matrix, treated: readonly number[]): LogisticFit {
  let coefficients: readonly number[] = Array.from({ length: rows.columns }, () => 0);
  let deviance = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const linear = forecast(rows, coefficients);
    const probabilities = linear.map(logistic);
    const next = devianceOf(treated, probabilities);
    if (Math.abs(deviance - next) <= CHANGE_LEAST * (Math.abs(next) + 0.1)) return { coefficients, probabilities, converged: apart(probabilities) };
    deviance = next;
    const weights = probabilities.map((probability) => Math.max(probability * (1 - probability), PROBABILITY_LEAST));
    const working = linear.map((value, row) => value + ((treated[row] ?? 0) - (probabilities[row] ?? 0)) / (weights[row] ?? 1));
    coefficients = leastSquares(rows, working, weights);
  }
  return { coefficients, probabilities: forecast(rows, coefficients).map(logistic), converged: false };
}

function logistic(value: number): number {
  return value >= 0 ? 1 / (1 + Math.exp(-value)) : Math.exp(value) / (1 + Math.exp(value));
}

function devianceOf(treated: readonly number[], probabilities: readonly number[]): number {
  return (
    -2 * treated.reduce((sum, own, row) => sum + Math.log(Math.max(own > 0.5 ? (probabilities[row] ?? 0) : 1 - (probabilities[row] ?? 0), Number.MIN_VALUE)), 0)
  );
}

/** Every probability at an end: nothing is left that both groups share. */
function apart(probabilities: readonly number[]): boolean {
  return probabilities.some((probability) => probability > 1e-6 && probability < 1 - 1e-6);
}
