import type { Entities } from '@touchline/events';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { calibratedCredit, calibrationRefusals, keepResult } from '../src/index.js';
import { DAY_MS, END, noise, START, type UnitArm, World } from './world.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

/** Days of the workspace's zone are over by then. */
const LATER = END + 3 * DAY_MS;
const PRICE_MINOR = 5_000;
type Experiment = Entities['experiment'];

/** Orders of a unit on a day: those nobody credits, those who would have bought anyway and came by a post, and those that a post caused. */
interface Day {
  readonly unseen: number;
  readonly captured: number;
  readonly caused: number;
}

interface Unit {
  readonly unit: string;
  /** Days, counted from the start. */
  readonly days: readonly number[];
  readonly day: (day: number) => Day;
  readonly order: (unit: string) => { country?: string; codes?: readonly string[] };
}

/** Plays what happened and what a model made of it: whoever came by a post is credited to a creator, caused or not. @returns what was truly caused since the start */
async function play(units: readonly Unit[], creatorOf: (unit: string) => string = () => 'mia'): Promise<{ caused_minor: number; credited_minor: number }> {
  const orders: Parameters<World['orders']>[0][number][] = [];
  const lines: Parameters<World['credit']>[0][number][] = [];
  let [caused_minor, credited_minor] = [0, 0];
  for (const { unit, days, day: told, order } of units) {
    for (const day of days) {
      const at = START + day * DAY_MS + 12 * 3_600_000;
      const { unseen, captured, caused } = told(day);
      for (let place = 0; place < unseen + captured + caused; place += 1) {
        const customer_id = `${unit}/${day}/${place}`;
        orders.push({ id: `o-${customer_id}-${at}`, at, amount_minor: PRICE_MINOR, ...order(unit) });
        if (place < unseen) continue;
        lines.push({ model: 'first', customer_id, at, creator_id: creatorOf(unit), weight: 1, amount_minor: PRICE_MINOR });
        lines.push({ model: 'linear', customer_id, at, creator_id: creatorOf(unit), weight: 0.5, amount_minor: PRICE_MINOR / 2 });
      }
      if (day < 1) continue;
      caused_minor += caused * PRICE_MINOR;
      credited_minor += (captured + caused) * PRICE_MINOR;
    }
  }
  await world.orders(orders);
  await world.credit(lines);
  return { caused_minor, credited_minor };
}

async function kept(as_of: number = LATER) {
  return keepResult(world.warehouse, await world.run(as_of));
}

const ofFirst = ({ factors }: Awaited<ReturnType<typeof kept>>) => factors.find(({ model }) => model === 'first');

/** What the credit of the days since the start comes to, calibrated. */
async function calibrated(): Promise<number> {
  const scope = { workspace_id: 'w1', model: 'first', from: '2026-03-02', to: '2026-03-29', zone: 'Europe/Berlin', now_ms: LATER };
  const { creators } = await calibratedCredit(world.warehouse, scope);
  return creators.flatMap(({ parts }) => parts).reduce((sum, { calibrated_minor }) => sum + calibrated_minor, 0);
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => from + place);
const countries = Array.from({ length: 16 }, (_, place) => `M${String(place).padStart(2, '0')}`);
const HALVES: UnitArm[] = countries.map((unit, place) => ({ unit, arm: place % 2 === 0 ? 'control' : 'treated' }));
const GEO: Partial<Experiment> = {
  design: 'geo_holdout',
  assignment: 'lottery',
  unit: 'geo',
  method: 'permutation',
  metric: { kind: 'geo_outcome', name: 'orders' },
};
const treated = (unit: string) => countries.indexOf(unit) % 2 === 1;
/** Markets of different sizes, where three of eight who come by a post would have bought anyway. */
const size = (unit: string) => 6 + (countries.indexOf(unit) % 5);
const holdout = (unit: string, day: number): Day => {
  const on = treated(unit) && day >= 0;
  const unseen = size(unit) + Math.round(2 * noise(unit, day));
  return { unseen: on ? unseen - 3 : unseen, captured: on ? 3 : 0, caused: on ? 2 + (day % 2) : 0 };
};
const inMarkets = (day: (unit: string, day: number) => Day): Unit[] =>
  countries.map((unit) => ({ unit, days: range(-21, 28), day: (each) => day(unit, each), order: () => ({ country: unit }) }));

