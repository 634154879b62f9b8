import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preparePlan } from '../src/index.js';
import { failed, run } from './support/run.js';

const plan = (spec: Readonly<Record<string, unknown>>) => preparePlan(spec).run() as unknown as Readonly<Record<string, unknown>>;

describe('planning', () => {
  it('units, effect and power answer each other', () => {
    const metrics = fc.constantFrom(
      { metric: 'proportion', baseline: 0.1, effect: 0.03 },
      { metric: 'proportion', baseline: 0.1, effect: 0.3, effect_scale: 'relative' },
      { metric: 'mean', mean: 20, variance: 900, effect: 2 },
      { metric: 'mean', mean: 20, variance: 900, effect: 0.1, effect_scale: 'relative' },
    );
    const ways = fc.constantFrom({}, { test: 't' }, { n_star: 3_000 }, { alternative: 'greater' }, { n_star: 3_000, alternative: 'greater' });
    fc.assert(
      fc.property(metrics, ways, fc.constantFrom(0.6, 0.8, 0.95), (metric, way, power) => {
        const question = { design: 'power', ...metric, ...way };
        const { effect, ...open } = question;
        const n_per_arm = Number(run({ ...question, solve: 'n', power })['n_per_arm']);
        // The formulas leave out the far side, which has some 1e-5 of the power here.
        expect(run({ ...question, solve: 'power', n_per_arm })['power']).toBeCloseTo(power, 4);
        expect(Number(run({ ...open, solve: 'effect', n_per_arm, power })['effect']) / effect).toBeCloseTo(1, 3);
      }),
      { numRuns: 40 },
    );
  });

  it('an effect of nothing is found as often as alpha says', () => {
    expect(run({ design: 'power', solve: 'power', metric: 'mean', mean: 1, variance: 1, effect: 0, n_per_arm: 50, test: 't' })['power']).toBeCloseTo(0.05, 10);
  });

  it('a sequence needs more units than one look', () => {
    const question = { design: 'power', solve: 'n', metric: 'proportion', baseline: 0.2, effect: 0.05 };
    expect(Number(run({ ...question, n_star: 4_000 })['n_per_arm'])).toBeGreaterThan(1.5 * Number(run(question)['n_per_arm']));
  });

  it('takes the metric as one object, too', () => {
    const flat = { design: 'power', solve: 'n', metric: 'proportion', baseline: 0.2, effect: 0.05 };
    const { baseline, ...rest } = flat;
    expect(run({ ...rest, metric: { proportion: { baseline } } })).toEqual(run(flat));
  });

  it('I8 says when no effect can be seen', () => {
    const answer = run({ design: 'power', solve: 'effect', metric: 'mean', mean: 1, variance: 100, effect_scale: 'relative', n_per_arm: 50 });
    expect(answer['effect']).toBeNull();
    expect(failed(answer)).toEqual(['attainable']);
  });

  it('turns units into full weeks and money', () => {
    const answer = plan({
      design: 'power',
      solve: 'n',
      metric: 'proportion',
      baseline: 0.2,
      effect: 0.05,
      units_per_day: 200,
      traffic_share: 0.5,
      cost_per_unit: 0.1,
      cost_per_day: 5,
      cost_fixed: 100,
    });
    expect(answer).toMatchObject({ units_per_arm: 1_031, units_total: 2_062, duration: { days: 21, weeks: 3 }, reliable: true });
    expect(answer['cost']).toBeCloseTo(100 + 206.2 + 105, 9);
  });

  it('shows what each further week lets one see', () => {
    const { curve } = plan({ design: 'power', solve: 'effect', metric: 'proportion', baseline: 0.2, units_per_day: 200, weeks: 4 }) as {
      curve: { weeks: number; effect: number }[];
    };
    expect(curve.map(({ weeks }) => weeks)).toEqual(Array.from({ length: 12 }, (_, place) => place + 1));
    expect(curve.map(({ effect }) => effect)).toEqual(curve.map(({ effect }) => effect).sort((a, b) => b - a));
  });

  it('flags a plan that would take longer than is sensible', () => {
    const answer = plan({ design: 'power', solve: 'n', metric: 'proportion', baseline: 0.02, effect: 0.001, units_per_day: 100 });
    expect(answer).toMatchObject({ reliable: false });
  });
});
