import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FACT_TABLE, openWarehouse, type Warehouse } from '../src/index.js';
import { row, type Type } from './support/rows.js';
import { type TestServer, testServer } from './support/server.js';

const DAY_1 = '2026-03-14T09:00:00.000Z';
const DAY_3 = '2026-03-16T09:00:00.000Z';

let stage: TestServer;
let warehouse: Warehouse;
let number = 100;

async function insert(type: Type, change: Readonly<Record<string, unknown>>): Promise<void> {
  number += 1;
  await warehouse.insertRows(FACT_TABLE[type], [row(type, number, change)], { token: `f${number}` });
}

const told = (post_id: string, occurred_at: string, metrics: object) =>
  insert('post_metrics_recorded', { occurred_at, payload: { post_id, revision: 0, ...metrics } });
const entity = (kind: string, id: string, is: object) => insert('directory_upserted', { payload: { kind, id, entity: is } });

async function directory(): Promise<void> {
  await entity('workspace', 'w1', { name: 'W', currency: 'EUR', time_zone: 'UTC', simulated: false, click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 });
  await entity('creator', 'anna', { name: 'Anna', platform: 'instagram', followers: 2_000 });
  await entity('post', 'reel', { name: 'Reel', creator_id: 'anna', campaign_id: 'spring' });
  await entity('post', 'clip', { name: 'Clip', creator_id: 'anna', platform: 'tiktok' });
  await entity('link', 'l1', { slug: 'l1', destination: 'https://shop.example/', creator_id: 'anna', post_id: 'reel' });
  await entity('platform_cpm', 'instagram', { platform: 'instagram', cpm_minor: 800 });
}

beforeAll(async () => {
  stage = await testServer();
  warehouse = openWarehouse(stage.config);
  await warehouse.migrate();
  await directory();
  // Told late, out of order and, of one instant, corrected.
  await told('reel', DAY_3, { likes: 90, revision: 0 });
  await told('reel', DAY_1, { impressions: 1_000, reach: 700, likes: 40 });
  await told('reel', '2026-03-15T09:00:00.000Z', { impressions: 9_999 });
  await told('reel', '2026-03-15T09:00:00.000Z', { impressions: 4_000, reach: 2_500, comments: 10, revision: 1 });
  // Of this one only plays are known, and nothing of whoever liked it.
  await told('clip', DAY_1, { views: 600 });
  await told('clip', DAY_3, { views: 900 });
  for (const minute of ['01', '02', '03', '04']) await insert('click', { occurred_at: `2026-03-14T10:${minute}:00.000Z` });
  await insert('click', { occurred_at: '2026-03-14T10:05:00.000Z', payload: { link_id: 'l1', class: 'bot' } });
  const spread = { period_from: '2026-03-14', period_to: '2026-03-16' };
  await insert('cost_recorded', {
    payload: { cost_id: 'k1', creator_id: 'anna', post_id: 'clip', kind: 'fee', amount_minor: 100, currency: 'EUR', ...spread },
  });
  // 1,000 yen at 0.006 are 6.00 euro: yen have no minor unit.
  const yen = { currency: 'JPY', fx_rate: '0.006' };
  await insert('cost_recorded', { payload: { cost_id: 'k2', creator_id: 'anna', kind: 'fee', amount_minor: 1_000, ...yen, ...spread } });
});
afterAll(async () => {
  await warehouse.close();
  await stage.close();
});

describe('post_figures', () => {
  test('has each post as it was last told to be: a figure left out later stays, a correction counts, a repeat changes nothing (I2)', async () => {
    const [reel] = await warehouse.query<object>("SELECT * FROM post_figures WHERE post_id = 'reel'");
    expect(reel).toMatchObject({
      impressions: 4_000,
      reach: 2_500,
      likes: 90,
      comments: 10,
      shares: null,
      engagements: 100,
      measured_at: '2026-03-16 09:00:00.000',
    });
    expect(reel).toMatchObject({ creator_id: 'anna', campaign_id: 'spring', platform: 'instagram', followers: 2_000, clicks: 4 });
    expect(reel).toMatchObject({
      ctr: 4 / 4_000,
      engagement_rate_by_followers: 0.05,
      engagement_rate_by_reach: 0.04,
      cpm_minor: 800,
      earned_media_value_minor: 3_200,
    });
  });

  test('lets views stand for impressions that were never told, and knows nothing of what nobody said', async () => {
    const [clip] = await warehouse.query<object>("SELECT * FROM post_figures WHERE post_id = 'clip'");
    expect(clip).toMatchObject({ platform: 'tiktok', impressions: null, shown: 900, engagements: null, engagement_rate_by_followers: null });
    // No CPM is set for the platform.
    expect(clip).toMatchObject({ cpm_minor: null, earned_media_value_minor: null, clicks: 0, ctr: 0 });
  });
});

describe('figures_daily', () => {
  const sums = (by: string) =>
    warehouse.query<{ by: string; measure: string; value: number }>(
      `SELECT ${by} AS by, measure, sum(value) AS value FROM figures_daily WHERE workspace_id = 'w1' GROUP BY by, measure ORDER BY by, measure`,
    );

  test('adds up, day by day, to what each post came to in the end', async () => {
    const days = await warehouse.query("SELECT day, value FROM figures_daily WHERE post_id = 'reel' AND measure = 'impressions' ORDER BY day");
    expect(days).toEqual([
      { day: '2026-03-14', value: 1_000 },
      { day: '2026-03-15', value: 3_000 },
    ]);
    const likes = await warehouse.query("SELECT day, value FROM figures_daily WHERE post_id = 'reel' AND measure = 'likes' ORDER BY day");
    expect(likes).toEqual([
      { day: '2026-03-14', value: 40 },
      { day: '2026-03-16', value: 50 },
    ]);
  });

  test('spreads a cost over its days to the last minor unit, in the workspace’s currency, on the platform of its post or else of its creator', async () => {
    expect((await sums('platform')).filter(({ measure }) => measure === 'investment_minor')).toEqual([
      { by: 'instagram', measure: 'investment_minor', value: 600 },
      { by: 'tiktok', measure: 'investment_minor', value: 100 },
    ]);
    const days = await warehouse.query<{ value: number }>(
      "SELECT value FROM figures_daily WHERE post_id = 'clip' AND measure = 'investment_minor' ORDER BY day",
    );
    expect(days.map(({ value }) => value)).toEqual([33, 33, 34]);
  });

  test.each(['day', 'creator_id', 'campaign_id', 'platform', 'post_id', 'link_id'])('has the same sums by %s as as a whole', async (by) => {
    const whole = new Map((await sums("''")).map(({ measure, value }) => [measure, value]));
    const parts = new Map<string, number>();
    for (const { measure, value } of await sums(`toString(${by})`)) parts.set(measure, (parts.get(measure) ?? 0) + value);
    expect(Object.fromEntries(parts)).toEqual(Object.fromEntries(whole));
    expect(Object.fromEntries(whole)).toMatchObject({ clicks: 4, impressions: 4_900, likes: 90, comments: 10, investment_minor: 700 });
  });
});
