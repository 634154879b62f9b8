import { naturalEventId } from '@touchline/events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { customer, DAY_MS, HOUR_MS, START, World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const AT = START + DAY_MS;
const ANN = customer('ann');
const BEN = customer('ben');

describe('what counts for a unit', () => {
  beforeEach(() => world.assign({ id: 'a', at: AT, person: ANN, arm: 'treated' }, { id: 'b', at: AT, person: BEN, arm: 'control' }));

  it('is what it buys from its assignment on until the window closes, by milliseconds', async () => {
    await world.order(
      { id: 'before', at: AT - 1, person: ANN, amount: 1 },
      { id: 'first', at: AT, person: ANN, amount: 10 },
      { id: 'last', at: AT + 7 * DAY_MS - 1, person: ANN, amount: 100 },
      { id: 'after', at: AT + 7 * DAY_MS, person: ANN, amount: 1_000 },
      { id: 'stranger', at: AT, person: customer('eve'), amount: 10_000 },
    );
    const { arms, both_arms } = await world.sums();
    expect(arms).toMatchObject([
      { arm: 'control', n: 1, conversions: 0, y_sum: 0, y_sum_squares: 0 },
      { arm: 'treated', n: 1, conversions: 1, y_sum: 110, y_sum_squares: 12_100 },
    ]);
    expect(both_arms).toBe(0);
  });

  it('has the orders of the pre-period as its covariate', async () => {
    await world.order(
      { id: 'older', at: START - 28 * DAY_MS - 1, person: ANN, amount: 1 },
      { id: 'pre', at: START - 28 * DAY_MS, person: ANN, amount: 20 },
      { id: 'eve', at: START - 1, person: ANN, amount: 3 },
      { id: 'between', at: START, person: ANN, amount: 100 },
      { id: 'in', at: AT + 1, person: ANN, amount: 7 },
    );
    expect((await world.sums()).arms[1]).toMatchObject({ x_sum: 23, x_sum_squares: 529, y_sum: 7, xy_sum: 161 });
    const { pre_period: _, ...without } = { pre_period: undefined };
    expect((await world.sums({ ...without })).arms[1]).toMatchObject({ x_sum: 23 });
  });

  it('is cut at the cap beside being told whole', async () => {
    await world.order({ id: 'big', at: AT, person: ANN, amount: 25_000 }, { id: 'pre', at: START - DAY_MS, person: ANN, amount: 11_000 });
    const [, treated] = (await world.sums()).arms;
    expect(treated).toMatchObject({ y_sum: 25_000, x_sum: 11_000, xy_sum: 275_000_000 });
    expect(treated?.winsorised).toEqual({ y_sum: 10_000, y_sum_squares: 1e8, x_sum: 10_000, x_sum_squares: 1e8, xy_sum: 1e8 });
    expect((await world.sums({ metric: { kind: 'orders' } })).arms[1]).toMatchObject({ y_sum: 1, winsorised: undefined });
  });

  it('is less what was refunded; a converted unit stays converted', async () => {
    await world.order({ id: 'o1', at: AT, person: ANN, amount: 500 });
    await world.refund({ id: 'r1', at: AT + DAY_MS, order: 'o1', delta: -200 }, { id: 'r2', at: AT + 2 * DAY_MS, order: 'o1', delta: -300 });
    expect((await world.sums()).arms[1]).toMatchObject({ conversions: 1, y_sum: 0, y_sum_squares: 0 });
    expect((await world.sums({}, { until: new Date(AT + DAY_MS + 1) })).arms[1]).toMatchObject({ y_sum: 300, immature: 1 });
    expect((await world.sums({ metric: { kind: 'conversion_rate' } })).arms[1]).toMatchObject({ y_sum: 1 });
  });

  it('is converted as the ledger does it: half to even, with each currency’s own digits', async () => {
    const foreign = (id: string, amount: number, currency: string, fx_rate: string) => ({ id, at: AT, person: ANN, amount, more: { currency, fx_rate } });
    await world.order(foreign('usd', 101, 'USD', '0.5'), foreign('jpy', 1_000, 'JPY', '0.0061'), foreign('kwd', 1_234, 'KWD', '3.0'));
    // 50.5 → 50; 1,000 yen → 6.10; 1.234 dinar → 3.702 → 3.70.
    expect((await world.sums({ metric: { kind: 'revenue' } })).arms[1]).toMatchObject({ y_sum: 50 + 610 + 370 });
  });

  it.each([
    ['orders', 3],
    ['conversion_rate', 1],
  ] as const)('by %s is %d', async (kind, y_sum) => {
    await world.order(...[1, 2, 3].map((number) => ({ id: `o${number}`, at: AT + number, person: ANN, amount: 10 })));
    expect((await world.sums({ metric: { kind } })).arms[1]).toMatchObject({ conversions: 1, y_sum, y_sum_squares: y_sum ** 2 });
  });

  it('counts once, however often it was told or stored (I2)', async () => {
    const order = { id: 'o1', at: AT, person: ANN, amount: 10 };
    await world.order(order, order);
    await world.order(order);
    await world.assign({ id: 'a', at: AT, person: ANN, arm: 'treated' });
    await world.refund(...[1, 2].map(() => ({ id: 'r1', at: AT, order: 'o1', delta: -4 })));
    expect((await world.sums()).arms).toMatchObject([{ n: 1 }, { n: 1, y_sum: 6 }]);
  });

  it('is of its workspace and its experiment alone (I6)', async () => {
    await world.assign({ id: 'c', at: AT, person: customer('eve'), arm: 'treated', workspace: 'w2' });
    await world.order({ id: 'o1', at: AT, person: ANN, amount: 10, workspace: 'w2' });
    await world.store('assignment_facts', 'experiment_assigned', [
      { id: 'd', at: AT, person: customer('dan'), payload: { experiment_id: 'x2', arm: 'treated', unit: 'customer', assignment: 'imported' } },
    ]);
    expect((await world.sums()).arms).toMatchObject([{ n: 1 }, { n: 1, y_sum: 0 }]);
  });
});

