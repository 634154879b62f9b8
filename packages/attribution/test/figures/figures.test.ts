import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COST_KINDS,
  type Cost,
  cohorts,
  costWithin,
  earnedMediaValue,
  investment,
  marketingEfficiency,
  type Outcome,
  rates,
  sumOutcomes,
} from '../../src/index.js';

const nothing: Outcome = sumOutcomes([]);
const money = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const count = fc.nat(1_000_000);
const outcome: fc.Arbitrary<Outcome> = fc.record({
  revenue_minor: money,
  investment_minor: fc.nat(1_000_000_000),
  conversions: count,
  new_customers: count,
  clicks: count,
  clicks_on_shown: count,
  impressions: count,
  reach: count,
  followers: count,
  engagements: count,
});

describe('rates of what was paid for', () => {
  it('are what their definitions say, worked by hand', () => {
    const post = {
      revenue_minor: 300_000,
      investment_minor: 120_000,
      conversions: 60,
      new_customers: 40,
      clicks: 1_900,
      clicks_on_shown: 1_500,
      impressions: 50_000,
    };
    expect(rates({ ...post, reach: 40_000, followers: 80_000, engagements: 2_000 })).toEqual({
      roi_percent: 150,
      roas: 2.5,
      cpa_minor: 3_000,
      ctr: 0.03,
      cvr: 60 / 1_900,
      aov_minor: 5_000,
      engagement_rate_by_followers: 0.025,
      engagement_rate_by_reach: 0.05,
    });
    expect(earnedMediaValue(50_000, 850)).toBe(42_500);
    expect(marketingEfficiency(900_000, 300_000)).toBe(3);
  });

  it('are null, and neither 0 nor infinite, where there is nothing to divide by', () => {
    expect(new Set(Object.values(rates({ ...nothing, revenue_minor: 5, engagements: 5 })))).toEqual(new Set([null]));
    expect([marketingEfficiency(5, 0), earnedMediaValue(5, undefined)]).toEqual([null, null]);
  });

  it('hold together: ROI is ROAS less 1 in percent, and AOV × CVR × CTR × impressions is the revenue where all posts are measured', () => {
    fc.assert(
      fc.property(outcome, (drawn) => {
        const one = { ...drawn, clicks_on_shown: drawn.clicks };
        const found = rates(one);
        for (const rate of Object.values(found)) expect(rate === null || Number.isFinite(rate)).toBe(true);
        if (found.roas !== null) expect(found.roi_percent).toBeCloseTo((found.roas - 1) * 100, 4);
        if (found.aov_minor !== null && found.cvr !== null && found.ctr !== null && one.clicks > 0) {
          const revenue_minor = found.aov_minor * found.cvr * found.ctr * one.impressions;
          expect(Math.abs(revenue_minor - one.revenue_minor)).toBeLessThanOrEqual(1e-9 * Math.abs(one.revenue_minor));
        }
      }),
    );
  });

  it('of a sum lie between those of its parts', () => {
    fc.assert(
      fc.property(outcome, outcome, (one, other) => {
        const [both, parts] = [rates(sumOutcomes([one, other])).ctr, [rates(one).ctr, rates(other).ctr]];
        const known = parts.filter((part) => part !== null);
        if (both === null || known.length < 2) return;
        expect(both).toBeGreaterThanOrEqual(Math.min(...known) - 1e-9);
        expect(both).toBeLessThanOrEqual(Math.max(...known) + 1e-9);
      }),
    );
  });
});

const cost: fc.Arbitrary<Cost> = fc
  .record({
    kind: fc.constantFrom(...COST_KINDS),
    amount_minor: money,
    first_day: fc.integer({ min: 18_000, max: 21_000 }),
    days: fc.integer({ min: 1, max: 800 }),
  })
  .map(({ kind, amount_minor, first_day, days }) => ({ kind, amount_minor, first_day, last_day: first_day + days - 1 }));

describe('an investment spread over its days', () => {
  it('gives each day its part, the first ones a minor unit more where it does not divide', () => {
    const fee: Cost = { kind: 'fee', amount_minor: 1_000, first_day: 10, last_day: 12 };
    expect([9, 10, 11, 12, 13].map((day) => costWithin(fee, { first_day: day, last_day: day }))).toEqual([0, 334, 333, 333, 0]);
    expect(investment([fee, { ...fee, kind: 'boost', amount_minor: -1 }], { first_day: 0, last_day: 10 })).toEqual({
      total_minor: 333,
      by_kind: { fee: 334, product: 0, shipping: 0, commission: 0, agency: 0, boost: -1 },
    });
  });

  it('loses and doubles nothing, however its days are cut into periods (I4)', () => {
    fc.assert(
      fc.property(cost, fc.array(fc.nat(1_000), { maxLength: 5 }), (one, cuts) => {
        const ends = [...cuts.map((cut) => one.first_day + cut).sort((a, b) => a - b), one.last_day + 1_500];
        const periods = ends.map((last_day, index) => ({ first_day: index === 0 ? one.first_day - 9 : (ends[index - 1] ?? 0) + 1, last_day }));
        expect(periods.reduce((sum, period) => sum + costWithin(one, period), 0)).toBe(one.amount_minor);
      }),
    );
  });

  it('refuses a cost that ends before it begins, or would last for ever', () => {
    for (const last_day of [9, 10 + 36_525]) {
      expect(() => costWithin({ kind: 'fee', amount_minor: 1, first_day: 10, last_day }, { first_day: 0, last_day: 9 })).toThrow(RangeError);
    }
  });
});

describe('lifetime value by cohort', () => {
  const on = (day: string) => Date.parse(`${day}T12:00:00Z`);

  it('adds up what the customers of a month bought since, over all of them', () => {
    const orders = [
      { customer: 'a', at_ms: on('2026-01-31'), amount_minor: 1_000 },
      { customer: 'a', at_ms: on('2026-03-01'), amount_minor: 500 },
      { customer: 'b', at_ms: on('2026-01-02'), amount_minor: 3_000 },
      { customer: 'c', at_ms: on('2026-03-09'), amount_minor: 700 },
      { customer: 'd', at_ms: on('2026-04-02'), amount_minor: 999 },
    ];
    expect(cohorts(orders, on('2026-03-31'))).toEqual([
      { month: '2026-01', customers: 2, ltv_minor: [2_000, 2_000, 2_250] },
      { month: '2026-03', customers: 1, ltv_minor: [700] },
    ]);
  });

  it('holds every customer once and every minor unit, whatever the order of rows', () => {
    const order = fc.record({
      customer: fc.constantFrom('a', 'b', 'c', 'd'),
      at_ms: fc.integer({ min: on('2024-01-01'), max: on('2026-01-01') }),
      amount_minor: fc.nat(100_000),
    });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
        const found = cohorts(orders, on('2026-01-01'));
        expect(found.reduce((sum, { customers }) => sum + customers, 0)).toBe(new Set(orders.map(({ customer }) => customer)).size);
        const revenue = found.reduce((sum, { customers, ltv_minor }) => sum + customers * (ltv_minor.at(-1) ?? 0), 0);
        expect(revenue).toBeCloseTo(
          orders.reduce((sum, { amount_minor }) => sum + amount_minor, 0),
          5,
        );
        expect(cohorts(orders.toReversed(), on('2026-01-01'))).toEqual(found);
      }),
    );
  });
});
