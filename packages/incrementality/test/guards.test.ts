import { describe, expect, it } from 'vitest';
import {
  aloneOnScope,
  armsApart,
  eValue,
  exposureFirst,
  fullWeeks,
  minimumConversions,
  minimumUnits,
  prePeriodAlike,
  sampleRatio,
  splitAsConfigured,
} from '../src/index.js';

describe('I8 guards', () => {
  it.each([
    ['100 units an arm are enough', minimumUnits({ control: { n: 100 }, treatment: { n: 900 } }), true],
    ['99 are not', minimumUnits({ control: { n: 900 }, treatment: { n: 99 } }), false],
    ['10 conversions an arm are enough', minimumConversions({ control: { conversions: 10 }, treatment: { conversions: 50 } }), true],
    ['9 are not', minimumConversions({ control: { conversions: 50 }, treatment: { conversions: 9 } }), false],
    ['a split by chance passes', splitAsConfigured([5_050, 4_950], [1, 1]), true],
    ['a broken one does not', splitAsConfigured([5_300, 4_700], [1, 1]), false],
    ['1 % in both arms is allowed', armsApart(10_000, 100), true],
    ['more is not', armsApart(10_000, 101), false],
    ['an outcome before its exposure is not', exposureFirst(1), false],
    ['14 days are full weeks', fullWeeks(14), true],
    ['15 are not', fullWeeks(15), false],
    ['another experiment on the scope is not allowed', aloneOnScope(['spring']), false],
    ['arms that were alike before pass', prePeriodAlike({ control: { n: 500, mean: 2, variance: 1 }, treatment: { n: 500, mean: 2.1, variance: 1 } }), true],
    ['arms that were not do not', prePeriodAlike({ control: { n: 500, mean: 2, variance: 1 }, treatment: { n: 500, mean: 2.3, variance: 1 } }), false],
  ])('%s', (_title, { passed, detail }, wanted) => {
    expect(passed).toBe(wanted);
    expect(detail).not.toBe('');
  });

  it('a split far out keeps its p', () => {
    expect(sampleRatio([10_700, 9_300], [1, 1]).p).toBeCloseTo(4.18e-23, 24);
    expect(sampleRatio([6_000, 4_000], [1, 1]).p).toBeGreaterThan(0);
  });

  it('an E-value is the same for a risk ratio and its inverse', () => {
    expect(eValue(0.25)).toBeCloseTo(eValue(4), 12);
    expect(eValue(1)).toBe(1);
  });
});
