import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Rounds a support may change, times the number of points; Wolfe's method needs about one a point of the support. */
const ROUNDS_PER_POINT_MAX = 20;

/** How far below its own distance a point must pull before it is worth adding, of the largest squared distance. */
const PULL_LEAST = 1e-14;

/**
 * The weights (not negative, summing to 1) with the least wᵀPw, where P holds the products of the points' differences from
 * the target: the point of their convex hull that is nearest to it. Wolfe, "Finding the nearest point in a polytope", 1976: an
 * active set that never holds points of one plane twice, so every step solves a small positive definite system.
 * @param products symmetric, positive semidefinite, one row a point
 * @param start weights to begin with (of a similar problem); any point of the simplex will do
 */
export function nearestPoint(products: Matrix, start?: readonly number[]): number[] {
  const count = products.rows;
  if (count === 0) throw new RangeError('there must be a point');
  let weights = start === undefined ? cornerOf(products) : [...start];
  let support = supportOf(weights);
  ({ weights, support } = settled(products, weights, support));
  const scale = Math.max(...products.diagonal(), Number.MIN_VALUE);
  for (let round = 0; round < ROUNDS_PER_POINT_MAX * count; round += 1) {
    const pulls = pullsOf(products, weights, support);
    const distance = support.reduce((sum, index) => sum + (weights[index] ?? 0) * (pulls[index] ?? 0), 0);
    const best = indexOfLeast(pulls);
    if (distance - (pulls[best] ?? 0) <= PULL_LEAST * scale || support.includes(best)) break;
    const next = settled(products, weights, [...support, best]);
    if (!(next.distance < distance)) break;
    weights = next.weights;
    support = next.support;
  }
  return weights;
}

interface Settled {
  readonly weights: number[];
  readonly support: number[];
  /** wᵀPw there. */
  readonly distance: number;
}

/** The nearest point within the support's hull: towards the plane's nearest point, dropping who would go below zero on the way. */
function settled(products: Matrix, from: readonly number[], on: readonly number[]): Settled {
  let weights = [...from];
  let support = [...on];
  while (support.length > 1) {
    const free = nearestOfPlane(products, support);
    if (free === undefined) break;
    let step = 1;
    let blocking = -1;
    support.forEach((index, place) => {
      const [had, wanted] = [weights[index] ?? 0, free[place] ?? 0];
      if (wanted > 0 || had - wanted <= 0) return;
      const reach = had / (had - wanted);
      if (reach < step) [step, blocking] = [reach, index];
    });
    const moved = [...weights];
    support.forEach((index, place) => {
      moved[index] = Math.max(0, (weights[index] ?? 0) + step * ((free[place] ?? 0) - (weights[index] ?? 0)));
    });
    if (blocking >= 0) moved[blocking] = 0;
    weights = moved;
    if (blocking < 0) break;
    support = support.filter((index) => index !== blocking);
  }
  if (support.length === 1) weights = weights.map((_, index) => (index === support[0] ? 1 : 0));
  return { weights: normalised(weights), support: supportOf(weights), distance: quadratic(products, weights, support) };
}

/** The weights, summing to 1 and of any sign, of the support's plane nearest to the target; nothing when the points lie in less than a plane. */
function nearestOfPlane(products: Matrix, support: readonly number[]): number[] | undefined {
  const size = support.length;
  const system = new Matrix(size, size);
  let scale = 0;
  for (const index of support) scale = Math.max(scale, products.get(index, index));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) system.set(row, column, products.get(support[row] ?? 0, support[column] ?? 0) + scale);
  }
  const factor = new CholeskyDecomposition(system);
  if (!factor.isPositiveDefinite()) return undefined;
  const solved = factor.solve(Matrix.ones(size, 1)).to1DArray();
  const total = solved.reduce((sum, value) => sum + value, 0);
  return total > 0 && Number.isFinite(total) ? solved.map((value) => value / total) : undefined;
}

function pullsOf(products: Matrix, weights: readonly number[], support: readonly number[]): number[] {
  const pulls: number[] = [];
  for (let row = 0; row < products.rows; row += 1) {
    let sum = 0;
    for (const column of support) sum += products.get(row, column) * (weights[column] ?? 0);
    pulls.push(sum);
  }
  return pulls;
}

function quadratic(products: Matrix, weights: readonly number[], support: readonly number[]): number {
  let sum = 0;
  for (const row of support) {
    for (const column of support) sum += products.get(row, column) * (weights[row] ?? 0) * (weights[column] ?? 0);
  }
  return sum;
}

function cornerOf(products: Matrix): number[] {
  const nearest = indexOfLeast(products.diagonal());
  return products.diagonal().map((_, index) => (index === nearest ? 1 : 0));
}

function supportOf(weights: readonly number[]): number[] {
  return [...weights.keys()].filter((index) => (weights[index] ?? 0) > 0);
}

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.map((value) => value / total);
}

function indexOfLeast(values: readonly number[]): number {
  let least = 0;
  values.forEach((value, index) => {
    if (value < (values[least] ?? Number.POSITIVE_INFINITY)) least = index;
  });
  return least;
}
