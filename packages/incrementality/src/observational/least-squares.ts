import { CholeskyDecomposition, Matrix, QrDecomposition } from 'ml-matrix';

/** Below this share of the largest a diagonal of R is 0 up to rounding: its column says what others say. */
const RANK_TOLERANCE = 1e-10;

/**
 * Weighted least squares by QR, columns scaled to one size first. A column that says nothing the ones before it do not say gets the
 * coefficient 0, so that forecasts are as they would be without it.
 */
export function leastSquares(rows: Matrix, y: readonly number[], weights?: readonly number[]): number[] {
  const scales = columnSizes(rows);
  const scaledRows = rows.clone();
  const target = new Matrix(rows.rows, 1);
  for (let row = 0; row < rows.rows; row += 1) {
    const root = Math.sqrt(weights?.[row] ?? 1);
    for (let column = 0; column < rows.columns; column += 1) scaledRows.set(row, column, (root * rows.get(row, column)) / (scales[column] ?? 1));
    target.set(row, 0, root * (y[row] ?? 0));
  }
  const kept = independentColumns(scaledRows);
  const coefficients = Array.from({ length: rows.columns }, () => 0);
  const every = Array.from({ length: rows.rows }, (_, row) => row);
  const solved = new QrDecomposition(scaledRows.selection(every, kept)).solve(target).to1DArray();
  kept.forEach((column, place) => {
    coefficients[column] = (solved[place] ?? 0) / (scales[column] ?? 1);
  });
  return coefficients;
}

function columnSizes(rows: Matrix): number[] {
  return Array.from({ length: rows.columns }, (_, column) => {
    let squares = 0;
    for (let row = 0; row < rows.rows; row += 1) squares += rows.get(row, column) ** 2;
    return Math.sqrt(squares / Math.max(rows.rows, 1)) || 1;
  });
}

/** Columns that none before them can stand for: Gram and Schmidt, twice over, on columns of one size. */
function independentColumns(rows: Matrix): number[] {
  const basis: Float64Array[] = [];
  const kept: number[] = [];
  for (let column = 0; column < rows.columns; column += 1) {
    const vector = Float64Array.from(rows.getColumn(column));
    const size = length(vector);
    for (let pass = 0; pass < 2; pass += 1) for (const other of basis) remove(vector, other);
    const left = length(vector);
    if (!(left > RANK_TOLERANCE * Math.max(size, Number.MIN_VALUE)) || kept.length >= rows.rows) continue;
    kept.push(column);
    basis.push(vector.map((value) => value / left));
  }
  return kept;
}

function remove(vector: Float64Array, direction: Float64Array): void {
  let along = 0;
  for (let index = 0; index < vector.length; index += 1) along += (vector[index] ?? 0) * (direction[index] ?? 0);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) - along * (direction[index] ?? 0);
}

function length(vector: Float64Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}

/** XᵀWX. */
export function weightedProducts(rows: Matrix, weights: readonly number[]): Matrix {
  const result = new Matrix(rows.columns, rows.columns);
  for (let row = 0; row < rows.rows; row += 1) {
    const weight = weights[row] ?? 0;
    if (weight === 0) continue;
    for (let left = 0; left < rows.columns; left += 1) {
      const value = weight * rows.get(row, left);
      for (let right = 0; right <= left; right += 1) result.set(left, right, result.get(left, right) + value * rows.get(row, right));
    }
  }
  for (let left = 0; left < rows.columns; left += 1) for (let right = 0; right < left; right += 1) result.set(right, left, result.get(left, right));
  return result;
}

/** x with Ax = b for a symmetric A that is positive definite but for columns that say nothing new, whose entries are 0. */
export function solveSymmetric(matrix: Matrix, right: readonly number[]): number[] {
  const scale = matrix.diagonal().map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
  const kept = scale.flatMap((value, index) => (value > 0 ? [index] : []));
  const system = new Matrix(kept.length, kept.length);
  kept.forEach((left, row) => {
    kept.forEach((other, column) => {
      const value = (scale[left] ?? 0) * (scale[other] ?? 0) * matrix.get(Math.max(left, other), Math.min(left, other));
      system.set(row, column, value + (row === column ? RANK_TOLERANCE : 0));
    });
  });
  const solved = new CholeskyDecomposition(system).solve(Matrix.columnVector(kept.map((index) => (scale[index] ?? 0) * (right[index] ?? 0)))).to1DArray();
  const result = right.map(() => 0);
  kept.forEach((index, place) => {
    result[index] = (scale[index] ?? 0) * (solved[place] ?? 0);
  });
  return result;
}

/** Xb, one value a row. */
export function forecast(rows: Matrix, coefficients: readonly number[]): number[] {
  return rows.mmul(Matrix.columnVector([...coefficients])).to1DArray();
}