describe('markets calibrate', () => {
  it('held out by lot: the credit of treated markets on the days that count, and calibrated it is nearer to what was caused than as it was given', async () => {
    await world.draw(HALVES, GEO);
    const { caused_minor, credited_minor } = await play(inMarkets(holdout));
    const found = await kept();
    expect(found.refusals).toEqual([]);
    const factor = ofFirst(found);
    expect(factor).toMatchObject({ grade: 'A', basis: 'orders', caveat: '', attributed: credited_minor / PRICE_MINOR });
    const truth = caused_minor / credited_minor;
    expect(factor?.interval[0]).toBeLessThan(truth);
    expect(factor?.interval[1]).toBeGreaterThan(truth);
    expect(Math.abs((await calibrated()) - caused_minor)).toBeLessThan(Math.abs(credited_minor - caused_minor) / 3);
    // Half of the credit is half of what there is to divide by.
    expect(found.factors.find(({ model }) => model === 'linear')?.factor).toBeCloseTo(2 * (factor?.factor ?? 0), 9);
  });

  it('in money as in orders', async () => {
    await world.draw(HALVES, { ...GEO, metric: { kind: 'geo_outcome', name: 'revenue' } });
    const { credited_minor } = await play(inMarkets(holdout));
    expect(ofFirst(await kept())).toMatchObject({ basis: 'revenue_minor', attributed: credited_minor });
  });

  it('of extra spend: against what that brought in credit, and not against what was there anyway', async () => {
    // Everywhere three are captured and one is caused a day; extra spend captures two more and causes two more.
    const heavy = (unit: string, day: number): Day => {
      const more = treated(unit) && day >= 0 ? 2 : 0;
      return { unseen: size(unit) + Math.round(noise(unit, day)) - more, captured: 3 + more, caused: 1 + more };
    };
    await world.draw(HALVES, { ...GEO, design: 'geo_heavy_up' });
    await play(inMarkets(heavy));
    const factor = ofFirst(await kept());
    expect(factor?.caveat).toBe('extra_spend');
    // Of four more that are credited a day in eight markets, over 27 days of its zone.
    expect(factor?.attributed).toBeCloseTo(4 * 8 * 27, 6);
    expect(Math.abs((factor?.factor ?? 0) - 0.5)).toBeLessThan(0.1);
    expect(factor?.interval[0]).toBeLessThan(0.5);
    expect(factor?.interval[1]).toBeGreaterThan(0.5);
  });

  it('switched on, with grade B, and a figure that they report in money themselves', async () => {
    const on = (unit: string, day: number) => unit === 'M05' && day >= 0;
    await world.draw([{ unit: 'M05', arm: 'treated' }], {
      ...GEO,
      design: 'market_switch_on',
      assignment: 'chosen',
      method: 'synthetic_control',
      // Of sixteen markets no p can be below 1/16.
      alpha: 0.1,
      metric: { kind: 'geo_outcome', name: 'sales' },
    });
    await play(inMarkets((unit, day) => ({ unseen: 0, captured: on(unit, day) ? 6 : 0, caused: on(unit, day) ? 4 : 0 })));
    const level = (unit: string, day: number) => 40 + 3 * countries.indexOf(unit) + 5 * Math.sin(day / 5) + noise(unit, day);
    await world.report(
      countries.flatMap((geo_id) =>
        range(-42, 28).map((day) => ({ geo_id, day, value: PRICE_MINOR * (level(geo_id, day) + (on(geo_id, day) ? 4 : 0)), currency: 'EUR' })),
      ),
    );
    const factor = ofFirst(await kept());
    expect(factor).toMatchObject({ grade: 'B', basis: 'revenue_minor', attributed: 10 * 27 * PRICE_MINOR });
    expect(Math.abs((factor?.factor ?? 0) - 0.4)).toBeLessThan(0.15);
  });
});

