import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitModels, readCredit, readIntervals } from '../src/index.js';
import { click, DAY_MS, type Fact, link, NOON, order, refund, startServer, WORKSPACE, World, workspace } from './world.js';

const TEST_MS_MAX = 240_000;
const NORMAL_975 = 1.96;
const ORDERS = 40;
const NOW = NOON + 2 * DAY_MS;

let server: Awaited<ReturnType<typeof startServer>>;
let world: World;

beforeAll(async () => {
  server = await startServer();
  world = await World.open(server);
  await world.arrive(workspace({ time_zone: 'Europe/Berlin' }), link('ann'), link('ben'), link('cal'), ...bought());
  await fit(NOW);
}, 240_000);
afterAll(async () => {
  await world?.warehouse.close();
  await server?.remove();
});

const fit = (now_ms: number) => fitModels({ warehouse: world.warehouse, workspace_id: WORKSPACE, now: new Date(now_ms) });
const amountOf = (index: number) => 1_000 + ((index * 7_919) % 4_000);

/** Ann and Ben bring about as much, Cal far more; every other order of Ann's is 60 days back; one is nobody's. */
function bought(): Fact[] {
  const facts: Fact[] = [order('alone', { visitor_id: 'alone', amount_minor: 900, at: NOON })];
  for (let index = 0; index < ORDERS; index += 1) {
    for (const [creator, times] of [
      ['ann', 1],
      ['ben', 1],
      ['cal', 10],
    ] as const) {
      const visitor_id = `${creator}-${index}`;
      const at = NOON - (creator === 'ann' && index % 2 === 0 ? 60 * DAY_MS : index * 3_600_000);
      facts.push(click(visitor_id, creator, { visitor_id, at: at - 1_000 }));
      facts.push(order(visitor_id, { visitor_id, at, amount_minor: amountOf(index) * times }));
    }
  }
  return facts;
}

const known = (model: string, days: 0 | 7 | 30 | 90 = 0, as_of?: Date) => readIntervals(world.warehouse, { workspace_id: WORKSPACE, model, days, as_of });

describe('intervals of credit', { timeout: TEST_MS_MAX }, () => {
  it('are kept with a fit for every model and creator, around what the ledger holds', async () => {
    for (const model of ['first', 'last', 'linear', 'position', 'time_decay', 'markov', 'shapley']) {
      const credit = await readCredit(world.warehouse, { workspace_id: WORKSPACE, model, level: 'creator' });
      const found = await known(model);
      expect(found?.intervals.map(({ creator_id, revenue_minor }) => [creator_id, revenue_minor])).toEqual(
        credit.map(({ id, amount_minor }) => [id, amount_minor]),
      );
      for (const { low_minor, high_minor, revenue_minor } of found?.intervals ?? []) {
        expect(low_minor).toBeLessThan(revenue_minor);
        expect(high_minor).toBeGreaterThan(revenue_minor);
      }
    }
  });

  it('reach about 1.96 roots of the summed squares to each side, as a Poisson bootstrap over orders does', async () => {
    const ben = (await known('last'))?.intervals.find(({ creator_id }) => creator_id === 'ben');
    const squares = Array.from({ length: ORDERS }, (_, index) => amountOf(index) ** 2).reduce((sum, square) => sum + square, 0);
    const half = ((ben?.high_minor ?? 0) - (ben?.low_minor ?? 0)) / 2;
    expect(ben?.orders).toBe(ORDERS);
    expect(half / (NORMAL_975 * Math.sqrt(squares))).toBeGreaterThan(0.8);
    expect(half / (NORMAL_975 * Math.sqrt(squares))).toBeLessThan(1.2);
  });

  it('tell a creator from the next only where the interval of their difference does not hold 0', async () => {
    const [cal, second, third, nobody] = (await known('last'))?.intervals ?? [];
    expect(cal).toMatchObject({ creator_id: 'cal', next_creator_id: second?.creator_id, distinguishable: true });
    expect(second).toMatchObject({ next_creator_id: third?.creator_id, distinguishable: false });
    expect(third).toMatchObject({ next_creator_id: '', distinguishable: false });
    expect(nobody).toMatchObject({ creator_id: '', next_creator_id: '', distinguishable: false });
  });

  it('are also kept for the last days of the workspace’s own calendar', async () => {
    const days = await known('last', 30);
    expect(days).toMatchObject({ from_day: '2026-09-04', to_day: '2026-10-03' });
    expect(days?.intervals.find(({ creator_id }) => creator_id === 'ann')?.orders).toBe(ORDERS / 2);
    expect((await known('last', 90))?.intervals.find(({ creator_id }) => creator_id === 'ann')?.orders).toBe(ORDERS);
  });

  it('are those of the newest fit by an instant, and the same for the same ledger (I5)', async () => {
    const before = await known('last');
    const then = new Date(before?.knowledge_time ?? 0);
    await fit(NOW + 60_000);
    expect((await known('last'))?.intervals).toEqual(before?.intervals);
    await world.arrive(refund('cal-1', 'r', { delta_minor: -9_000, at: NOON + 1 }));
    await fit(NOW + 120_000);
    expect((await known('last'))?.intervals[0]?.revenue_minor).toBe((before?.intervals[0]?.revenue_minor ?? 0) - 9_000);
    expect(await known('last', 0, then)).toEqual(before);
    expect(await known('last', 0, new Date(then.getTime() - 1))).toBeUndefined();
  });
});