describe('units', () => {
  it('in both arms are in neither, and are counted', async () => {
    await world.assign(
      { id: 'a1', at: AT, person: ANN, arm: 'treated' },
      { id: 'a2', at: AT, person: ANN, arm: 'control' },
      { id: 'b', at: AT, person: BEN, arm: 'control' },
    );
    await world.order({ id: 'o', at: AT, person: ANN, amount: 10 });
    const report = await world.sums();
    expect(report).toMatchObject({
      both_arms: 1,
      arms: [
        { n: 1, y_sum: 0 },
        { n: 0, y_sum: 0 },
      ],
    });
  });

  it('assigned before the start are in the experiment from the start on', async () => {
    await world.assign({ id: 'a', at: START - 5 * DAY_MS, person: ANN, arm: 'treated' });
    await world.order({ id: 'early', at: START - 1, person: ANN, amount: 10 }, { id: 'late', at: START + 6 * DAY_MS, person: ANN, amount: 100 });
    expect((await world.sums()).arms[1]).toMatchObject({ y_sum: 100, x_sum: 10 });
  });

  it('exposed count from their first exposure on when only they are looked at; by intention to treat all do', async () => {
    await world.assign(
      { id: 'a', at: AT, person: ANN, arm: 'treated' },
      { id: 'b', at: AT, person: BEN, arm: 'treated' },
      { id: 'c', at: AT, person: customer('eve'), arm: 'control' },
    );
    const later = AT + 2 * HOUR_MS;
    await world.expose({ id: 'e2', at: later + 5, person: ANN, arm: 'treated' }, { id: 'e1', at: later, person: ANN, arm: 'treated' });
    await world.expose({ id: 'e3', at: AT - 1, person: customer('eve'), arm: 'control' }, { id: 'e4', at: AT, person: customer('nobody'), arm: 'control' });
    await world.order(
      { id: 'o1', at: AT + HOUR_MS, person: ANN, amount: 1 },
      { id: 'o2', at: later, person: ANN, amount: 10 },
      { id: 'o3', at: later, person: BEN, amount: 100 },
    );
    const all = await world.sums();
    expect(all).toMatchObject({
      unassigned: 1,
      arms: [
        { n: 1, a_sum: 1, exposed_early: 1 },
        { n: 2, y_sum: 111, a_sum: 1, ya_sum: 11, outcomes_early: 1, exposed_early: 0 },
      ],
    });
    expect((await world.sums({}, { population: 'exposed' })).arms).toMatchObject([{ n: 1 }, { n: 1, y_sum: 10 }]);
  });

  it('of a redirect holdout are visitors, and buy through the click their order names', async () => {
    const visitor = (id: string) => ({ visitor_id: id });
    await world.click({ id: 'k1', at: AT, person: visitor('v1'), arm: 'treated' }, { id: 'k1', at: AT, person: visitor('v1'), arm: 'treated' });
    await world.click({ id: 'k2', at: AT + HOUR_MS, person: visitor('v1'), arm: 'treated' }, { id: 'k3', at: AT, person: visitor('v2'), arm: 'control' });
    const click = (id: string) => naturalEventId(['w1', 'click', id]);
    await world.order(
      { id: 'o1', at: AT + 1, person: ANN, amount: 10, more: { click_id: click('k2') } },
      { id: 'o2', at: AT + 2, person: visitor('v1'), amount: 100 },
      { id: 'o3', at: AT + 2, person: visitor('v2'), amount: 7, more: { click_id: click('k1') } },
      { id: 'o4', at: AT + 2, person: BEN, amount: 1_000 },
    );
    const { arms } = await world.sums({ design: 'redirect_holdout', assignment: 'hash', unit: 'visitor' });
    expect(arms).toMatchObject([
      { n: 1, y_sum: 0, a_sum: 1 },
      { n: 1, y_sum: 117, a_sum: 1, ya_sum: 117 },
    ]);
  });

  it('that are no people have no arm sums', async () => {
    await expect(world.sums({ unit: 'geo' })).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'unit' });
    const { started_at: _, ...draft } = { started_at: undefined };
    await expect(world.sums({ ...draft, state: 'draft', started_at: undefined as unknown as string })).rejects.toMatchObject({ path: 'state' });
  });
});
