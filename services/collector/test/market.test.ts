import { DEMO_MARKET, type Market, type Played, playMarket, simulateMarket } from '@touchline/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startService } from './process.js';
import { closeStores, eventsOf, openStores } from './stand.js';

const market: Market = simulateMarket({ ...DEMO_MARKET, creators: 4, people: 250, days: 20, end: new Date() });
const progress: (readonly [done: number, total: number, phase: string])[] = [];
let stores: Awaited<ReturnType<typeof openStores>>;
let tracker: Started;
let collector: Started;
let play: () => Promise<Played>;
let played: Played;

beforeAll(async () => {
  stores = await openStores();
  const { directory, data } = stores;
  const made_up = { name: 'Demo', currency: 'EUR', time_zone: 'UTC', simulated: true, click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
  await directory.upsert('demo', 'workspace', 'demo', made_up);
  const { token } = await directory.createKey('demo', { name: 'simulator', scopes: ['links:write', 'events:write', 'simulate'] });
  tracker = await startService('tracker', data);
  collector = await startService('collector', data);
  const doors = { tracker_url: tracker.address, collector_url: collector.address, token, concurrency: 16 };
  play = () => playMarket(market, { ...doors, onProgress: (...now) => progress.push(now) });
  const stop = new AbortController();
  const broken = playMarket(market, {
    ...doors,
    signal: stop.signal,
    onProgress: (done) => done > market.clicks.length / 2 && stop.abort(new Error('broken off')),
  });
  await expect(broken).rejects.toThrow('broken off');
  played = await play();
});
afterAll(async () => {
  await Promise.all([tracker?.end(), collector?.end()]);
  await closeStores(stores);
});

const topics = ['clicks', 'conversions', 'identities', 'facts', 'rejects'] as const;
const counts = () => Promise.all(topics.map(async (topic) => (await eventsOf(stores.log, topic)).length));
const clicks = async () => (await eventsOf(stores.log, 'clicks')).flatMap((event) => (event.type === 'click' ? [event] : []));

it('a market broken off and played again is in the log once, whole, and nothing of it is refused (I2)', async () => {
  expect(played).toMatchObject({ clicks: market.clicks.length, click_ids: market.clicks.length, reports: { accepted: market.reports.length, duplicate: 0 } });
  const [clicked, conversions = 0, identities = 0, facts = 0, rejects] = await counts();
  expect([clicked, conversions + identities + facts, rejects]).toEqual([market.clicks.length, market.reports.length, 0]);
});

it('clicks happen when the market says, and only people count as human', async () => {
  const stored = await clicks();
  expect(stored.map(({ occurred_at }) => occurred_at).sort()).toEqual(market.clicks.map(({ at }) => at));
  expect(stored.every(({ payload }) => payload.simulated)).toBe(true);
  const human = market.clicks.filter(({ person_index }) => person_index !== undefined).length;
  expect(stored.filter(({ payload }) => payload.class === 'human')).toHaveLength(human);
});

it('an order carries the id of the click the market meant', async () => {
  const at = new Map((await clicks()).map(({ event_id, occurred_at }) => [event_id, occurred_at]));
  const clickOf = new Map(
    (await eventsOf(stores.log, 'conversions')).flatMap(({ type, payload }) =>
      type === 'order_placed' && payload.click_id ? [[payload.order_id, at.get(payload.click_id)]] : [],
    ),
  );
  const meant = market.reports.flatMap(({ event, click_index }) =>
    event.type === 'order_placed' && click_index !== undefined ? [[event.order_id, market.clicks[click_index]?.at] as const] : [],
  );
  expect(meant.length).toBeGreaterThan(0);
  expect(clickOf).toEqual(new Map(meant));
});

it('progress goes from nothing to everything', () => {
  const total = market.clicks.length + market.reports.length + played.entities;
  expect(progress.at(-1)).toEqual([total, total, 'reports']);
  expect(progress.every(([done], index) => done > (progress[index - 1]?.[0] ?? 0))).toBe(true);
});

it('played a second time, every report is a duplicate, no click counts twice and no entity changes (I2)', async () => {
  const before = [await counts(), (await stores.log.heads('directory')).map(({ next_offset }) => next_offset)];
  const again = await play();
  expect(again.reports).toEqual({ accepted: 0, duplicate: market.reports.length });
  expect([await counts(), (await stores.log.heads('directory')).map(({ next_offset }) => next_offset)]).toEqual(before);
});
