import { Matrix } from 'ml-matrix';
import { InputError } from '../input-error.js';

export type CovariateKind = 'linear' | 'factor' | 'quadratic';

/** One covariate as it was read: texts for a factor, numbers for the others. */
export interface Covariate {
  readonly name: string;
  readonly kind: CovariateKind;
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
}

/** Levels of a factor; more is an identifier, not a covariate. */
const LEVELS_MAX = 100;

export interface DesignMatrix {
  /** Names of the columns; the first is the intercept. */
  readonly names: readonly string[];
  /** One row a person. */
  readonly rows: Matrix;
}

/**
 * Intercept, then each covariate as itself, as itself and its square (`x`, `x^2`), or as an indicator for every level but the first in
 * order (`x=level`). Columns are centred and scaled inside the fits, never here.
 * @throws InputError when a factor has too many levels
 */
export function designMatrix(covariates: readonly Covariate[], count: number): DesignMatrix {
  const names = ['(intercept)'];
  const columns: (readonly number[])[] = [Array.from({ length: count }, () => 1)];
  covariates.forEach((covariate, place) => {
    for (const [name, values] of columnsOf(covariate, place)) {
      names.push(name);
      columns.push(values);
    }
  });
  const rows = new Matrix(count, columns.length);
  columns.forEach((values, column) => {
    for (let row = 0; row < count; row += 1) rows.set(row, column, values[row] ?? 0);
  });
  return { names, rows };
}

function columnsOf({ name, kind, texts, numbers }: Covariate, place: number): [name: string, values: readonly number[]][] {
  if (kind === 'linear') return [[name, numbers]];
  if (kind === 'quadratic')
    return [
      [name, numbers],
      [`${name}^2`, numbers.map((value) => value * value)],
    ];
  const levels = [...new Set(texts)].sort(byNumberThenText);
  if (levels.length > LEVELS_MAX) throw new InputError(`\`${name}\` has ${levels.length} levels, at most ${LEVELS_MAX} are taken.`, `covariates.${place}`);
  return levels.slice(1).map((level) => [`${name}=${level}`, texts.map((text) => (text === level ? 1 : 0))]);
}

function byNumberThenText(left: string, right: string): number {
  const difference = Number(left) - Number(right);
  if (Number.isFinite(difference) && difference !== 0) return difference;
  return left < right ? -1 : 1;
}

/** Only the rows that are wanted. */
export function subset({ names, rows }: DesignMatrix, wanted: readonly number[]): DesignMatrix {
  return {
    names,
    rows: rows.selection(
      [...wanted],
      Array.from({ length: rows.columns }, (_, column) => column),
    ),
  };
}
