import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agedFactor,
  type CalibrationFactor,
  calibrateCredit,
  calibrateLines,
  calibrationFactor,
  LAPSE_DAYS,
  type LiftEvidence,
  retests,
} from '../../src/index.js';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 5, 1);
const EVIDENCE: LiftEvidence = {
  grade: 'A',
  withheld: false,
  incremental: { estimate: 300, interval: [100, 500] },
  attributed: 1_000,
  measured_at_ms: NOW,
};
const FACTOR: CalibrationFactor = { grade: 'A', factor: 0.3, interval: [0.1, 0.5], measured_at_ms: NOW };
const money = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
/** Scopes that do harm, and scopes that do more than they are credited with, too. */
const factor = fc
  .record({
    factor: fc.double({ min: -2, max: 5, noNaN: true }),
    below: fc.double({ min: 0, max: 3, noNaN: true }),
    above: fc.double({ min: 0, max: 3, noNaN: true }),
  })
  .map(({ factor: f, below, above }) => ({ factor: f, interval: [f - below, f + above] as const }));

describe('a calibration factor', () => {
  it('is what was caused over what was credited, worked by hand', () => {
    expect(calibrationFactor(EVIDENCE)).toEqual(FACTOR);
  });

  it.each([
    ['C', { grade: 'C' }, 'grade'],
    ['D', { grade: 'D' }, 'grade'],
    ['a failed guard', { withheld: true }, 'withheld'],
    ['nothing credited', { attributed: 0 }, 'nothing_attributed'],
    ['more refunded than credited', { attributed: -5 }, 'nothing_attributed'],
    ['no interval', { incremental: { estimate: 300, interval: null } }, 'interval_open'],
    ['an interval without an end', { incremental: { estimate: 300, interval: [100, null] } }, 'interval_open'],
  ] as const)('is never made of %s (I8)', (_, change, reason) => {
    expect(calibrationFactor({ ...EVIDENCE, ...change })).toBe(reason);
  });

  it('is twice as uncertain when it lapses, and its estimate is the same for ever', () => {
    const at = (days: number) => agedFactor(FACTOR, NOW + days * DAY_MS);
    expect(at(0)).toMatchObject({ interval: FACTOR.interval, age_days: 0, lapsed: false });
    const [low, high] = at(LAPSE_DAYS).interval;
    expect([low, high]).toEqual([expect.closeTo(-0.1, 12), expect.closeTo(0.7, 12)]);
    expect([at(LAPSE_DAYS).lapsed, at(LAPSE_DAYS + 0.01).lapsed]).toEqual([false, true]);
    // √(1 + 3 · 60/180) = √2.
    expect(at(60).interval[1]).toBeCloseTo(0.3 + 0.2 * Math.SQRT2, 12);
    expect(at(-5)).toEqual(at(0));
  });

  it('knows less the older it is', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (one, other) => {
        const [young, old] = [Math.min(one, other), Math.max(one, other)].map((days) => agedFactor(FACTOR, NOW + days * DAY_MS));
        expect(old?.interval[0]).toBeLessThanOrEqual(young?.interval[0] ?? Number.NaN);
        expect(old?.interval[1]).toBeGreaterThanOrEqual(young?.interval[1] ?? Number.NaN);
        expect(old?.factor).toBe(young?.factor);
      }),
    );
  });
});

describe('calibrated credit', () => {
  it('stands beside the credit, and the baseline takes the rest, worked by hand', () => {
    expect(calibrateCredit(10_001, FACTOR)).toMatchObject({ credit_minor: 10_001, calibrated_minor: 3_000, baseline_minor: 7_001 });
    expect(calibrateCredit(1_000, { factor: 1.4, interval: [1, 1.8] })).toEqual({
      credit_minor: 1_000,
      calibrated_minor: 1_400,
      baseline_minor: -400,
      interval: [1_000, 1_800],
    });
  });

  it('balances: calibrated and baseline sum to the credit, to the minor unit, whatever the factor (I4)', () => {
    fc.assert(
      fc.property(money, factor, (credit, f) => {
        const { calibrated_minor, baseline_minor, interval } = calibrateCredit(credit, f);
        expect(calibrated_minor + baseline_minor).toBe(credit);
        expect(Number.isInteger(calibrated_minor)).toBe(true);
        expect(interval[0]).toBeLessThanOrEqual(credit * f.factor + 1e-6);
        expect(interval[1]).toBeGreaterThanOrEqual(credit * f.factor - 1e-6);
      }),
    );
  });

  it('of lines is that of their sum: grouping changes nothing, and every line balances (I4)', () => {
    fc.assert(
      fc.property(fc.array(money, { maxLength: 40 }), factor, fc.nat(40), (credits, f, cut) => {
        const lines = calibrateLines(credits, f);
        const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
        const whole = calibrateCredit(sum(credits), f);
        expect(sum(lines.map((line) => line.calibrated_minor))).toBe(whole.calibrated_minor);
        expect(sum(lines.map((line) => line.baseline_minor))).toBe(whole.baseline_minor);
        for (const [place, line] of lines.entries()) expect(line.calibrated_minor + line.baseline_minor).toBe(credits[place]);
        const grouped = calibrateLines([sum(credits.slice(0, cut)), sum(credits.slice(cut))], f);
        expect(sum(grouped.map((line) => line.calibrated_minor))).toBe(whole.calibrated_minor);
      }),
    );
  });

  it('at a factor of 1 is the credit, at 0 all of it is baseline, and a refund takes off what its order brought', () => {
    fc.assert(
      fc.property(money, factor, (credit, f) => {
        expect(calibrateCredit(credit, { factor: 1, interval: [1, 1] })).toMatchObject({ calibrated_minor: credit, baseline_minor: 0 });
        expect(calibrateCredit(credit, { factor: 0, interval: [0, 0] })).toMatchObject({ calibrated_minor: 0, baseline_minor: credit });
        expect(calibrateCredit(-credit, f).calibrated_minor + calibrateCredit(credit, f).calibrated_minor).toBe(0);
      }),
    );
  });
});

describe('what to test again', () => {
  const aged = (days: number, interval: readonly [number, number] = [0.25, 0.35]) => agedFactor({ ...FACTOR, interval }, NOW + days * DAY_MS);

  it('is what was never tested, has lapsed, is wide or grows old; the most money at stake first', () => {
    const found = retests([
      { scope: 'fresh', credit_minor: 90_000, factor: aged(5) },
      { scope: 'new', credit_minor: 10_000, factor: undefined },
      { scope: 'lapsed', credit_minor: 20_000, factor: aged(200) },
      { scope: 'wide', credit_minor: 50_000, factor: aged(0, [-0.1, 0.7]) },
      { scope: 'old', credit_minor: 30_000, factor: aged(130) },
    ]);
    expect(found.map(({ scope, reason }) => [scope, reason])).toEqual([
      ['wide', 'wide'],
      ['lapsed', 'lapsed'],
      ['new', 'never_tested'],
      ['old', 'old'],
    ]);
    expect(found[0]?.at_stake_minor).toBe(40_000);
  });

  it('is nothing where nothing is credited', () => {
    expect(retests([{ scope: 'idle', credit_minor: 0, factor: undefined }])).toEqual([]);
  });
});
