import { cohorts } from '@touchline/attribution';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BudgetAnswer, type CohortsAnswer, type FiguresAnswer, LEVELS } from '../src/attribution-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const MARCH = 'from=2026-03-01&to=2026-03-31';
const WEEK_MS = 7 * 86_400_000;
let served: ServedConsole;

/** Customers' orders: who, when (UTC), how much, and the share of the order Ann is credited with. */
const PURCHASES = [
  { customer: 'p1', at: '2026-01-10 12:00:00.000', amount_minor: 4_000, ann: 1 },
  { customer: 'p1', at: '2026-02-10 12:00:00.000', amount_minor: 1_000, ann: 0 },
  { customer: 'p2', at: '2026-01-20 12:00:00.000', amount_minor: 2_000, ann: 0.5 },
  { customer: 'p2', at: '2026-03-20 12:00:00.000', amount_minor: 6_000, ann: 1 },
  { customer: 'p3', at: '2026-03-05 12:00:00.000', amount_minor: 3_000, ann: 0 },
];

function plantCustomers(seed: Seed): void {
  seed.creator('ann').creator('ben', 'tiktok');
  for (const [index, { customer, at, amount_minor, ann }] of PURCHASES.entries()) {
    const order = `P-${index}`;
    const conversion = { id: seed.order(order, at, { amount_minor, new_customer: index !== 1 && index !== 3 }), order, at };
    seed.member(`order:${order}`, customer);
    if (ann > 0) seed.credit('first', conversion, 'ann', { weight: ann, amount_minor: amount_minor * ann });
    if (ann < 1) seed.credit('first', conversion, '', { weight: 1 - ann, amount_minor: amount_minor * (1 - ann) });
  }
  // Somebody who had ordered elsewhere before is nobody's new customer.
  const known = {
    id: seed.order('P-known', '2026-02-03 12:00:00.000', { amount_minor: 9_000, new_customer: false }),
    order: 'P-known',
    at: '2026-02-03 12:00:00.000',
  };
  seed.credit('first', known, '', { weight: 1, amount_minor: 9_000 });
  for (const minute of [1, 2, 3, 4]) seed.click('ann', `2026-03-10 09:0${minute}:00.000`, { visitor: 'v1' });
  seed.cost('ann', '2026-03-01', '2026-03-31', { amount_minor: 3_000 }).cost('ben', '2026-03-01', '2026-03-31', { amount_minor: 1_000 });
}

/** 26 weeks until the end of March in which cost goes up and down; Dee's credit follows it threefold, Eve's at a tenth, Fay costs the same each week. */
function plantWeeks(seed: Seed): void {
  seed.creator('dee').creator('eve').creator('fay').creator('new');
  const first_ms = Date.UTC(2026, 2, 31) - 26 * WEEK_MS + 86_400_000;
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  for (let week = 0; week < 26; week += 1) {
    const from_ms = first_ms + week * WEEK_MS;
    const spent = (creator: string, amount_minor: number) => seed.cost(creator, day(from_ms), day(from_ms + WEEK_MS - 1), { amount_minor });
    const credited = (creator: string, amount_minor: number) => {
      const order = `${creator}-${week}`;
      const at = `${day(from_ms + 2 * 86_400_000)} 12:00:00.000`;
      seed.credit('first', { id: seed.order(order, at, { amount_minor }), order, at }, creator, { weight: 1, amount_minor });
    };
    const cost = 7_000 + 7_000 * (week % 4);
    const chance = (week * 37) % 11;
    spent('dee', cost);
    credited('dee', 3 * cost + 500 * chance);
    spent('eve', cost);
    credited('eve', Math.round(cost / 10) + 100 * chance);
    spent('fay', 7_000);
    credited('fay', 5_000 + 1_000 * chance);
    if (week >= 23) spent('new', cost);
  }
}

beforeAll(async () => {
  served = await serveConsole();
  const customers = new Seed('brand').workspace({ time_zone: 'UTC' });
  plantCustomers(customers);
  await customers.plant(served.warehouse);
  const weekly = new Seed('weekly').workspace({ time_zone: 'UTC' });
  plantWeeks(weekly);
  await weekly.plant(served.warehouse);
  await new Seed('fresh').workspace().plant(served.warehouse);
});

afterAll(() => served?.stop());

