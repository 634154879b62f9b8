import { prepareAnalysis } from '@touchline/incrementality';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bayesianView, fixedEffect, type Pair, sequentialEffect } from '../src/people/effects.js';
import { lookInstants } from '../src/people/looks.js';
import { DAY_MS, END, START, World } from './world.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const ARMS = [
  { arm: 'control', units: 1_000, buyers: 50 },
  { arm: 'treated', units: 1_000, buyers: 120 },
];
const RATES = { control: { n: 1_000, conversions: 50 }, treatment: { n: 1_000, conversions: 120 } };

/** Six people: what each bought, in minor units, in how many orders. */
const CONTROL = { y: [0, 0, 1_000, 2_500, 0, 4_000], o: [0, 0, 1, 2, 0, 1] };
const TREATED = { y: [0, 3_000, 1_500, 0, 7_000, 2_000], o: [0, 2, 1, 0, 3, 1] };

function sums(arm: string, { y, o }: typeof CONTROL): Pair['control'] {
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const products = (one: readonly number[], other: readonly number[]) => total(one.map((value, place) => value * (other[place] ?? 0)));
  const before = { x_sum: 0, x_sum_squares: 0, xy_sum: 0, a_sum: 0, ya_sum: 0, immature: 0, exposed_early: 0, outcomes_early: 0 };
  const orders = { o_sum: total(o), o_sum_squares: products(o, o), yo_sum: products(y, o), conversions: o.filter((count) => count > 0).length };
  return { arm, n: y.length, y_sum: total(y), y_sum_squares: products(y, y), ...orders, ...before, winsorised: undefined };
}

const PAIR: Pair = {
  control: sums('control', CONTROL),
  treatment: sums('treated', TREATED),
  metric: 'revenue',
  scale: 'absolute',
  alpha: 0.05,
  per_order: true,
};

