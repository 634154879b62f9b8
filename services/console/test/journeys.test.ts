import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JourneysAnswer } from '../src/attribution-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const MARCH = 'from=2026-03-01&to=2026-03-31';
const HOUR_MS = 3_600_000;
let served: ServedConsole;

/** An order at noon of a day that these creators' clicks led to, each so many hours before it. */
function journey(
  seed: Seed,
  told: { readonly id: string; readonly day: number; readonly clicks: readonly (readonly [creator: string, hours_before: number])[] },
): void {
  const noon_ms = Date.UTC(2026, 2, told.day, 12);
  const instant = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
  const conversion = { id: seed.order(told.id, instant(noon_ms), { amount_minor: 1_200 }), order: told.id, at: instant(noon_ms) };
  if (told.clicks.length === 0) seed.credit('linear', conversion, '', { weight: 1, amount_minor: 1_200 });
  for (const [place, [creator, hours]] of told.clicks.entries()) {
    const touch_id = seed.click(creator, instant(noon_ms - hours * HOUR_MS), { visitor: told.id });
    const weight = 1 / told.clicks.length;
    seed.credit('linear', conversion, creator, { weight, amount_minor: 1_200 * weight, touch: { touch_id, touch_position: place + 1 } });
  }
}

beforeAll(async () => {
  served = await serveConsole();
  const seed = new Seed('brand').workspace().creator('ann').creator('ben').creator('cal');
  journey(seed, {
    id: 'J-1',
    day: 10,
    clicks: [
      ['ann', 50],
      ['ben', 2],
    ],
  });
  journey(seed, {
    id: 'J-2',
    day: 11,
    clicks: [
      ['ann', 30],
      ['ben', 1],
    ],
  });
  journey(seed, {
    id: 'J-3',
    day: 12,
    clicks: [
      ['ben', 30],
      ['ann', 1],
    ],
  });
  journey(seed, { id: 'J-4', day: 13, clicks: [['cal', 0.5]] });
  journey(seed, { id: 'J-5', day: 14, clicks: [] });
  // A click in February leads to an order in March.
  journey(seed, { id: 'J-6', day: 2, clicks: [['cal', 24 * 10]] });
  const ten = Array.from({ length: 10 }, (_, index) => [index % 2 === 0 ? 'ann' : 'cal', 100 - index] as const);
  journey(seed, { id: 'J-7', day: 20, clicks: ten });
  await seed.plant(served.warehouse);
  await new Seed('fresh').workspace().plant(served.warehouse);
});

afterAll(() => served?.stop());

const journeys = (query = '') => served.get<JourneysAnswer>(`/api/brand/attribution/journeys?${MARCH}${query}`);

describe('journeys', () => {
  it('are counted by their way: creators in the order of their touches, the most frequent first', async () => {
    const { paths, paths_all } = await journeys();
    const told = paths.map((path) => [path.steps.map((step) => step.creator_id).join(' > '), path.orders, path.revenue_minor]);
    expect(told[0]).toEqual(['ann > ben', 2, 2_400]);
    expect(told).toContainEqual(['cal', 2, 2_400]);
    expect(told).toContainEqual(['ben > ann', 1, 1_200]);
    expect(paths_all).toBe(4);
    expect(paths[0]?.steps[0]?.name).toBe('Name of ann');
  });

  it('that are long are named up to a limit and counted whole', async () => {
    const { paths, steps_max, touches_max } = await journeys();
    const long = paths.find((path) => path.touches === 10);
    expect(long?.steps).toHaveLength(steps_max);
    expect(touches_max).toBe(10);
  });

  it('count every order once by its length, with those nobody is credited with (I3)', async () => {
    const { lengths } = await journeys();
    expect(lengths).toEqual([
      { touches: 0, orders: 1, revenue_minor: 1_200 },
      { touches: 1, orders: 2, revenue_minor: 2_400 },
      { touches: 2, orders: 3, revenue_minor: 3_600 },
      { touches: 8, orders: 1, revenue_minor: 1_200 },
    ]);
  });

  it('take as long as from the first click to the order, also when that was before the period', async () => {
    const { times, median_ms, ninety_ms } = await journeys();
    expect(times.map(({ orders }) => orders)).toEqual([1, 0, 3, 1, 1, 0]);
    expect(median_ms).toBe(40 * HOUR_MS);
    expect(ninety_ms).toBe(170 * HOUR_MS);
  });

  it('of one creator are those it was part of', async () => {
    const { paths, lengths, times } = await journeys('&creator=ben');
    expect(paths.map((path) => path.orders)).toEqual([2, 1]);
    expect(lengths).toEqual([{ touches: 2, orders: 3, revenue_minor: 3_600 }]);
    expect(times.reduce((sum, { orders }) => sum + orders, 0)).toBe(3);
  });

  it('are none, and no error, where nothing happened or nothing was known yet', async () => {
    const nothing = { paths: [], paths_all: 0, lengths: [], median_ms: null };
    expect(await served.get<JourneysAnswer>(`/api/fresh/attribution/journeys?${MARCH}`)).toMatchObject(nothing);
    expect(await journeys('&as_of=2026-11-01T00:00:00Z')).toMatchObject(nothing);
  });
});
