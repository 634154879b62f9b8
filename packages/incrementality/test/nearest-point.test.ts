import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { solveQP } from 'quadprog';
import { describe, expect, it } from 'vitest';
import { nearestPoint } from '../src/geo/nearest-point.js';

const value = fc.double({ min: -100, max: 100, noNaN: true }).map((number) => Math.round(number * 1000) / 1000);
const points = fc.integer({ min: 1, max: 8 }).chain((size) => fc.array(fc.array(value, { minLength: size, maxLength: size }), { minLength: 1, maxLength: 12 }));

function productsOf(rows: readonly (readonly number[])[]): Matrix {
  const matrix = new Matrix(rows.map((row) => [...row]));
  const products = matrix.mmul(matrix.transpose());
  return products.add(products.transpose()).div(2);
}

function distance(products: Matrix, weights: readonly number[]): number {
  const column = Matrix.columnVector([...weights]);
  return column.transpose().mmul(products).mmul(column).get(0, 0);
}

describe('the nearest point of a hull', () => {
  it('has weights that are not negative and sum to 1, and no corner pulls nearer', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const products = productsOf(rows);
        const weights = nearestPoint(products);
        const scale = Math.max(...products.diagonal(), 1);
        expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        const pulls = products.mmul(Matrix.columnVector(weights)).to1DArray();
        expect(distance(products, weights) - Math.min(...pulls)).toBeLessThanOrEqual(1e-9 * scale);
      }),
      { numRuns: 300 },
    );
  });

  it('is as near as the one quadprog finds', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const products = productsOf(rows).add(Matrix.eye(rows.length).mul(1e-3));
        const count = rows.length;
        const indices = Array.from({ length: count }, (_, index) => index);
        // quadprog counts from 1 and minimises ½bᵀDb − dᵀb under Aᵀb ≥ b₀, the first constraint an equality.
        const { solution } = solveQP(
          [[], ...indices.map((row) => [0, ...products.getRow(row)])],
          [0, ...indices.map(() => 0)],
          [[], ...indices.map((row) => [0, 1, ...indices.map((column) => (row === column ? 1 : 0))])],
          [0, 1, ...indices.map(() => 0)],
          1,
        );
        const theirs = solution.slice(1, count + 1);
        const scale = Math.max(...products.diagonal(), 1);
        expect(distance(products, nearestPoint(products))).toBeLessThanOrEqual(distance(products, theirs) + 1e-8 * scale);
      }),
      { numRuns: 200 },
    );
  });

  it('begins anywhere and ends at the same distance', () => {
    fc.assert(
      fc.property(points, fc.nat(), (rows, seed) => {
        const products = productsOf(rows);
        const corner = seed % rows.length;
        const start = rows.map((_, index) => (index === corner ? 1 : 0));
        const scale = Math.max(...products.diagonal(), 1);
        expect(Math.abs(distance(products, nearestPoint(products, start)) - distance(products, nearestPoint(products)))).toBeLessThanOrEqual(1e-9 * scale);
      }),
    );
  });
});
