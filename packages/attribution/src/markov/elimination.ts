/**
 * A chain of n states as counts: what flows between them (row by row, n × n, nothing on the diagonal) and what leaves them for good.
 */
export interface Flows {
  readonly states: number;
  /** Changed by the elimination: below the diagonal what share of a state’s visits moves on with the eliminated one, above it the flows left then. */
  readonly between: Float64Array;
  readonly leaving: Float64Array;
}

/** Triangular factors of (flow out of each state on the diagonal) − (flows between them): without a single subtraction. */
export interface Factors {
  readonly states: number;
  readonly between: Float64Array;
  /** What flows out of each state when all before it are eliminated. */
  readonly pivots: Float64Array;
}

/**
 * Gaussian elimination where a pivot is the sum of what flows out of its state, not a difference (Grassmann, Taksar, Heyman 1985): every figure is a
 * sum of products of positive ones, so all of them keep full precision, however seldom the chain ends. Takes n³/3 steps.
 */
export function eliminate({ states, between, leaving }: Flows): Factors {
  const left = leaving.slice();
  const pivots = new Float64Array(states);
  for (let pivot = 0; pivot < states; pivot += 1) {
    const row = pivot * states;
    let out = left[pivot] ?? 0;
    for (let column = pivot + 1; column < states; column += 1) out += between[row + column] ?? 0;
    pivots[pivot] = out;
    for (let other = pivot + 1; other < states; other += 1) {
      const into = between[other * states + pivot] ?? 0;
      if (into === 0) continue;
      const share = into / out;
      between[other * states + pivot] = share;
      left[other] = (left[other] ?? 0) + share * (left[pivot] ?? 0);
      addRow(between, { from: row, to: other * states, first: pivot + 1, end: states, share });
      // What comes back to where it was is no flow.
      between[other * states + other] = 0;
    }
  }
  return { states, between, pivots };
}

interface RowSpan {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly end: number;
  readonly share: number;
}

function addRow(matrix: Float64Array, { from, to, first, end, share }: RowSpan): void {
  for (let column = first; column < end; column += 1) matrix[to + column] = (matrix[to + column] ?? 0) + share * (matrix[from + column] ?? 0);
}

/** x with x_i = (gains_i + Σ_j flow_ij x_j) / (flow out of i): what a visitor of each state gains until the chain ends. */
export function gainsFrom({ states, between, pivots }: Factors, gains: Float64Array): Float64Array {
  const x = gains.slice();
  for (let pivot = 0; pivot < states; pivot += 1) {
    for (let other = pivot + 1; other < states; other += 1) x[other] = (x[other] ?? 0) + (between[other * states + pivot] ?? 0) * (x[pivot] ?? 0);
  }
  for (let pivot = states - 1; pivot >= 0; pivot -= 1) {
    let sum = x[pivot] ?? 0;
    for (let column = pivot + 1; column < states; column += 1) sum += (between[pivot * states + column] ?? 0) * (x[column] ?? 0);
    const out = pivots[pivot] ?? 0;
    x[pivot] = out === 0 ? 0 : sum / out;
  }
  return x;
}

/** x with x_j · (flow out of j) = inflow_j + Σ_i x_i flow_ij: the share of each state’s flow that comes from the inflow. */
export function sharesOf({ states, between, pivots }: Factors, inflow: Float64Array): Float64Array {
  const x = inflow.slice();
  for (let pivot = 0; pivot < states; pivot += 1) {
    const out = pivots[pivot] ?? 0;
    const value = out === 0 ? 0 : (x[pivot] ?? 0) / out;
    x[pivot] = value;
    for (let column = pivot + 1; column < states; column += 1) x[column] = (x[column] ?? 0) + value * (between[pivot * states + column] ?? 0);
  }
  for (let pivot = states - 2; pivot >= 0; pivot -= 1) {
    let sum = x[pivot] ?? 0;
    for (let other = pivot + 1; other < states; other += 1) sum += (x[other] ?? 0) * (between[other * states + pivot] ?? 0);
    x[pivot] = sum;
  }
  return x;
}

/**
 * The diagonal of the inverse: of U⁻¹L⁻¹ only the parts that meet there, n³/3 steps. Times the flow out of a state it is N[c,c], how often a visitor of
 * the state is there in all.
 */
export function inverseDiagonal(factors: Factors): Float64Array {
  const { states } = factors;
  const [upper, lower] = [inverseUpper(factors), inverseLower(factors)];
  const diagonal = new Float64Array(states);
  for (let row = 0; row < states; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      diagonal[column] = (diagonal[column] ?? 0) + (upper[column * states + row] ?? 0) * (lower[row * states + column] ?? 0);
    }
  }
  return diagonal;
}

/** U⁻¹, row by row from the last. */
function inverseUpper({ states, between, pivots }: Factors): Float64Array {
  const upper = new Float64Array(states * states);
  for (let row = states - 1; row >= 0; row -= 1) {
    const out = pivots[row] ?? 0;
    if (out === 0) continue;
    upper[row * states + row] = 1;
    for (let other = row + 1; other < states; other += 1) {
      const share = between[row * states + other] ?? 0;
      if (share !== 0) addRow(upper, { from: other * states, to: row * states, first: other, end: states, share });
    }
    for (let column = row; column < states; column += 1) upper[row * states + column] = (upper[row * states + column] ?? 0) / out;
  }
  return upper;
}

/** L⁻¹, row by row. */
function inverseLower({ states, between }: Factors): Float64Array {
  const lower = new Float64Array(states * states);
  for (let row = 0; row < states; row += 1) {
    lower[row * states + row] = 1;
    for (let other = 0; other < row; other += 1) {
      const share = between[row * states + other] ?? 0;
      if (share !== 0) addRow(lower, { from: other * states, to: row * states, first: 0, end: other + 1, share });
    }
  }
  return lower;
}
