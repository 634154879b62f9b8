import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, alphas, excludes, failed, meanArms, rateArms, run } from './support/run.js';

const DIFFERENCES = ['newcombe', 'wald', 'agresti_caffo', 'miettinen_nurminen'];
const pairOf = <T>(arms: fc.Arbitrary<T>) => fc.record({ control: arms, treatment: arms });
const near = (found: unknown, wanted: number, relative = 1e-9) =>
  expect(Math.abs(Number(found) - wanted)).toBeLessThanOrEqual(relative * Math.max(1, Math.abs(wanted)));

/** p agrees with the interval, but where both lie on the edge itself. */
function agrees(answer: Answer, alpha: number, none: number): void {
  if (answer.p === null || Math.abs(answer.p - alpha) < 1e-9) return;
  expect(excludes(answer, none)).toBe(answer.p < alpha);
}

describe('two arms compared', () => {
  it.each(DIFFERENCES)('swapping the arms flips the sign of a difference and its %s interval', (method) => {
    fc.assert(
      fc.property(pairOf(rateArms), ({ control, treatment }) => {
        const there = run({ design: 'two_proportion', method, control, treatment });
        const back = run({ design: 'two_proportion', method, control: treatment, treatment: control });
        near(back.estimate, -Number(there.estimate));
        near(back.interval?.[0], -Number(there.interval?.[1]));
        near(back.interval?.[1], -Number(there.interval?.[0]));
        near(back.p, Number(there.p));
      }),
    );
  });

  it.each(['koopman', 'katz'])('swapping the arms inverts a ratio and its %s interval', (method) => {
    fc.assert(
      fc.property(pairOf(rateArms), ({ control, treatment }) => {
        const there = run({ design: 'two_proportion', scale: 'ratio', method, control, treatment });
        const back = run({ design: 'two_proportion', scale: 'ratio', method, control: treatment, treatment: control });
        near(back.estimate, 1 / Number(there.estimate));
        near(Number(back.interval?.[0]) * Number(there.interval?.[1]), 1, 1e-7);
      }),
    );
  });

  it('an interval holds its estimate, whatever the method', () => {
    const methods = [
      ...DIFFERENCES.map((method) => ['absolute', method]),
      ['relative', 'fieller'],
      ['relative', 'delta'],
      ['ratio', 'koopman'],
      ['ratio', 'katz'],
    ];
    fc.assert(
      fc.property(pairOf(rateArms), alphas, fc.constantFrom(...methods), (arms, alpha, [scale, method]) => {
        const { estimate, interval } = run({ design: 'two_proportion', scale, method, alpha, ...arms });
        if (interval === null) return;
        // Agresti and Caffo's is centred elsewhere; with few conversions it need not hold the raw difference.
        if (method === 'agresti_caffo') return;
        expect(Number(interval[0])).toBeLessThanOrEqual(Number(estimate) + 1e-12);
        expect(Number(interval[1])).toBeGreaterThanOrEqual(Number(estimate) - 1e-12);
      }),
    );
  });

  it('p is below alpha exactly when the interval of the same method leaves no effect out', () => {
    const alternatives = fc.constantFrom('two_sided', 'greater', 'less');
    fc.assert(
      fc.property(
        pairOf(meanArms),
        alphas,
        alternatives,
        fc.constantFrom(['absolute', 'welch'], ['relative', 'fieller'], ['relative', 'delta']),
        (arms, alpha, alternative, [scale, method]) => agrees(run({ design: 'two_mean', scale, method, alpha, alternative, ...arms }), alpha, 0),
      ),
    );
    fc.assert(
      fc.property(pairOf(rateArms), alphas, alternatives, fc.constantFrom('koopman', 'katz'), (arms, alpha, alternative, method) =>
        agrees(run({ design: 'two_proportion', scale: 'ratio', method, alpha, alternative, ...arms }), alpha, 1),
      ),
    );
    fc.assert(
      fc.property(pairOf(meanArms), alphas, alternatives, fc.integer({ min: 100, max: 100_000 }), (arms, alpha, alternative, n_star) =>
        agrees(run({ design: 'sequential', n_star, alpha, alternative, ...arms }), alpha, 0),
      ),
    );
  });

  it('another unit of money scales the difference and leaves lift and p as they are', () => {
    fc.assert(
      fc.property(pairOf(meanArms), fc.double({ min: 0.01, max: 1_000, noNaN: true }), (arms, factor) => {
        const scaled = Object.fromEntries(
          Object.entries(arms).map(([name, { n, sum, sum_squares }]) => [name, { n, sum: sum * factor, sum_squares: sum_squares * factor ** 2 }]),
        );
        const [before, after] = [run({ design: 'two_mean', ...arms }), run({ design: 'two_mean', ...scaled })];
        near(Number(after.estimate) / factor, Number(before.estimate), 1e-6);
        near(after.p, Number(before.p), 1e-6);
        near(
          run({ design: 'two_mean', scale: 'relative', ...scaled }).estimate,
          Number(run({ design: 'two_mean', scale: 'relative', ...arms }).estimate),
          1e-6,
        );
      }),
    );
  });

  it('a one-sided bound is the two-sided one at twice the alpha, its other end open', () => {
    fc.assert(
      fc.property(pairOf(rateArms), fc.constantFrom(...DIFFERENCES), (arms, method) => {
        const two = run({ design: 'two_proportion', method, alpha: 0.1, ...arms });
        const greater = run({ design: 'two_proportion', method, alpha: 0.05, alternative: 'greater', ...arms });
        near(greater.interval?.[0], Number(two.interval?.[0]));
        expect(greater.interval?.[1]).toBeNull();
        expect(run({ design: 'two_proportion', method, alternative: 'less', ...arms }).interval?.[0]).toBeNull();
      }),
    );
  });

  it('a sequence that holds at every look is wider than the interval for one', () => {
    fc.assert(
      fc.property(pairOf(meanArms), fc.integer({ min: 100, max: 1_000_000 }), (arms, n_star) => {
        const width = ({ interval }: Answer) => Number(interval?.[1]) - Number(interval?.[0]);
        const fixed = run({ design: 'bayes_mean', ...arms });
        expect(width(run({ design: 'sequential', n_star, ...arms }))).toBeGreaterThan(width(fixed));
      }),
    );
  });
});