describe('what is drawn by lot calibrates', () => {
  const creators = Array.from({ length: 16 }, (_, place) => `c${String(place).padStart(2, '0')}`);
  const briefed = (unit: string) => creators.indexOf(unit) % 2 === 1;

  it('creators: their own credit, at most so much of it, and only where nothing says more', async () => {
    const scope = { link_ids: [], creator_ids: [], campaign_ids: [], geos: [] };
    await world.draw(
      creators.map((unit) => ({ unit, arm: briefed(unit) ? 'treated' : 'control' })),
      { design: 'creator_lottery', assignment: 'lottery', unit: 'creator', method: 'permutation', metric: { kind: 'revenue' }, scope },
    );
    for (const creator_id of creators) await world.entity('code', `code-${creator_id}`, { code: creator_id, creator_id }, START - 20 * DAY_MS);
    // Old posts bring one or two a day, briefed or not; being briefed brings three more.
    const units = creators.map(
      (unit): Unit => ({
        unit,
        days: range(0, 28),
        day: (day) => ({ unseen: 0, captured: 1 + Math.round(Math.abs(noise(unit, day))), caused: briefed(unit) ? 3 : 0 }),
        order: () => ({ codes: [unit] }),
      }),
    );
    await play(units, (unit) => unit);
    const factor = ofFirst(await kept());
    expect(factor).toMatchObject({ basis: 'revenue_minor', caveat: 'tracked_only' });
    const own = units.filter(({ unit }) => briefed(unit)).flatMap(({ day }) => range(1, 28).map((each) => day(each)));
    const credited = own.reduce((sum, { captured, caused }) => sum + captured + caused, 0);
    expect(factor?.attributed).toBe(credited * PRICE_MINOR);
    expect(Math.abs((factor?.factor ?? 0) - (3 * own.length) / credited)).toBeLessThan(0.05);
    const { creators: found } = await calibratedCredit(world.warehouse, {
      workspace_id: 'w1',
      model: 'first',
      from: '2026-03-02',
      to: '2026-03-29',
      zone: 'UTC',
      now_ms: LATER,
    });
    expect(found.map(({ parts, uncalibrated_minor }) => [parts.length, uncalibrated_minor])).toEqual(creators.map(() => [1, 0]));
    // Even one that was measured earlier says more, where it is about the creator as a whole.
    const run_id = '01937b8e-3f00-7000-8000-000000000042';
    const head = { workspace_id: 'w1', experiment_id: 'x2', run_id, grade: 'A' };
    const figures = { incremental: 1, attributed: 1, factor: 0.5, factor_low: 0.4, factor_high: 0.6, measured_at: new Date(START).toISOString() };
    await world.warehouse.insertRows('calibrations', [
      { ...head, ...figures, model: 'first', basis: 'orders', link_ids: [], creator_ids: ['c03'], campaign_ids: [] },
    ]);
    await world.warehouse.insertRows('lift_results', [
      { ...head, as_of: new Date(START).toISOString(), formula_version: 1, withheld: [], result: '', inputs: '' },
    ]);
    const again = await calibratedCredit(world.warehouse, {
      workspace_id: 'w1',
      model: 'first',
      from: '2026-03-02',
      to: '2026-03-29',
      zone: 'UTC',
      now_ms: LATER,
    });
    const byCreator = new Map(again.creators.map(({ creator_id, parts }) => [creator_id, parts.map(({ factor: each }) => each.experiment_id)]));
    expect([byCreator.get('c03'), byCreator.get('c05')]).toEqual([['x2'], ['x1']]);
  });

  it('and what is about a scope as a whole counts first in the SQL view too', async () => {
    await world.credit([{ model: 'first', customer_id: 'any', creator_id: 'c03', weight: 1, amount_minor: PRICE_MINOR }]);
    const now = Date.now();
    for (const [place, caveat] of ['tracked_only', '', 'extra_spend'].entries()) {
      const at = new Date(now - (place + 1) * DAY_MS).toISOString();
      const head = { workspace_id: 'w1', experiment_id: `x${place}`, run_id: `01937b8e-3f00-7000-8000-00000000004${place}`, grade: 'A' };
      const figures = { incremental: 1, attributed: 1, factor: 0.5, factor_low: 0.4, factor_high: 0.6, measured_at: at };
      const covered = { link_ids: [], creator_ids: ['c03'], campaign_ids: [] };
      await world.warehouse.insertRows('calibrations', [{ ...head, ...figures, ...covered, model: 'first', basis: 'orders', caveat }]);
      await world.warehouse.insertRows('lift_results', [{ ...head, as_of: at, formula_version: 1, withheld: [], result: '', inputs: '' }]);
    }
    expect(await world.warehouse.query('SELECT experiment_id FROM calibrated_credit')).toEqual([{ experiment_id: 'x1' }]);
  });

  it('weeks: the credit of the weeks with posts', async () => {
    // 2 March is a Monday: eight whole weeks from then on.
    const weeks = range(10, 18).map((week) => `2026-W${week}`);
    const units = weeks.map((unit, place) => ({ unit, arm: place % 2 === 0 ? 'control' : 'treated' }));
    const planned_end = START + 59 * DAY_MS;
    await world.draw(units, {
      ...{ design: 'week_lottery', assignment: 'lottery', unit: 'week', method: 'permutation', metric: { kind: 'revenue' } },
      planned_end: new Date(planned_end).toISOString(),
    });
    const posts = (day: number) => Math.floor((day - 1) / 7) % 2 === 1;
    const shop: Unit = {
      unit: 'shop',
      days: range(1, 57),
      day: (day) => ({ unseen: posts(day) ? 20 : 30, captured: posts(day) ? 10 : 0, caused: posts(day) ? 15 : 0 }),
      order: () => ({}),
    };
    const { caused_minor, credited_minor } = await play([shop]);
    const factor = ofFirst(await kept(planned_end + DAY_MS));
    expect(factor).toMatchObject({ grade: 'A', caveat: '', attributed: credited_minor });
    expect(factor?.factor).toBeCloseTo(caused_minor / credited_minor, 9);
  });

  it('a stepped wedge: the credit of each market from the step on at which it was switched on', async () => {
    const arms = ['first', 'second', 'last'] as const;
    const names = countries.slice(0, 12);
    await world.draw(
      names.map((unit, place) => ({ unit, arm: arms[place % 3] ?? 'last' })),
      { ...GEO, design: 'stepped_wedge', arms: arms.map((name) => ({ name, weight: 1 })), control_arm: 'last' },
    );
    // 27 whole days in three steps of nine, from 2 March on.
    const on = (unit: string, day: number) => day >= 1 && Math.floor((day - 1) / 9) >= names.indexOf(unit) % 3;
    const units = names.map(
      (unit): Unit => ({
        unit,
        days: range(-14, 28),
        day: (day) => ({ unseen: size(unit) + Math.round(noise(unit, day)), captured: on(unit, day) ? 2 : 0, caused: on(unit, day) ? 3 : 0 }),
        order: () => ({ country: unit }),
      }),
    );
    // Whoever was captured would have bought anyway, as many as elsewhere.
    const shown = units.map((unit): Unit => ({ ...unit, day: (day) => ({ ...unit.day(day), unseen: unit.day(day).unseen - (on(unit.unit, day) ? 2 : 0) }) }));
    const { caused_minor, credited_minor } = await play(shown);
    const factor = ofFirst(await kept());
    expect(factor?.attributed).toBe(credited_minor / PRICE_MINOR);
    expect(factor?.attributed).toBe(5 * 4 * (27 + 18 + 9));
    expect(Math.abs((factor?.factor ?? 0) - caused_minor / credited_minor)).toBeLessThan(0.1);
  });
});

