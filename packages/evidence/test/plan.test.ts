import { preparePlan } from '@touchline/incrementality';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { planMarkets, planPeople } from '../src/index.js';
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
