import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../src/index.js';
import { boundaries } from '../src/sequential/boundaries.js';
import { failed, meanArms, rateArms, run } from './support/run.js';

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : []);
const cupedArm = (n: number, [y, x]: readonly [number, number], xy: number) => ({
  n,
  y_sum: n * y,
  y_sum_squares: n * (y ** 2 + 1),
  x_sum: n * x,
  x_sum_squares: n * (x ** 2 + 1),
  xy_sum: n * (x * y + xy),
});

describe('adjusting for the pre-period', () => {
  it('takes out the share of variance the covariate explains', () => {
    const answer = run({ design: 'cuped', control: cupedArm(1_000, [5, 3], 0.8), treatment: cupedArm(1_000, [5.2, 3], 0.8) });
    expect(answer['theta']).toBeCloseTo(0.8, 2);
    expect(answer['variance_reduction']).toBeCloseTo(0.64, 2);
    expect(answer.estimate).toBeCloseTo(0.2, 10);
  });

  it('changes nothing where the covariate does not vary', () => {
    const flat = { n: 500, y_sum: 1_000, y_sum_squares: 4_000, x_sum: 500, x_sum_squares: 500, xy_sum: 1_000 };
    const answer = run({ design: 'cuped', control: flat, treatment: { ...flat, y_sum: 1_100, y_sum_squares: 4_500, xy_sum: 1_100 } });
    expect([answer['theta'], answer['variance_reduction']]).toEqual([0, 0]);
  });

  it('I8 fails when the arms differed before the experiment began', () => {
    expect(failed(run({ design: 'cuped', control: cupedArm(1_000, [5, 3], 0.5), treatment: cupedArm(1_000, [5, 3.4], 0.5) }))).toEqual(['pre_period']);
  });

  it('takes a product of sums either way round', () => {
    const arm = {
      n: 3,
      m_post: [6, 14],
      d_post: [3, 5],
      m_pre: [6, 14],
      d_pre: [3, 5],
      mpost_dpost: 7,
      mpost_mpre: 13,
      mpost_dpre: 7,
      dpost_dpre: 4,
      mpre_dpre: 7,
    };
    const spec = (key: string) => ({ design: 'cuped', metric: 'ratio', control: { ...arm, [key]: 6 }, treatment: { ...arm, [key]: 6 } });
    expect(run(spec('mpre_dpost'))).toEqual(run(spec('dpost_mpre')));
  });
});

