import { preparePlan } from '@touchline/incrementality';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { planLottery, planMarkets, planPeople } from '../src/index.js';
import { DAY_MS, noise, START, World } from './world.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const asked = () => ({ warehouse: world.warehouse, workspace_id: 'w1', as_of: new Date(START) });

describe('a plan on markets', () => {
  const names = Array.from({ length: 8 }, (_, place) => `m${place}`);
  const past = names.flatMap((geo_id, place) =>
    Array.from({ length: 80 }, (_, index) => ({ geo_id, day: index - 90, value: 200 + 30 * place + 20 * Math.sin(index / 4) + 4 * noise(geo_id, index) })),
  );

  it('is played on the workspace’s own past: which markets, how long, the least effect that is seen', async () => {
    await world.report([...past, { geo_id: 'late', day: -12, value: 5 }]);
    const { plan, history } = await planMarkets({ ...asked(), metric: 'sales', spec: { durations: [14], sizes: [1], method: 'tbr' } });
    const options = (plan as unknown as { options: { markets: string[]; duration: number; minimum_detectable_effect: number }[] }).options;
    // A market that reported one day cannot be played over.
    expect(history).toEqual({ markets: 8, days: 80 });
    expect(options[0]?.duration).toBe(14);
    expect(options.flatMap(({ markets }) => markets)).not.toContain('late');
    expect(options[0]?.minimum_detectable_effect).toBeGreaterThan(0);
    expect(options[0]?.minimum_detectable_effect).toBeLessThan(0.2);
  });

  it('says that the past is too short rather than guess', async () => {
    await world.report(past.filter(({ day }) => day > -25));
    await expect(planMarkets({ ...asked(), metric: 'sales', spec: { durations: [14] } })).rejects.toMatchObject({
      code: 'TL_FIELD_VALUE',
      path: 'durations.0',
    });
  });
});

describe('a plan on people who click', () => {
  it('takes how many came and what they bought: what the offline command says of the same baseline', async () => {
    const clicks = Array.from({ length: 560 }, (_, place) => {
      const at = START - (8 + (place % 50)) * DAY_MS;
      return { id: `c${place}`, at, person: { visitor_id: `v${place}` }, payload: { link_id: 'l1', slug: 'l1', class: 'human' } };
    });
    await world.store('click_facts', 'click', clicks);
    await world.orders(clicks.slice(0, 56).map(({ at }, place) => ({ id: `o${place}`, at: at + DAY_MS, person: { visitor_id: `v${place}` } })));
    const spec = { solve: 'n', effect: 0.2, effect_scale: 'relative' };
    const request = { ...asked(), metric: 'conversion_rate' as const, link_ids: [], conversion_window_ms: 7 * DAY_MS, spec };
    const { plan, history } = await planPeople(request);
    expect(history).toEqual({ clickers: 560, days: 56, units_per_day: 10, baseline: 0.1 });
    expect(plan).toEqual(preparePlan({ design: 'power', metric: 'proportion', baseline: 0.1, units_per_day: 10, ...spec }).run());
    await expect(planPeople({ ...request, link_ids: ['other'] })).rejects.toMatchObject({ code: 'TL_FIELD_VALUE' });
  });
});

describe('a plan on creators and weeks', () => {
  const names = Array.from({ length: 12 }, (_, place) => `c${String(place).padStart(2, '0')}`);
  const DAYS = 70;

  /** Each creator's code brings orders, some more than others. */
  async function play(days: number = DAYS): Promise<number> {
    for (const creator_id of names) await world.entity('code', `code-${creator_id}`, { code: creator_id, creator_id }, START - 100 * DAY_MS);
    const orders = names.flatMap((creator, place) =>
      Array.from({ length: days }, (_, day) => day).flatMap((day) => {
        const count = 2 + (place % 3) + Math.round(noise(creator, day));
        return Array.from({ length: count }, (_each, order) => ({
          id: `${creator}/${day}/${order}`,
          at: START - (days - day) * DAY_MS + 12 * 3_600_000,
          codes: [creator],
        }));
      }),
    );
    await world.orders(orders);
    return orders.length;
  }

  const lottery = (of: 'creators' | 'weeks' | 'creator_steps', durations: readonly number[], change: object = {}) =>
    planLottery({ ...asked(), of, metric: 'orders', creator_ids: [], durations, effect: 0.2, spec: {}, ...change });
  interface Option {
    readonly units: number;
    readonly duration: number;
    readonly minimum_detectable_effect: number;
    readonly incremental: number;
  }
  const optionsOf = ({ plan }: Awaited<ReturnType<typeof lottery>>) => (plan as unknown as { options: Option[] }).options;

  it('is drawn on the orders their links and codes brought before', async () => {
    const total = await play();
    const planned = await lottery('creators', [28], { spec: { sizes: [12, 8], cost_per_unit_time: 100 } });
    expect(planned.history).toEqual({ units: 12, days: DAYS });
    const [best] = optionsOf(planned);
    expect(best).toMatchObject({ units: 12, treated: 6, duration: 28, cost: expect.any(Number) });
    expect(best?.minimum_detectable_effect).toBeGreaterThan(0);
    expect(best?.minimum_detectable_effect).toBeLessThan(1.5);
    // The least effect of six of twelve creators over 28 of 70 days.
    const treated = (total * 28) / DAYS / 2;
    expect((best?.incremental ?? 0) / (treated * (best?.minimum_detectable_effect ?? 0))).toBeCloseTo(1, 1);
    await expect(lottery('creators', [28], { units_max: 11 })).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'scope' });
    const few = await lottery('creators', [28], { creator_ids: names.slice(0, 6), units_max: 11 });
    expect([few.history['units'], few.plan.reliable]).toEqual([6, false]);
  });

  it('of weeks counts all orders of whole weeks from Monday on', async () => {
    await play();
    const planned = await lottery('weeks', [6, 8]);
    // 70 days before 1 March 2026, a Sunday, are nine whole weeks and the days beside them.
    expect(planned.history).toEqual({ weeks: 9 });
    expect(optionsOf(planned).map(({ duration }) => duration)).toEqual([8, 6]);
    expect(optionsOf(planned)[0]?.minimum_detectable_effect).toBeLessThan(0.2);
  });

  it('of steps switches creators on one group after the other', async () => {
    await play();
    const [option] = optionsOf(await lottery('creator_steps', [21], { spec: { steps: 3 } }));
    expect(option).toMatchObject({ units: 12, treated: 12, duration: 21 });
    expect(option?.minimum_detectable_effect).toBeLessThan(0.5);
  });

  it('is the closed form’s where the past is shorter than the test, or figures are given instead of one', async () => {
    await play(20);
    const { plan, history } = await lottery('creators', [28]);
    expect(history).toEqual({ units: 12, days: 20 });
    expect(plan).toMatchObject({ design: 'power', effect: 0.2 });
    const given = await lottery('weeks', [8], { spec: { mean: 100, variance: 400 } });
    const told = {
      design: 'power',
      metric: 'mean',
      mean: 100,
      variance: 400,
      solve: 'n',
      effect: 0.2,
      effect_scale: 'relative',
      test: 't',
      power: 0.8,
      alpha: 0.05,
    };
    expect(given).toEqual({ plan: preparePlan(told).run(), history: {} });
  });

  it('says that there is nothing to plan from', async () => {
    await expect(lottery('creators', [28])).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'metric' });
    await expect(lottery('weeks', [8])).rejects.toMatchObject({ code: 'TL_FIELD_VALUE', path: 'metric' });
  });
});
