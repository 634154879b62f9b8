import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMinor, refundDeltas, splitMoney } from '../src/index.js';

const amount = fc.oneof(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), fc.integer({ min: -200, max: 200 }));
const weightList = fc
  .array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1_000 })), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0));
const sum = (list: readonly number[]) => list.reduce((total, part) => total + part, 0);

describe('splitting money', () => {
  it('sums to the amount exactly, to the minor unit, up to 1e12 (I4)', () => {
    fc.assert(
      fc.property(amount, weightList, (total, list) => sum(splitMoney(total, list)) === total),
      { numRuns: 500 },
    );
  });

  it('keeps every part within one minor unit of its share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), weightList, (total, list) => {
        const whole = sum(list);
        for (const [index, part] of splitMoney(total, list).entries()) expect(Math.abs(part - (total * (list[index] ?? 0)) / whole)).toBeLessThan(1.000001);
      }),
    );
  });

  it('gives the same whether the weights are whole numbers or the same proportion in fractions', () => {
    const whole = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 20 }).filter((list) => list.some((weight) => weight > 0));
    fc.assert(
      fc.property(amount, whole, (total, list) => {
        const halves = list.map((weight) => weight / 1_024);
        expect(splitMoney(total, list)).toEqual(splitMoney(total, halves));
      }),
    );
  });

  it('splits a negative amount into the negated parts of the positive one', () => {
    fc.assert(
      fc.property(amount, weightList, (total, list) => {
        expect(splitMoney(-total, list).map((part) => 0 - part)).toEqual(splitMoney(total, list));
      }),
    );
  });

  it('is even to the unit for equal weights, the remainder to the earlier touches', () => {
    expect(splitMoney(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitMoney(200, [1 / 3, 1 / 3, 1 / 3])).toEqual([67, 67, 66]);
    expect(splitMoney(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(
      splitMoney(
        1_000_000_000_000,
        Array.from({ length: 7 }, () => 1 / 7),
      ),
    ).toEqual([142857142858, 142857142857, 142857142857, 142857142857, 142857142857, 142857142857, 142857142857]);
  });

  it('does not lose what amount times weight loses in a double', () => {
    expect(splitMoney(999_999_999_999, [9_007_199_254_740_991, 1])).toEqual([999_999_999_999, 0]);
    expect(splitMoney(1_000_000_000_000, [1e-300, 2e-300, 1e-300])).toEqual([250_000_000_000, 500_000_000_000, 250_000_000_000]);
  });

  it('refuses weights it cannot split by', () => {
    for (const list of [[], [0, 0], [-1, 2], [Number.NaN], [Number.POSITIVE_INFINITY]]) expect(() => splitMoney(1, list)).toThrow(RangeError);
    expect(() => splitMoney(0.5, [1])).toThrow(RangeError);
  });
});

describe('converting money', () => {
  it('respects how many digits a currency has: 1,000 JPY at 0.0061 are 6.10 EUR', () => {
    expect(convertMinor(1_000, { rate: '0.0061', from_exponent: 0, to_exponent: 2 })).toBe(610);
  });

  it('respects three digits: 1.234 KWD at 2.9876 are 3.69 EUR', () => {
    expect(convertMinor(1_234, { rate: '2.9876', from_exponent: 3, to_exponent: 2 })).toBe(369);
  });

  it('rounds a half to the even neighbour, and the negative alike', () => {
    const half = (amount_minor: number) => convertMinor(amount_minor, { rate: '0.5', from_exponent: 2, to_exponent: 2 });
    expect([1, 3, 5, -1, -3, -5].map(half)).toEqual([0, 2, 2, 0, -2, -2]);
  });

  it('is exact where a double is not', () => {
    expect(convertMinor(999_999_999_999, { rate: '1.000000000001', from_exponent: 2, to_exponent: 2 })).toBe(1_000_000_000_000);
  });

  it('refuses what is no decimal and what grows past exact numbers', () => {
    expect(() => convertMinor(1, { rate: '1e3', from_exponent: 2, to_exponent: 2 })).toThrow(RangeError);
    expect(() => convertMinor(1_000_000_000_000, { rate: '999999999', from_exponent: 2, to_exponent: 2 })).toThrow(RangeError);
  });
});

/** A positive whole cut into parts at chosen points. */
const cut = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000_000_000 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }))
  .map(([total, cuts]) => {
    const points = [0, ...cuts.map((at) => Math.floor(at * total)).sort((a, b) => a - b), total];
    return { total, parts: points.slice(1).map((point, index) => point - (points[index] ?? 0)) };
  });

describe('refunds', () => {
  const ends = (deltas: readonly number[][], lines: number) => Array.from({ length: lines }, (_, line) => sum(deltas.map((delta) => delta[line] ?? 0)));

  it('end, however many partial ones there are, exactly where one full refund ends: at 0 on every line (I4)', () => {
    fc.assert(
      fc.property(cut, weightList, ({ total, parts }, list) => {
        const split = { amounts_minor: splitMoney(total, list), weights: list };
        const partial = refundDeltas(
          split,
          parts.map((part) => -part),
        );
        const full = refundDeltas(split, [-total]);
        expect(ends(partial, list.length)).toEqual(ends(full, list.length));
        expect(ends(full, list.length).map((taken, line) => taken + (split.amounts_minor[line] ?? 0))).toEqual(list.map(() => 0));
      }),
      { numRuns: 300 },
    );
  });

  it('sum to what was refunded after each of them, and overdraw no line before the whole is refunded (I4)', () => {
    fc.assert(
      fc.property(cut, weightList, ({ total, parts }, list) => {
        const split = { amounts_minor: splitMoney(total, list), weights: list };
        const left = [...split.amounts_minor];
        for (const [index, delta] of refundDeltas(
          split,
          parts.map((part) => -part),
        ).entries()) {
          expect(sum(delta)).toBe(0 - (parts[index] ?? 0));
          for (const [line, taken] of delta.entries()) left[line] = (left[line] ?? 0) + taken;
          expect(left.every((amount_minor) => amount_minor >= 0)).toBe(true);
        }
      }),
    );
  });

  it('beyond the amount are carried below 0 in the same proportion, so that amount plus refunds stays the sum', () => {
    expect(refundDeltas({ amounts_minor: [60, 40], weights: [0.6, 0.4] }, [-100, -50])).toEqual([
      [-60, -40],
      [-30, -20],
    ]);
  });

  it('that are taken back give back what they took', () => {
    expect(ends(refundDeltas({ amounts_minor: [34, 33, 33], weights: [1, 1, 1] }, [-50, 50]), 3)).toEqual([0, 0, 0]);
  });

  it('of an order of 0 follow the weights', () => {
    expect(refundDeltas({ amounts_minor: [0, 0], weights: [0.5, 0.5] }, [-3])).toEqual([[-2, -1]]);
  });
});
