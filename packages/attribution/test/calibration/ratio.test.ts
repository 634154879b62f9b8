import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioInterval } from '../../src/calibration/ratio.js';
import { calibrationFactor } from '../../src/index.js';

const EVIDENCE = { grade: 'A', withheld: false, measured_at_ms: 0 } as const;

const evidence = fc
  .record({
    estimate: fc.double({ min: -1_000, max: 1_000, noNaN: true }),
    below: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
    above: fc.double({ min: 0.01, max: 1_000, noNaN: true }),
    sum: fc.double({ min: 1, max: 10_000, noNaN: true }),
    share: fc.double({ min: 0, max: 0.95, noNaN: true }),
  })
  .map(({ estimate, below, above, sum, share }) => ({
    estimate,
    interval: [estimate - below, estimate + above] as const,
    sum,
    margin: share * sum,
    below,
    above,
  }));

describe('the interval of what was caused over what was credited', () => {
  // Where (θ₁ − Rθ₂)² = (θ₁ − l₁)² + R²d², found by bisection in 40 digits of Python's decimal, apart from the closed form.
  it.each([
    [
      [300, 100, 500],
      [1_000, 200],
      [0.0990218590425084, 0.525978140957492],
    ],
    [
      [70, 32, 108],
      [200, 28],
      [0.158705273642769, 0.555289014402926],
    ],
    [
      [-40, -100, 30],
      [250, 60],
      [-0.420340384575528, 0.121514672768958],
    ],
    [
      [300, 250, 420],
      [150, 120],
      [1.07652347316747, 10.195691781738],
    ],
  ] as const)('of %j by %j', ([estimate, low, high], [sum, margin], [expected_low, expected_high]) => {
    const found = ratioInterval({ estimate, interval: [low, high] }, { sum, margin });
    expect(found?.[0]).toBeCloseTo(expected_low, 12);
    expect(found?.[1]).toBeCloseTo(expected_high, 12);
  });

  it('divides the bounds where nothing is uncertain about what was credited', () => {
    fc.assert(
      fc.property(evidence, ({ estimate, interval, sum }) => {
        const found = ratioInterval({ estimate, interval }, { sum, margin: 0 });
        expect(found?.[0]).toBeCloseTo(interval[0] / sum, 9);
        expect(found?.[1]).toBeCloseTo(interval[1] / sum, 9);
      }),
    );
  });

  it('ends where the two are as far apart as they can be by chance: Fieller’s equation', () => {
    fc.assert(
      fc.property(evidence, ({ estimate, interval, sum, margin, below, above }) => {
        const [low = Number.NaN, high = Number.NaN] = ratioInterval({ estimate, interval }, { sum, margin }) ?? [];
        const scale = Math.abs(estimate) + below + above;
        expect((estimate - low * sum - Math.hypot(below, low * margin)) / scale).toBeCloseTo(0, 6);
        expect((high * sum - estimate - Math.hypot(above, high * margin)) / scale).toBeCloseTo(0, 6);
        expect(low).toBeLessThanOrEqual(estimate / sum);
        expect(high).toBeGreaterThanOrEqual(estimate / sum);
      }),
    );
  });

  it('is wider the less sure the credit is, and scales with what it is counted in', () => {
    fc.assert(
      fc.property(evidence, fc.double({ min: 0.1, max: 100, noNaN: true }), ({ estimate, interval, sum, margin }, unit) => {
        const width = (given: number) => {
          const [low = 0, high = 0] = ratioInterval({ estimate, interval }, { sum, margin: given }) ?? [];
          return high - low;
        };
        expect(width(margin)).toBeGreaterThanOrEqual(width(margin / 2) * (1 - 1e-9));
        const minor = ratioInterval(
          { estimate: estimate * unit, interval: [interval[0] * unit, interval[1] * unit] },
          { sum: sum * unit, margin: margin * unit },
        );
        const plain = ratioInterval({ estimate, interval }, { sum, margin });
        expect(minor?.[1]).toBeCloseTo(plain?.[1] ?? Number.NaN, 6);
      }),
    );
  });

  it('is none where what is credited may as well be nothing', () => {
    const incremental = { estimate: 300, interval: [100, 500] } as const;
    expect(calibrationFactor({ ...EVIDENCE, incremental, attributed: 10, attributed_margin: 10 })).toBe('attributed_uncertain');
    expect(calibrationFactor({ ...EVIDENCE, incremental, attributed: 10, attributed_margin: 9 })).toMatchObject({ factor: 30 });
  });
});
