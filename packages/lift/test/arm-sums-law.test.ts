import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { armSums } from '../src/index.js';
import { customer, DAY_MS, EXPERIMENT, START, World } from './world.js';

// Fifteen worlds are stored and summed twice, and a busy machine takes its time.
vi.setConfig({ testTimeout: 400_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const WINDOW_MS = EXPERIMENT.conversion_window_ms;
const CAP = EXPERIMENT.winsorising_cap_minor ?? 0;
const day = (from: number, to: number) => fc.integer({ min: from * 24, max: to * 24 }).map((hours) => START + (hours * DAY_MS) / 24);
const unit = fc.integer({ min: 0, max: 9 }).map((number) => `c${number}`);

const told = fc.record({
  assigned: fc.array(fc.record({ unit, at: day(-3, 20), arm: fc.constantFrom('control', 'treated') }), { maxLength: 14 }),
  exposed: fc.array(fc.record({ unit, at: day(-3, 25) }), { maxLength: 8 }),
  orders: fc.array(fc.record({ unit, at: day(-30, 30), amount: fc.integer({ min: 0, max: 30_000 }), refund: fc.integer({ min: 0, max: 5_000 }) }), {
    maxLength: 30,
  }),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

/** The same, unit by unit, as one would do it by hand. */
function byHand({ assigned, exposed, orders }: Told, population: 'assigned' | 'exposed') {
  const units = new Map<string, { arms: Set<string>; at: number }>();
  for (const { unit: id, at, arm } of assigned) {
    const known = units.get(id) ?? { arms: new Set<string>(), at: Number.POSITIVE_INFINITY };
    units.set(id, { arms: known.arms.add(arm), at: Math.min(known.at, Math.max(at, START)) });
  }
  const first = (id: string) => Math.min(...exposed.filter((each) => each.unit === id).map(({ at }) => at));
  const rows = [...units].flatMap(([id, { arms, at }]) => {
    const exposure = first(id);
    if (arms.size > 1 || (population === 'exposed' && exposure === Number.POSITIVE_INFINITY)) return [];
    const from = population === 'exposed' ? Math.max(exposure, at) : at;
    const own = orders.filter((order) => order.unit === id);
    const inside = own.filter((order) => order.at >= from && order.at < from + WINDOW_MS);
    const before = own.filter((order) => order.at >= START - 28 * DAY_MS && order.at < START);
    const net = (some: typeof own) => some.reduce((sum, { amount, refund }) => sum + amount - refund, 0);
    return [
      {
        arm: [...arms][0] ?? '',
        y: net(inside),
        x: net(before),
        o: inside.length,
        converted: inside.length > 0,
        a: exposure < at + WINDOW_MS,
        early: exposure < at,
      },
    ];
  });
  return ['control', 'treated'].map((arm) => {
    const here = rows.filter((row) => row.arm === arm);
    const sum = (of: (row: (typeof here)[number]) => number) => here.reduce((total, row) => total + of(row), 0);
    const cut = (value: number) => Math.min(value, CAP);
    return {
      ...{ arm, n: here.length, conversions: sum(({ converted }) => Number(converted)) },
      ...{
        y_sum: sum(({ y }) => y),
        y_sum_squares: sum(({ y }) => y * y),
        x_sum: sum(({ x }) => x),
        x_sum_squares: sum(({ x }) => x * x),
        xy_sum: sum(({ x, y }) => x * y),
      },
      ...{ a_sum: sum(({ a }) => Number(a)), ya_sum: sum(({ a, y }) => (a ? y : 0)), exposed_early: sum(({ early }) => Number(early)) },
      ...{ o_sum: sum(({ o }) => o), o_sum_squares: sum(({ o }) => o * o), yo_sum: sum(({ y, o }) => y * o) },
      winsorised: {
        ...{
          y_sum: sum(({ y }) => cut(y)),
          y_sum_squares: sum(({ y }) => cut(y) ** 2),
          x_sum: sum(({ x }) => cut(x)),
          x_sum_squares: sum(({ x }) => cut(x) ** 2),
        },
        xy_sum: sum(({ x, y }) => cut(x) * cut(y)),
      },
    };
  });
}

async function store({ assigned, exposed, orders }: Told): Promise<void> {
  await world.clear();
  // As the collector makes ids: the first of a unit and arm stands, so one instant each.
  const pairs = new Map(assigned.map((each) => [`${each.unit}/${each.arm}`, each]));
  await world.assign(...[...pairs].map(([id, { unit: of, at, arm }]) => ({ id, at, arm, person: customer(of) })));
  await world.expose(...exposed.map(({ unit: of, at }) => ({ id: `${of}/${at}`, at, arm: 'control', person: customer(of) })));
  await world.order(...orders.map(({ unit: of, at, amount }, index) => ({ id: `o${index}`, at, amount, person: customer(of) })));
  await world.refund(...orders.map(({ at, refund }, index) => ({ id: `r${index}`, at, order: `o${index}`, delta: -refund })));
}

describe('the sums of any experiment', () => {
  it.each(['assigned', 'exposed'] as const)('are those made by hand, for the %s, in one piece or in slices (I2)', async (population) => {
    await fc.assert(
      fc.asyncProperty(told, async (raw) => {
        const once = { ...raw, assigned: [...new Map(raw.assigned.map((each) => [`${each.unit}/${each.arm}`, each])).values()] };
        await store(once);
        const request = {
          warehouse: world.warehouse,
          workspace_id: 'w1',
          currency: 'EUR',
          experiment_id: 'x1',
          experiment: EXPERIMENT,
          until: new Date(START + 60 * DAY_MS),
        };
        const whole = await armSums({ ...request, population });
        expect(whole.arms).toMatchObject(byHand(once, population));
        expect(await armSums({ ...request, population, units_at_once_max: 3 })).toEqual(whole);
        expect(await armSums({ ...request, population, units_at_once_max: 6, laid_out_least: 0 })).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });
});
