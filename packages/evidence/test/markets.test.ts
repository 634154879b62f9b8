import type { Entities } from '@touchline/events';
import { prepareAnalysis } from '@touchline/incrementality';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyComparison } from '../src/comparison.js';
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

const [PRE_DAYS, POST_DAYS, MARKETS] = [42, 28, 24];
const EFFECT = 40;
const names = Array.from({ length: MARKETS }, (_, place) => `m${String(place).padStart(2, '0')}`);
const arm = (place: number) => (place % 2 === 0 ? 'control' : 'treated');
const HALVES: UnitArm[] = names.map((unit, place) => ({ unit, arm: arm(place) }));
const SALES: Entities['experiment']['metric'] = { kind: 'geo_outcome', name: 'sales' };
/** A day of the workspace's zone ends after midnight UTC. */
const LATER = END + 3 * DAY_MS;

/** Markets that move together, each at a level of its own. */
function sales(unit: string, day: number): number {
  const level = 300 + 40 * names.indexOf(unit);
  return level + 0.1 * level * Math.sin(day / 5) + 6 * noise(unit, day);
}

/** As told from six weeks before the start on, the treated ones with the effect on top since. */
function figures(treated: readonly string[], currency: string = ''): { geo_id: string; day: number; value: number; currency: string }[] {
  return names.flatMap((geo_id) =>
    Array.from({ length: PRE_DAYS + POST_DAYS }, (_, place) => {
      const day = place - PRE_DAYS;
      return { geo_id, day, value: sales(geo_id, day) + (day >= 0 && treated.includes(geo_id) ? EFFECT : 0), currency };
    }),
  );
}

const ofArm = (wanted: string) => names.filter((_, place) => arm(place) === wanted);

