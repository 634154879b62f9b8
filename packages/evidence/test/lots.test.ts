import type { Entities } from '@touchline/events';
import { prepareAnalysis } from '@touchline/incrementality';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { tableOf } from '../src/table.js';
import { DAY_MS, END, noise, START, type UnitArm, World } from './world.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const LATER = END + 3 * DAY_MS;
const HOUR_MS = 3_600_000;

function permutation(units: readonly UnitArm[], outcomes: ReadonlyMap<string, number>) {
  const table = tableOf({
    unit: units.map(({ unit }) => unit),
    assigned: units.map(({ arm }) => (arm === 'treated' ? 1 : 0)),
    outcome: units.map(({ unit }) => outcomes.get(unit) ?? 0),
  });
  return prepareAnalysis({ design: 'permutation', csv: 'x', columns: { unit: 'unit', assigned: 'assigned', outcome: 'outcome' } }).run(table);
}

describe('creators drawn by lot', () => {
  const CREATORS = Array.from({ length: 16 }, (_, place) => `c${String(place).padStart(2, '0')}`);
  const units: UnitArm[] = CREATORS.map((unit, place) => ({ unit, arm: place % 2 === 0 ? 'control' : 'treated' }));
  const DESIGN: Partial<Entities['experiment']> = {
    design: 'creator_lottery',
    assignment: 'lottery',
    unit: 'creator',
    method: 'permutation',
    metric: { kind: 'orders' },
  };
  const scope = { link_ids: [], creator_ids: CREATORS, campaign_ids: [], geos: [] };
  /** More of those who were briefed, and of those who always sold more. */
  const sold = (unit: string, place: number) => 6 + place + Math.round(3 * noise(unit)) + (place % 2 === 1 ? 9 : 0);

  async function play(): Promise<Map<string, number>> {
    await world.draw(units, { ...DESIGN, scope });
    const outcomes = new Map(CREATORS.map((unit, place) => [unit, sold(unit, place)]));
    for (const [place, creator_id] of CREATORS.entries()) {
      await world.entity('code', `code-${creator_id}`, { code: `Buy ${creator_id}`, creator_id }, START - 20 * DAY_MS);
      const orders = (count: number, from: number) =>
        Array.from({ length: count }, (_, order) => ({
          id: `${creator_id}/${from}/${order}`,
          at: from + (order % 20) * DAY_MS + 30 * HOUR_MS,
          codes: [` BUY ${creator_id} `],
        }));
      await world.orders([...orders(outcomes.get(creator_id) ?? 0, START), ...orders(2 + place, START - 25 * DAY_MS)]);
    }
    return outcomes;
  }

  it('are judged by the orders their links and codes brought, against every draw there could have been (I8)', async () => {
    const outcomes = await play();
    const offline = permutation(units, outcomes);
    const { result } = await world.run(LATER);
    expect(result).toMatchObject({ grade: 'A', withheld: [], effect_per: 'creator' });
    expect(result.comparisons[0]?.fixed).toMatchObject({ estimate: offline.estimate, p: offline.p, interval: offline.interval });
    expect(result.comparisons[0]?.lottery).toMatchObject({ kind: 'complete', exact: true, assignments: 12_870 });
    expect(result.comparisons[0]?.lottery?.units.find(({ unit }) => unit === 'c03')?.outcome).toBe(outcomes.get('c03'));
    expect(result.comparisons[0]?.incremental?.conversions?.estimate).toBeCloseTo(8 * (offline.estimate ?? 0), 9);
  });

  it('are told more sharply of by what they sold before', async () => {
    await play();
    const [comparison] = (await world.run(LATER)).result.comparisons;
    const width = (interval: readonly [number | null, number | null] | null | undefined) => (interval?.[1] ?? Number.NaN) - (interval?.[0] ?? Number.NaN);
    expect(width(comparison?.adjusted?.interval)).toBeLessThan(width(comparison?.fixed?.interval) / 2);
    expect(Math.abs((comparison?.adjusted?.estimate ?? 0) - 9)).toBeLessThan(3);
  });

  it('say nothing where so few were drawn that no p could be small enough', async () => {
    await world.draw(units.slice(0, 4), { ...DESIGN, scope });
    expect((await world.run(LATER)).result.withheld).toEqual([expect.stringMatching(/^assignments: treated: no p can be below 0.167/)]);
  });
});