describe('where no factor can be made a reason is told', () => {
  const refused = async (change: Partial<Experiment>, units: readonly UnitArm[] = HALVES): Promise<string[]> => {
    await world.draw(units, { ...GEO, ...change });
    await kept();
    const found = await calibrationRefusals(world.warehouse, { workspace_id: 'w1', model: 'first' });
    for (const { name, words } of found) expect([name, words.length > 20]).toEqual(['Spring', true]);
    return found.map(({ reason }) => reason);
  };

  it('nobody named, a landing page, grade C', async () => {
    expect(await refused({ scope: { link_ids: [], creator_ids: [], campaign_ids: [], geos: [] } })).toEqual(['nobody_named']);
    await world.clear();
    await world.play([{ arm: 'control', units: 5, buyers: 1 }], { design: 'redirect_holdout', assignment: 'hash', unit: 'visitor' });
    expect((await kept()).refusals).toMatchObject([{ model: '', reason: 'landing_page' }]);
  });

  it('a figure that is neither orders nor money', async () => {
    await world.report(countries.flatMap((geo_id) => range(-21, 28).map((day) => ({ geo_id, day, value: 10 + noise(geo_id, day), metric: 'signups' }))));
    expect(await refused({ metric: { kind: 'geo_outcome', name: 'signups' } })).toEqual(['figure_uncredited']);
  });

  it('nothing credited in the markets that were treated, which is none any more once something is', async () => {
    await play(inMarkets((unit, day) => ({ ...holdout(unit, day), captured: 0, caused: 0 })));
    expect(await refused({})).toEqual(['nothing_attributed']);
    const at = START + 5 * DAY_MS + 12 * 3_600_000;
    await world.credit(
      range(0, 4).map((place) => ({ model: 'first', customer_id: `M01/5/${place}`, at, creator_id: 'mia', weight: 1, amount_minor: PRICE_MINOR })),
    );
    expect(ofFirst(await kept())?.attributed).toBe(4);
    expect(await calibrationRefusals(world.warehouse, { workspace_id: 'w1', model: 'first' })).toEqual([]);
  });

  it('extra spend that brought no more credit than chance', async () => {
    await play(inMarkets((unit, day) => ({ unseen: size(unit), captured: 2 + Math.round(noise('seen', unit, day)), caused: 0 })));
    expect(['attributed_uncertain', 'nothing_attributed']).toContain((await refused({ design: 'geo_heavy_up' }))[0]);
  });

  it('a number that a guard withholds', async () => {
    expect(await refused({}, HALVES.slice(0, 2))).toEqual(['withheld']);
  });
});