describe('markets drawn by lot', () => {
  const GEO: Partial<Entities['experiment']> = { design: 'geo_holdout', assignment: 'lottery', unit: 'geo', method: 'permutation', metric: SALES };

  // The start is at one in the morning of 1 March in the workspace's zone: that day is neither before nor after.
  it('are judged by every draw there could have been, of each market’s change: what the offline command says of the same table (I8)', async () => {
    await world.draw(HALVES, GEO);
    await world.report(figures(ofArm('treated')));
    const { result } = await world.run(LATER);
    const mean = (unit: string, from: number, to: number) => {
      const days = Array.from({ length: to - from }, (_, place) => from + place);
      return days.reduce((sum, day) => sum + sales(unit, day) + (day >= 0 && ofArm('treated').includes(unit) ? EFFECT : 0), 0) / days.length;
    };
    const table = tableOf({
      unit: names,
      assigned: names.map((_, place) => place % 2),
      outcome: names.map((unit) => mean(unit, 1, POST_DAYS) - mean(unit, -PRE_DAYS, 0)),
    });
    const spec = { design: 'permutation', csv: 'x', columns: { unit: 'unit', assigned: 'assigned', outcome: 'outcome' } };
    const offline = prepareAnalysis(spec).run(table);
    const effect = result.comparisons[0]?.fixed;
    expect(result).toMatchObject({ grade: 'A', withheld: [], effect_per: 'market and day', in_money: false });
    expect(effect?.estimate).toBeCloseTo(offline.estimate ?? Number.NaN, 6);
    expect(effect?.p).toBeCloseTo(offline.p ?? Number.NaN, 12);
    expect(Math.abs((effect?.estimate ?? 0) - EFFECT)).toBeLessThan(3);
    expect(effect?.interval?.[0]).toBeLessThan(EFFECT);
    expect(effect?.interval?.[1]).toBeGreaterThan(EFFECT);
    expect(result.comparisons[0]?.lottery).toMatchObject({ kind: 'complete', exact: false });
    expect(result.comparisons[0]?.incremental?.conversions?.estimate).toBeCloseTo((effect?.estimate ?? 0) * 12 * (POST_DAYS - 1), 6);
    expect(result.words.finding).toContain('per market and day');
  });

  it('show nothing before the planned end, not even the course', async () => {
    await world.draw(HALVES, GEO);
    await world.report(figures(ofArm('treated')));
    const { result } = await world.run(START + 14 * DAY_MS);
    expect(result.withheld).toEqual([expect.stringContaining('looked at once')]);
    expect(result.comparisons).toEqual([]);
    expect(result.arms).toMatchObject([
      { arm: 'control', n: 12, mean: null },
      { arm: 'treated', n: 12, mean: null },
    ]);
  });

  it('drawn in pairs are compared within them', async () => {
    await world.draw(
      names.map((unit, place) => ({ unit, arm: arm(place), stratum: `pair-${Math.floor(place / 2)}` })),
      GEO,
    );
    await world.report(figures(ofArm('treated')));
    const { result } = await world.run(LATER);
    expect(result.comparisons[0]?.lottery).toMatchObject({ kind: 'matched_pairs', assignments: 2 ** 12, exact: true });
    expect(result.withheld).toEqual([]);
  });

  it('withhold every number where one of them did not report a day, and name it (I8)', async () => {
    await world.draw(HALVES, GEO);
    await world.report(figures(ofArm('treated')).filter(({ geo_id, day }) => geo_id !== 'm03' || day !== 5));
    const { result } = await world.run(LATER);
    expect(result.withheld).toEqual([expect.stringMatching(/^every_day_told: 1 units lack a day: m03 \(2026-03-06\)/)]);
    expect(result.comparisons).toEqual([emptyComparison('treated', 'control')]);
  });

  it('withhold amounts in another currency than the workspace’s', async () => {
    await world.draw(HALVES, GEO);
    await world.report(figures(ofArm('treated'), 'USD'));
    expect((await world.run(LATER)).result.withheld).toEqual(['one_currency: figures in USD, expected EUR']);
  });

  it('are what was told by the instant: a figure that came later changes nothing for it (I5)', async () => {
    await world.draw(HALVES, GEO);
    await world.report(figures(ofArm('treated'), 'EUR'));
    const before = await world.run(LATER);
    await world.report([{ geo_id: 'm01', day: 60, value: 1e6, received: LATER + DAY_MS, currency: 'EUR' }]);
    expect(JSON.stringify(await world.run(LATER))).toBe(JSON.stringify(before));
    expect(before.result.in_money).toBe(true);
    expect(before.result.comparisons[0]?.incremental?.revenue_minor?.estimate).toBeGreaterThan(0);
  });

  it('count orders by their country where no market reports orders itself', async () => {
    await world.draw(HALVES, { ...GEO, metric: { kind: 'geo_outcome', name: 'orders' } });
    const orders = names
      .slice(0, 6)
      .flatMap((country, place) =>
        Array.from({ length: 50 + (place % 2) * 30 }, (_, count) => ({ id: `${country}-${count}`, at: START + (count % 27) * DAY_MS + 7_200_000, country })),
      );
    await world.orders(orders);
    const { result } = await world.run(LATER);
    expect(result.words.notes.join(' ')).toContain('counted from the countries and regions of orders');
    expect(result.arms[1]?.mean).toBeCloseTo((3 * 80) / 12 / 28, 1);
  });
});