describe('revenue per order', () => {
  it('is a ratio by the delta method, and the confidence sequence stands on the same standard error', () => {
    const { effect } = fixedEffect(PAIR);
    expect(effect.estimate).toBeCloseTo(13_500 / 7 - 7_500 / 4, 9);
    // The linearised values R + (y − R·o)/ō, one by one: their variances are what the delta method says.
    const variance = ({ y, o }: typeof CONTROL) => {
      const [ratio, per_unit] = [y.reduce((a, b) => a + b, 0) / o.reduce((a, b) => a + b, 0), o.reduce((a, b) => a + b, 0) / o.length];
      const values = y.map((value, place) => ratio + (value - ratio * (o[place] ?? 0)) / per_unit);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const expected = Math.sqrt(variance(CONTROL) / 6 + variance(TREATED) / 6);
    expect(effect.standard_error).toBeCloseTo(expected, 6);
    const sequence = sequentialEffect(PAIR, 100).effect;
    expect(sequence.estimate).toBeCloseTo(effect.estimate ?? Number.NaN, 6);
    expect(sequence.standard_error).toBeCloseTo(expected, 6);
  });

  it('stands beside revenue per unit, and is what is shown where that was fixed', async () => {
    await world.play(ARMS, { metric: { kind: 'revenue' } });
    const beside = (await world.run()).result.comparisons[0];
    // Every order is one of 50.00: nothing differs per order, though much does per unit.
    expect(beside?.per_order?.estimate).toBeCloseTo(0, 9);
    expect(beside?.sequential?.estimate).toBeCloseTo(350, 9);
    await world.clear();
    await world.play(ARMS, { metric: { kind: 'revenue' }, method: 'ratio' });
    const again = (customer_id: string, amount_minor: number) => ({
      id: `again-${customer_id}`,
      at: START + 2 * DAY_MS,
      person: { customer_id },
      amount_minor,
    });
    await world.orders([again('control-0', 2_500), again('treated-0', 7_400)]);
    const { result } = await world.run();
    expect(result).toMatchObject({ effect_per: 'order', in_money: true });
    expect(result.comparisons[0]).toMatchObject({ per_order: null });
    expect(result.comparisons[0]?.sequential?.estimate).toBeCloseTo(607_400 / 121 - 252_500 / 51, 6);
  });
});

describe('the view in chances', () => {
  it('states its prior, and says what the offline command says', () => {
    const rates = { control: { ...PAIR.control, n: 1_000, conversions: 50 }, treatment: { ...PAIR.treatment, n: 1_000, conversions: 120 } };
    const view = bayesianView({ ...rates, metric: 'conversion_rate', scale: 'absolute', alpha: 0.05, per_order: false });
    const offline = prepareAnalysis({ design: 'bayes_proportion', ...RATES }).run() as unknown as {
      probability_treatment_better: number;
      expected_loss: object;
    };
    expect(view).toMatchObject({
      prior: expect.stringContaining('Beta(1, 1)'),
      probability_better: offline.probability_treatment_better,
      expected_loss: offline.expected_loss,
    });
  });
});

describe('the course of an effect', () => {
  it('has a point for each planned instant and ends with now, each as valid as the last', async () => {
    await world.play(ARMS);
    const { result, inputs } = await world.run(START + 24 * DAY_MS);
    const course = result.comparisons[0]?.over_time ?? [];
    expect(course.map(({ at }) => at.slice(0, 10))).toEqual(['2026-03-08', '2026-03-15', '2026-03-22', '2026-03-25']);
    expect(inputs.looks).toHaveLength(3);
    expect(course.at(-1)).toMatchObject({ estimate: result.comparisons[0]?.sequential?.estimate, interval: result.comparisons[0]?.sequential?.interval });
  });

  it('is planned by what was fixed at the start: at most twelve looks, full weeks unless it is short', () => {
    const until = (days: number) => lookInstants({ started_at: new Date(START).toISOString(), planned_end: new Date(START + days * DAY_MS).toISOString() });
    const days = (count: number) => until(count).map((at) => (at.getTime() - START) / DAY_MS);
    expect(days(28)).toEqual([7, 14, 21]);
    expect(days(5)).toEqual([1, 2, 3, 4]);
    for (let count = 1; count < 800; count += 7) expect(until(count).length).toBeLessThanOrEqual(12);
  });
});

describe('a group-sequential plan', () => {
  const PLAN = { method: 'group_sequential' as const, n_star: undefined as never };

  it('shows nothing before its first look, then the boundary and the repeated interval of each', async () => {
    await world.play(ARMS, PLAN);
    expect((await world.run(START + 6 * DAY_MS)).result.comparisons[0]).toMatchObject({ sequential: null, looks: [], over_time: [] });
    const { result } = await world.run(START + 15 * DAY_MS);
    const [comparison] = result.comparisons;
    const offline = prepareAnalysis({ design: 'group_sequential', spending: 'obrien_fleming', t: [0.25, 0.5], ...RATES }).run();
    expect(comparison?.looks.map(({ share }) => share)).toEqual([0.25, 0.5]);
    expect(comparison?.sequential).toMatchObject({ design: 'group_sequential', interval: offline.interval, p: offline.p });
    expect(comparison?.looks.at(-1)?.crossed).toBe(true);
  });

  it('ends with the look that has all the information that was planned: what comes later is no look', async () => {
    await world.play(ARMS, { method: 'group_sequential', n_star: 2_000 });
    const early = (await world.run(START + 8 * DAY_MS)).result.comparisons[0];
    const [comparison] = (await world.run(END)).result.comparisons;
    expect(comparison?.looks).toHaveLength(1);
    expect(comparison?.looks).toEqual(early?.looks);
    expect(comparison?.fixed).toEqual(early?.sequential);
  });

  it('spends all of α at the planned end, and no more', async () => {
    await world.play(ARMS, PLAN);
    const [comparison] = (await world.run(END)).result.comparisons;
    expect(comparison?.looks.map(({ share }) => share)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(comparison?.looks.at(-1)?.spent).toBeCloseTo(0.05, 9);
    expect(comparison).toMatchObject({ sequential: null, fixed: { design: 'group_sequential' } });
  });
});
