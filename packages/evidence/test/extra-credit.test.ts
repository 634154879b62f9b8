import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extraCredit, type UnitCredit } from '../src/calibration/extra-credit.js';

const units = (...sums: readonly number[]): UnitCredit[] => sums.map((sum) => ({ sum, squares: Math.abs(sum) }));
const sums = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 2, maxLength: 8 });

describe('credit on top of what the others foretell', () => {
  it('is the difference in differences over all treated units and days, worked by hand', () => {
    // A day: 10 and 14 after 6 and 8, against 5 and 7 after 4 and 6: 5 a day more, 1 of which the others have too.
    const now = { treated: units(100, 140), control: units(50, 70), days: 10 };
    const before = { treated: units(120, 160), control: units(80, 120), days: 20 };
    const found = extraCredit(now, before);
    expect(found.sum).toBe(2 * 10 * (5 - 1));
    // Changes of 40 and 60, of 10 and 10: n·s² with s² = 200 and 0; the orders themselves vary by more: 240 + 280/4 + 120 + 200/4.
    expect(found.variance).toBe(480);
  });

  it('is nothing where both arms grow alike, whatever their sizes', () => {
    fc.assert(
      fc.property(sums, sums, fc.integer({ min: 0, max: 50 }), (own, others, more) => {
        const grown = (values: readonly number[]) => units(...values.map((value) => value + more));
        const found = extraCredit({ treated: grown(own), control: grown(others), days: 10 }, { treated: units(...own), control: units(...others), days: 10 });
        expect(found.sum).toBeCloseTo(0, 9);
      }),
    );
  });

  it('compares markets as they are where too few days lie before', () => {
    expect(extraCredit({ treated: units(30), control: units(10), days: 10 }, { treated: units(900), control: units(1), days: 3 }).sum).toBe(20);
  });
});