describe('a market that was switched on', () => {
  const SWITCH: Partial<Entities['experiment']> = { design: 'market_switch_on', assignment: 'chosen', unit: 'geo', metric: SALES };

  it('is compared with its synthetic control, grade B, with rank, weights and both series to draw (I8)', async () => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...SWITCH, method: 'synthetic_control' });
    await world.report(figures(['m05']));
    const { result } = await world.run(LATER);
    const [comparison] = result.comparisons;
    expect(result).toMatchObject({ grade: 'B', title: 'Incremental effect, quasi-experimental', withheld: [] });
    expect(Math.abs((comparison?.fixed?.estimate ?? 0) - EFFECT)).toBeLessThan(4);
    expect(comparison?.fixed?.p).toBeCloseTo(1 / MARKETS, 12);
    expect(comparison?.markets).toMatchObject({ focus: 'treated', from: '2026-03-02', placebo_in_space: { rank: 1, of: MARKETS } });
    expect(comparison?.markets?.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 2);
    const [panel] = comparison?.markets?.panels ?? [];
    const gaps = (panel?.points ?? []).map(({ day, actual, expected }) => ({ day, gap: actual - (expected ?? Number.NaN) }));
    expect(Math.max(...gaps.filter(({ day }) => day < '2026-03-01').map(({ gap }) => Math.abs(gap)))).toBeLessThan(EFFECT / 2);
    expect(Math.min(...gaps.filter(({ day }) => day > '2026-03-02').map(({ gap }) => gap))).toBeGreaterThan(EFFECT / 2);
  });

  it.each(['did', 'synthetic_did', 'tbr'] as const)('is found by %s too', async (method) => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...SWITCH, method });
    await world.report(figures(['m05']));
    const { result } = await world.run(LATER);
    // A market of another level swings otherwise than the plain mean of the others: what its placebos refuse is not shown.
    if (result.withheld.length > 0) expect(result.withheld.join(' ')).toMatch(/placebo|autocorrelation|pre_correlation/);
    else expect(Math.abs((result.comparisons[0]?.fixed?.estimate ?? 0) - EFFECT)).toBeLessThan(10);
  });

  it('has nothing before it where nothing was told from before the start, and is not a number either', async () => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...SWITCH, method: 'synthetic_control' });
    await world.report(figures(['m05']).filter(({ day }) => day >= 0));
    expect((await world.run(LATER)).result.withheld).toEqual([expect.stringMatching(/^figures_suffice: treated: 0 days were told from before/)]);
  });

  it('says nothing while it lacks a day itself, which no other market can stand for', async () => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...SWITCH, method: 'synthetic_control' });
    await world.report(figures(['m05']).filter(({ geo_id, day }) => geo_id !== 'm05' || day !== 9));
    expect((await world.run(LATER)).result.withheld.map((reason) => reason.split(':')[0])).toEqual(['every_day_told', 'figures_suffice']);
  });

  it('has no donors where no other market reports, and says so instead of a number', async () => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...SWITCH, method: 'synthetic_control' });
    await world.report(figures(['m05']).filter(({ geo_id }) => geo_id === 'm05'));
    expect((await world.run(LATER)).result.withheld).toEqual([expect.stringMatching(/^figures_suffice: treated: /)]);
  });
});

describe('markets drawn in pairs with their spend', () => {
  it('tell the return on what was spent more, by trimmed match', async () => {
    const units = names.map((unit, place) => ({ unit, arm: arm(place), stratum: `pair-${Math.floor(place / 2)}` }));
    await world.draw(units, { design: 'geo_heavy_up', assignment: 'lottery', unit: 'geo', method: 'trimmed_match', metric: SALES });
    await world.report(figures(ofArm('treated'), 'EUR'));
    // 20 a day for what brings 40.
    const days = Array.from({ length: POST_DAYS }, (_, day) => day);
    const spend = ofArm('treated').flatMap((geo_id, place) =>
      days.map((day) => ({ geo_id, day, value: 20 + (place % 3) - 1, metric: 'spend', currency: 'EUR' })),
    );
    await world.report(spend);
    const { result } = await world.run(LATER);
    const [comparison] = result.comparisons;
    expect(result).toMatchObject({ withheld: [], effect_per: 'unit of spend' });
    expect(Math.abs((comparison?.fixed?.estimate ?? 0) - 2)).toBeLessThan(0.3);
    expect(comparison?.incremental?.iroas?.estimate).toBe(comparison?.fixed?.estimate);
    expect(result.words.finding).toMatch(/\+\d\.\d+ per unit of spend/);
  });
});

describe('a few markets held out', () => {
  it('stand in the focus, and the effect keeps its sign: more with the campaign than without', async () => {
    const held = ['m06', 'm13'];
    const units = names.map((unit) => ({ unit, arm: held.includes(unit) ? 'control' : 'treated' }));
    await world.draw(units, { design: 'geo_holdout', assignment: 'lottery', unit: 'geo', method: 'synthetic_control', metric: SALES });
    await world.report(figures(names.filter((unit) => !held.includes(unit))));
    const { result } = await world.run(LATER);
    expect(result.withheld).toEqual([]);
    expect(result.comparisons[0]?.markets).toMatchObject({ focus: 'control' });
    expect(result.comparisons[0]?.markets?.panels.map(({ name }) => name)).toEqual(['all 2 together', ...held]);
    expect(Math.abs((result.comparisons[0]?.fixed?.estimate ?? 0) - EFFECT)).toBeLessThan(6);
  });
});