describe('I8 what cannot be said is not said', () => {
  const few = { control: { n: 50, conversions: 2 }, treatment: { n: 60, conversions: 0 } };

  it('names the guards that too few units and conversions fail', () => {
    const answer = run({ design: 'two_proportion', ...few });
    expect(answer.reliable).toBe(false);
    expect(failed(answer)).toEqual(['minimum_units', 'minimum_conversions']);
    expect(answer.estimate).toBeCloseTo(-0.04, 12);
  });

  it('gives no relative lift over a control that cannot be told from nothing', () => {
    const answer = run({ design: 'two_proportion', scale: 'relative', ...few });
    expect(answer['fieller_g']).toBeGreaterThanOrEqual(1);
    expect([answer.estimate, answer.interval, answer.p]).toEqual([null, null, null]);
    expect(failed(answer)).toContain('baseline_distinguishable');
  });

  it('gives no relative lift over a control without conversions', () => {
    const answer = run({
      design: 'two_proportion',
      scale: 'relative',
      method: 'delta',
      control: { n: 500, conversions: 0 },
      treatment: { n: 500, conversions: 20 },
    });
    expect([answer.estimate, answer.interval]).toEqual([null, null]);
    expect(failed(answer)).toContain('baseline_positive');
  });

  it('leaves the upper end of a ratio over nothing open', () => {
    const answer = run({ design: 'two_proportion', scale: 'ratio', control: { n: 500, conversions: 0 }, treatment: { n: 500, conversions: 20 } });
    expect(answer.estimate).toBeNull();
    expect(answer.interval?.[0]).toBeGreaterThan(1);
    expect(answer.interval?.[1]).toBeNull();
    expect(failed(answer)).toContain('ratio_estimable');
  });

  it('gives neither interval nor p where all units are alike', () => {
    const alike = { n: 200, sum: 400, sum_squares: 800 };
    const answer = run({ design: 'two_mean', control: alike, treatment: alike });
    expect([answer.estimate, answer.interval, answer.p]).toEqual([0, null, null]);
    expect(failed(answer)).toEqual(['variance_positive']);
  });

  it('never answers NaN or an infinity, however odd the arms', () => {
    const odd = fc
      .integer({ min: 1, max: 300 })
      .chain((n) => fc.record({ n: fc.constant(n), conversions: fc.oneof(fc.constant(0), fc.constant(n), fc.integer({ min: 0, max: n })) }));
    const designs = fc.constantFrom(
      ...DIFFERENCES.map((method) => ({ design: 'two_proportion', method })),
      ...['fieller', 'delta'].flatMap((method) => ['two_proportion', 'two_mean'].map((design) => ({ design, scale: 'relative', method }))),
      ...['koopman', 'katz'].map((method) => ({ design: 'two_proportion', scale: 'ratio', method })),
      { design: 'two_mean' },
      { design: 'sequential', n_star: 500 },
      { design: 'bayes_mean', scale: 'relative' },
      { design: 'bayes_proportion' },
    );
    const check = (value: unknown): void => {
      if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) check(each);
    };
    fc.assert(
      fc.property(designs, pairOf(odd), (design, arms) => check(run({ ...design, ...arms }))),
      { numRuns: 200 },
    );
  });
});
