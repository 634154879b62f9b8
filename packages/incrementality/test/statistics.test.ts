import { describe, expect, it } from 'vitest';
import { noncentralUpper } from '../src/power/noncentral-t.js';
import { betaLower, betaQuantile, chiSquareUpper, normalDensity } from '../src/statistics/distributions.js';
import { gridOf, integrate } from '../src/statistics/quadrature.js';
import { bisect, bisectLog, falsePosition } from '../src/statistics/roots.js';
import { pValue, referenceOf } from '../src/statistics/tests.js';
import { textsOf } from '../src/table.js';

const near = (found: number, wanted: number, relative: number) => expect(Math.abs(found / wanted - 1)).toBeLessThanOrEqual(relative);

// Computed with mpmath 1.3 at 40 digits.
describe('distributions keep their digits far out', () => {
  it.each([
    [1, 0.1586552539314571],
    [8, 6.220960574271784e-16],
    [30, 4.90671392714819e-198],
  ])('normal, z %d', (z, tail) => near(referenceOf().upper(z), tail, 1e-12));

  it.each([
    [2.3, 6866.2, 0.01073903435087756],
    [40, 5, 9.205981085886477e-8],
    [6, 1e6, 9.86924906177217e-10],
  ])('t %d with %d degrees of freedom', (t, df, tail) => near(referenceOf(df).upper(t), tail, 1e-10));

  it.each([
    [40, 1, 2.539628589470865e-10],
    [1_000, 1, 1.79583278480073e-219],
    [3.2, 7, 0.8659047417360984],
  ])('chi-square %d with %d degrees of freedom', (x, df, tail) => near(chiSquareUpper(x, df), tail, 1e-11));

  it('beta, and back', () => {
    near(betaLower(0.05, 510, 9_490), 0.3286098229061787, 1e-11);
    near(betaLower(betaQuantile(0.025, 510, 9_490), 510, 9_490), 0.025, 1e-9);
  });

  it('a two-sided p is never above 1', () => expect(pValue(0, 'two_sided')).toBe(1));

  it('noncentral t without an effect is t', () => near(noncentralUpper(2.1, 12, 0), referenceOf(12).upper(2.1), 1e-12));
});

describe('numerics', () => {
  it('integrates a density to one', () => expect(integrate(gridOf(-12, 12, 12), normalDensity)).toBeCloseTo(1, 14));

  it('finds a root by any of its ways', () => {
    const f = (x: number) => x ** 3 - 2;
    for (const find of [bisect, bisectLog, falsePosition]) expect(find(f, 0.5, 3)).toBeCloseTo(2 ** (1 / 3), 11);
  });

  it('ends at the nearer end where there is no root', () => expect(bisect((x) => x + 1, 0, 5)).toBe(0));
});

describe('a table', () => {
  it('refuses a column that was not read', () => {
    expect(() => textsOf({ columns: new Map(), lines: [] }, 'geo', 'columns.unit')).toThrow('no column `geo`');
  });
});