describe('money figures', () => {
  const figures = (query = '') => served.get<FiguresAnswer>(`/api/brand/attribution/figures?${MARCH}${query}`);

  it('are made of what a creator was credited with, cost and clicked, worked by hand', async () => {
    const { rows, total } = await figures();
    expect(rows.find((row) => row.scope === 'ann')).toMatchObject({
      name: 'Name of ann',
      ...{ revenue_minor: 6_000, investment_minor: 3_000, conversions: 1, new_customers: 0, clicks: 4 },
      ...{ roi_percent: 100, roas: 2, cpa_minor: null, cvr: 0.25, aov_minor: 6_000 },
    });
    expect(rows.find((row) => row.scope === 'ben')).toMatchObject({ revenue_minor: 0, investment_minor: 1_000, roi_percent: -100, roas: 0, cvr: null });
    expect(total).toMatchObject({ revenue_minor: 6_000, investment_minor: 4_000, roas: 1.5 });
  });

  it('are unknown, and not 0, where they need what nobody reported', async () => {
    const { total } = await figures();
    expect(total).toMatchObject({ ctr: null, emv_minor: null, engagement_rate_by_followers: null, engagement_rate_by_reach: null });
  });

  it('stand beside the workspace’s own last 90 days, and all revenue beside all investment', async () => {
    const { benchmark, mer, mer_benchmark } = await figures();
    expect(benchmark.period).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(benchmark).toMatchObject({ revenue_minor: 11_000, investment_minor: 4_000, conversions: 2.5, roas: 2.75 });
    expect(mer).toBe(9_000 / 4_000);
    expect(mer_benchmark).toBe(25_000 / 4_000);
  });

  it('add up to the same at every level', async () => {
    const totals = await Promise.all(LEVELS.map(async (level) => (await figures(`&level=${level}`)).total));
    for (const total of totals) expect(total).toMatchObject({ revenue_minor: 6_000, investment_minor: 4_000, clicks: 4 });
    const { rows } = await figures('&level=platform');
    expect(rows.find((row) => row.scope === 'tiktok')).toMatchObject({ investment_minor: 1_000 });
  });

  it('of an unknown level are refused naming the parameter', async () => {
    expect(await served.answer(`/api/brand/attribution/figures?${MARCH}&level=galaxy`)).toMatchObject({
      status: 400,
      body: { code: 'TL_INPUT_INVALID', path: 'level' },
    });
  });
});

describe('lifetime value by cohort', () => {
  const asked = (query = '') => served.get<CohortsAnswer>(`/api/brand/attribution/cohorts?${MARCH}${query}`);

  it('is what the pure figure makes of the same orders', async () => {
    const orders = PURCHASES.map(({ customer, at, amount_minor }) => ({ customer, at_ms: Date.parse(`${at.replace(' ', 'T')}Z`), amount_minor }));
    const expected = cohorts(orders, Date.UTC(2026, 2, 31, 23)).map(({ month, customers, ltv_minor }) => ({
      month,
      customers,
      ltv_minor: ltv_minor.map(Math.round),
    }));
    expect((await asked()).cohorts).toEqual(expected);
    expect(expected[0]).toEqual({ month: '2026-01', customers: 2, ltv_minor: [3_000, 3_500, 6_500] });
  });

  it('of a creator counts the customers whose first order it is credited with, by its share', async () => {
    // All of p1 (4,000 + 1,000) and half of p2 (2,000 + 6,000), for one and a half customers.
    expect((await asked('&creator=ann')).cohorts).toEqual([{ month: '2026-01', customers: 1.5, ltv_minor: [3_333, 4_000, 6_000] }]);
  });

  it('tells nothing about who the customers are (I9)', async () => {
    expect(JSON.stringify(await asked())).not.toMatch(/p1|p2|order:/);
  });
});

describe('the budget', () => {
  const budget = () => served.get<BudgetAnswer>(`/api/weekly/attribution/budget?${MARCH}`);

  it('says what a unit more of cost came with, with its interval, and a verdict only where that lies clear of 1', async () => {
    const { creators, weeks } = await budget();
    const rowOf = (id: string) => creators.find((creator) => creator.creator_id === id);
    expect(weeks).toEqual({ from: '2025-10-01', to: '2026-03-31' });
    expect(rowOf('dee')).toMatchObject({ verdict: 'more', weeks: 26 });
    expect(rowOf('dee')?.marginal?.low).toBeLessThan(3.05);
    expect(rowOf('dee')?.marginal?.high).toBeGreaterThan(2.95);
    expect(rowOf('eve')).toMatchObject({ verdict: 'less' });
  });

  it('says nothing where the cost was always the same, or too few weeks are known', async () => {
    const { creators, weeks_least } = await budget();
    expect(creators.find(({ creator_id }) => creator_id === 'fay')).toMatchObject({ verdict: 'open', marginal: null, unknown: 'cost_constant' });
    expect(creators.find(({ creator_id }) => creator_id === 'new')).toMatchObject({ verdict: 'open', marginal: null, unknown: 'too_few', weeks: 2 });
    expect(weeks_least).toBe(8);
  });

  it('is never a ranking: creators stand by name', async () => {
    const names = (await budget()).creators.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
  });

  it('is empty, and no error, where nothing was spent', async () => {
    expect(await served.get<BudgetAnswer>(`/api/fresh/attribution/budget?${MARCH}`)).toMatchObject({ creators: [] });
    expect(await served.get<FiguresAnswer>(`/api/fresh/attribution/figures?${MARCH}`)).toMatchObject({ rows: [], mer: null });
    expect(await served.get<CohortsAnswer>(`/api/fresh/attribution/cohorts?${MARCH}`)).toMatchObject({ cohorts: [] });
  });
});