describe('looking early', () => {
  const spending = fc.oneof(
    fc.constantFrom('obrien_fleming' as const, 'pocock' as const),
    fc.record({ family: fc.constant('power' as const), phi: fc.double({ min: 0.5, max: 4, noNaN: true }) }),
  );
  const times = fc
    .uniqueArray(fc.integer({ min: 5, max: 99 }), { maxLength: 5 })
    .map((looks) => [...looks.sort((a, b) => a - b), 100].map((look) => look / 100));

  it('spends exactly alpha by the last look, and never takes any back', () => {
    fc.assert(
      fc.property(spending, times, fc.constantFrom(1 as const, 2 as const), (family, t, sides) => {
        const spent = boundaries({ spending: family, alpha: 0.05, sides, t }).map((look) => look.spent);
        expect(spent.at(-1)).toBeCloseTo(0.05, 12);
        expect(spent).toEqual([...spent].sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('is the fixed test where one looks once', () => {
    const [once] = boundaries({ spending: 'pocock', alpha: 0.05, sides: 2, t: [1] });
    expect(once?.z).toBeCloseTo(1.959963984540054, 10);
    expect(once?.adjusted_alpha).toBeCloseTo(0.05, 12);
  });

  it('gives a repeated p that agrees with the adjusted interval', () => {
    fc.assert(
      fc.property(meanArms, meanArms, (control, treatment) => {
        const answer = run({ design: 'group_sequential', spending: { family: 'power', phi: 2 }, t: [0.3, 0.7], control, treatment });
        const [low, high] = answer.interval ?? [null, null];
        if (answer.p === null || Math.abs(answer.p - 0.05) < 1e-6) return;
        expect(Number(low) > 0 || Number(high) < 0).toBe(answer.p < 0.05);
      }),
      { numRuns: 15 },
    );
  });

  it('I8 flags a look past the planned information', () => {
    const answer = run({ design: 'group_sequential', spending: 'pocock', totals: [500, 1_200], planned_total: 1_000 });
    expect(failed(answer)).toEqual(['information_as_planned']);
  });

  it('needs a boundary wide enough for 28 daily looks', () => {
    const looks = boundaries({ spending: 'obrien_fleming', alpha: 0.05, sides: 2, t: Array.from({ length: 28 }, (_, day) => (day + 1) / 28) });
    expect(looks.map(({ z }) => z ?? Number.POSITIVE_INFINITY)).toEqual(looks.map(({ z }) => z ?? Number.POSITIVE_INFINITY).sort((a, b) => b - a));
    expect(looks.at(-1)?.z).toBeGreaterThan(1.96);
  });
});

describe('Bayesian answers', () => {
  it('the chances of either arm being better add up, and the losses differ by the effect', () => {
    fc.assert(
      fc.property(rateArms, rateArms, (control, treatment) => {
        const [there, back] = [
          run({ design: 'bayes_proportion', control, treatment }),
          run({ design: 'bayes_proportion', control: treatment, treatment: control }),
        ];
        expect(Number(there['probability_treatment_better']) + Number(back['probability_treatment_better'])).toBeCloseTo(1, 9);
        const loss = there['expected_loss'] as { control: number; treatment: number };
        expect(loss.control - loss.treatment).toBeCloseTo(Number(there.estimate), 9);
      }),
      { numRuns: 25 },
    );
  });
});

describe('compliers', () => {
  const arm = (n: number, a: number, ya: number) => ({ n, y_sum: 300, y_sum_squares: 1_100, a_sum: a, ya_sum: ya });

  it('are everyone where everyone followed the assignment', () => {
    const control = { n: 200, y_sum: 100, y_sum_squares: 400, a_sum: 0, ya_sum: 0 };
    const treatment = { n: 220, y_sum: 150, y_sum_squares: 600, a_sum: 220, ya_sum: 150 };
    const sums = ({ n, y_sum, y_sum_squares }: typeof control) => ({ n, sum: y_sum, sum_squares: y_sum_squares });
    const welch = run({ design: 'two_mean', control: sums(control), treatment: sums(treatment) });
    const answer = run({ design: 'cace', control, treatment });
    expect(answer.estimate).toBeCloseTo(Number(welch.estimate), 12);
    expect(answer.standard_error).toBeCloseTo(welch.standard_error, 12);
  });

  it('I8 are refused when assignment hardly moved treatment', () => {
    const answer = run({ design: 'cace', control: arm(200, 90, 140), treatment: arm(200, 95, 150) });
    expect(answer['refused']).toBe(true);
    expect([answer.estimate, answer.interval, answer.p]).toEqual([null, null, null]);
    expect(failed(answer)).toEqual(['first_stage_strong']);
  });
});

describe('many at once', () => {
  it('shrinks every effect towards the mean, and all the way when they differ no more than chance', () => {
    const effects = fc.array(fc.record({ y: fc.double({ min: -5, max: 5, noNaN: true }), v: fc.double({ min: 0.01, max: 4, noNaN: true }) }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(effects, fc.constantFrom('paule_mandel', 'dersimonian_laird'), (drawn, method) => {
        const y = drawn.map((each) => each.y);
        const answer = run({ design: 'pooling', method, y, v: drawn.map((each) => each.v) });
        for (const [place, shrunk] of numbers(answer['shrunk']).entries()) {
          const [raw, mean] = [y[place] ?? 0, Number(answer.estimate)];
          expect(shrunk).toBeGreaterThanOrEqual(Math.min(raw, mean) - 1e-9);
          expect(shrunk).toBeLessThanOrEqual(Math.max(raw, mean) + 1e-9);
          if (answer['ranking_allowed'] === false) expect(shrunk).toBeCloseTo(mean, 9);
        }
      }),
    );
  });

  it('adjusts more for claims than for screening, never below the raw p, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (p) => {
        const adjusted = (method: string, of: number[]) => numbers(run({ design: 'multiple_testing', method, p: of })['adjusted']);
        const [claims, screening] = [adjusted('holm', p), adjusted('benjamini_hochberg', p)];
        for (const [place, raw] of p.entries()) {
          expect(screening[place]).toBeGreaterThanOrEqual(raw - 1e-12);
          expect(claims[place]).toBeGreaterThanOrEqual((screening[place] ?? 0) - 1e-12);
        }
        expect(adjusted('holm', [...p].reverse())).toEqual([...claims].reverse());
      }),
    );
  });

  it('I4 calibrated credit adds up to what there was', () => {
    const credit = fc.dictionary(fc.string({ minLength: 1, maxLength: 5 }), fc.double({ min: 0, max: 1e6, noNaN: true }), { minKeys: 2, maxKeys: 8 });
    fc.assert(
      fc.property(credit, fc.double({ min: 0, max: 3, noNaN: true }), (amounts, factor) => {
        const [first, second] = Object.keys(amounts);
        const before = new Map(Object.entries(amounts));
        const after = calibrate(before, new Map([[first ?? '', factor]]), [second ?? '']);
        const total = (of: Map<string, number>) => [...of.values()].reduce((sum, each) => sum + each, 0);
        expect(Math.abs(total(after) - total(before))).toBeLessThanOrEqual(1e-9 * Math.max(1, total(before)));
      }),
    );
  });

  it('puts what calibration leaves over under the baseline, or shares it between the sinks', () => {
    const spec = { design: 'calibration', credit: { paid: 100, organic: 60, direct: 20 }, factors: { paid: 0.6 } };
    expect(run(spec)['calibrated']).toEqual({ paid: 60, organic: 60, direct: 20, '(baseline)': 40 });
    expect(run({ ...spec, sinks: ['organic', 'direct'] })['calibrated']).toEqual({ paid: 60, organic: 90, direct: 30 });
    expect(failed(run({ ...spec, factors: { paid: 2 }, sinks: ['direct'] }))).toEqual(['sinks_suffice']);
  });
});