describe('weeks drawn by lot', () => {
  it('are judged by all orders of their seven days; a week that is not over does not count', async () => {
    const planned_end = new Date(START + 31 * DAY_MS).toISOString();
    // Mondays from 2 March 2026 on: W10 to W13 lie before the planned end, W14 does not.
    const weeks = ['2026-W10', '2026-W11', '2026-W12', '2026-W13', '2026-W14'];
    const units: UnitArm[] = weeks.map((unit, place) => ({ unit, arm: place % 2 === 0 ? 'control' : 'treated' }));
    await world.draw(units, {
      design: 'week_lottery',
      assignment: 'lottery',
      unit: 'week',
      method: 'permutation',
      metric: { kind: 'revenue' },
      alpha: 0.5,
      planned_end,
    });
    const counts = [10, 30, 12, 28, 99];
    const orders = counts.flatMap((count, week) =>
      Array.from({ length: count }, (_, order) => ({
        id: `${week}-${order}`,
        at: START + (1 + 7 * week + (order % 7)) * DAY_MS + 12 * HOUR_MS,
        amount_minor: 1_000,
      })),
    );
    await world.orders(orders);
    const { result } = await world.run(LATER);
    expect(result).toMatchObject({ withheld: [], effect_per: 'week', in_money: true });
    expect(result.arms).toMatchObject([
      { arm: 'control', n: 2, mean: 11_000 },
      { arm: 'treated', n: 2, mean: 29_000 },
    ]);
    expect(result.comparisons[0]?.fixed).toMatchObject({ estimate: 18_000, p: 1 / 3 });
    expect(result.comparisons[0]?.incremental?.revenue_minor?.estimate).toBeCloseTo(36_000, 6);
  });
});

describe('a stepped wedge', () => {
  it('finds what starting brings, from those who are on against those who are not yet, step by step', async () => {
    const names = Array.from({ length: 12 }, (_, place) => `m${String(place).padStart(2, '0')}`);
    const arms = ['first', 'second', 'last'] as const;
    const units: UnitArm[] = names.map((unit, place) => ({ unit, arm: arms[place % 3] ?? 'last' }));
    await world.draw(units, {
      ...{ design: 'stepped_wedge', assignment: 'lottery', unit: 'geo', method: 'permutation', metric: { kind: 'geo_outcome', name: 'sales' } },
      arms: arms.map((name) => ({ name, weight: 1 })),
      control_arm: 'last',
    });
    // 27 whole days in three steps of nine, from 2 March on; what happens to all at a step is no effect.
    const step = (day: number) => Math.floor((day - 1) / 9);
    const figures = names.flatMap((geo_id, place) =>
      Array.from({ length: 56 }, (_, index) => {
        const day = index - 28;
        const on = day >= 1 && step(day) >= place % 3;
        return { geo_id, day, value: 100 + 10 * place + (day >= 1 ? 25 * step(day) : 0) + 3 * noise(geo_id, day) + (on ? 15 : 0) };
      }),
    );
    await world.report(figures);
    const { result } = await world.run(LATER);
    const [comparison] = result.comparisons;
    expect(result).toMatchObject({ grade: 'A', withheld: [] });
    expect(comparison?.lottery).toMatchObject({ kind: 'stepped_wedge', assignments: 34_650, exact: true });
    expect(Math.abs((comparison?.fixed?.estimate ?? 0) - 15)).toBeLessThan(2);
    expect(comparison?.fixed?.p).toBeLessThan(0.001);
    const on = comparison?.lottery?.steps.map(({ arms }) => arms.map((arm) => `${arm.arm}${arm.on ? ' on' : ''}`).join(', '));
    expect(on).toEqual(['first on, second, last', 'first on, second on, last', 'first on, second on, last on']);
    expect(comparison?.lottery?.steps.map(({ from, to }) => [from, to])).toEqual([
      ['2026-03-02', '2026-03-10'],
      ['2026-03-11', '2026-03-19'],
      ['2026-03-20', '2026-03-28'],
    ]);
    const [started] = comparison?.lottery?.steps ?? [];
    const gained = (arm: string) => started?.arms.find((each) => each.arm === arm)?.mean ?? Number.NaN;
    expect(gained('first') - (gained('second') + gained('last')) / 2).toBeCloseTo(15, -1);
    expect(result.words.finding).toContain('markets that were on did better than those that were not yet');
    // Of three arms of four markets, 9 days a step: (3 + 2 + 1) steps on.
    expect(comparison?.incremental?.conversions?.estimate).toBeCloseTo((comparison?.fixed?.estimate ?? 0) * 4 * 6 * 9, 6);
  });
});
