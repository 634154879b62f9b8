import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FiguresAnswer, LEVELS } from '../src/attribution-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const MARCH = 'from=2026-03-01&to=2026-03-31';
let served: ServedConsole;

function plant(seed: Seed): void {
  seed.creator('ann').creator('ben', 'tiktok').cpm('instagram', 800).cpm('tiktok', 500);
  seed.post('reel', 'ann').post('short', 'ann', 'youtube').post('clip', 'ben').post('dark', 'ben');
  // 2,000 impressions and 30 likes stood there before the month began: they are February's.
  seed.metrics('reel', '2026-02-20 12:00:00.000', { impressions: 2_000, reach: 1_500, likes: 30 });
  seed.metrics('reel', '2026-03-05 12:00:00.000', { impressions: 9_000, reach: 6_000, likes: 150, followers: 12_000 });
  seed.metrics('reel', '2026-03-20 12:00:00.000', { impressions: 12_000, comments: 20 });
  // A platform without a CPM, and a post of which nothing but plays is known.
  seed.metrics('short', '2026-03-10 12:00:00.000', { impressions: 1_000, reach: 900, likes: 80 });
  seed.metrics('clip', '2026-03-10 12:00:00.000', { views: 4_000 });
  // April is not there yet.
  seed.metrics('reel', '2026-04-10 12:00:00.000', { impressions: 99_000, likes: 9_000 });
  // Ulla comes to both creators; nobody's click on the post that was never measured makes CTR larger.
  for (const [post, minute, visitor] of [
    ['reel', '01', 'ulla'],
    ['reel', '02', 'vera'],
    ['clip', '03', 'ulla'],
    ['dark', '04', 'wim'],
    ['dark', '05', ''],
    ['dark', '06', ''],
  ] as const) {
    seed.click(post, `2026-03-12 09:${minute}:00.000`, { visitor });
  }
  seed.cost('ann', '2026-03-01', '2026-03-31', { amount_minor: 3_000, post_id: 'short' }).cost('ben', '2026-03-01', '2026-03-31', { amount_minor: 1_000 });
}

beforeAll(async () => {
  served = await serveConsole();
  const seed = new Seed('brand').workspace({ time_zone: 'UTC' });
  plant(seed);
  await seed.plant(served.warehouse);
  const other = new Seed('other').workspace({ time_zone: 'UTC' }).creator('ann').post('reel', 'ann').cpm('instagram', 1);
  await other.metrics('reel', '2026-03-05 12:00:00.000', { impressions: 77, likes: 7 }).plant(served.warehouse);
});
afterAll(() => served?.stop());

const figures = (query = '', days = MARCH) => served.get<FiguresAnswer>(`/api/brand/attribution/figures?${days}${query}`);
const rowOf = async (scope: string, query = '') => (await figures(query)).rows.find((row) => row.scope === scope);

describe('figures of posts', () => {
  it('count what the days added, worked by hand: the last that was told until their end, less the last before them', async () => {
    const reel = await rowOf('reel', '&level=post');
    expect(reel).toMatchObject({ name: 'Post reel', impressions: 10_000, engagements: 140, clicks: 2, ctr: 2 / 10_000 });
    expect(reel).toMatchObject({ emv_minor: 8_000, emv_impressions: 10_000 });
    expect(reel?.engagement_rate_by_followers).toBeCloseTo(140 / 12_000, 12);
    expect(reel?.engagement_rate_by_reach).toBeCloseTo(140 / 4_500, 12);
  });

  it('of days that follow each other add up to those of the whole', async () => {
    const parts = ['from=2026-02-01&to=2026-03-09', 'from=2026-03-10&to=2026-03-31', 'from=2026-04-01&to=2026-04-30'].map((days) => figures('', days));
    const sum = (await Promise.all(parts)).reduce((all, { total }) => all + total.impressions, 0);
    expect(sum).toBe((await figures('', 'from=2026-02-01&to=2026-04-30')).total.impressions);
    expect(sum).toBe(99_000 + 1_000 + 4_000);
  });

  it('let the creator’s followers and platform stand where none were told, and know nothing of likes nobody told', async () => {
    expect(await rowOf('clip', '&level=post')).toMatchObject({ impressions: 4_000, emv_minor: 2_000, engagement_rate_by_followers: null, ctr: 1 / 4_000 });
    expect(await rowOf('short', '&level=post')).toMatchObject({ engagement_rate_by_followers: 80 / 1_000, emv_minor: null, emv_impressions: 0 });
    expect(await rowOf('dark', '&level=post')).toMatchObject({ clicks: 3, ctr: null, emv_minor: null, impressions: 0 });
  });

  it('price each platform by its own CPM, leave out those without one, and are never part of revenue', async () => {
    const { total, rows } = await figures('&level=platform');
    expect(rows.map(({ scope, emv_minor }) => [scope, emv_minor]).sort()).toEqual([
      ['instagram', 8_000],
      ['tiktok', 2_000],
      ['youtube', null],
    ]);
    expect(total).toMatchObject({ emv_minor: 10_000, emv_impressions: 14_000, impressions: 15_000, revenue_minor: 0, roas: 0 });
  });

  it('divide clicks on measured posts alone by impressions', async () => {
    const { total } = await figures();
    expect(total).toMatchObject({ clicks: 6, ctr: 3 / 15_000 });
  });

  it.each(LEVELS)('add up to the same whole by %s', async (level) => {
    const { total, rows } = await figures(`&level=${level}`);
    for (const figure of ['impressions', 'engagements', 'clicks', 'investment_minor', 'emv_impressions'] as const)
      expect(
        rows.reduce((sum, row) => sum + row[figure], 0),
        figure,
      ).toBe(total[figure]);
    expect(total).toEqual((await figures()).total);
  });

  it('count a visitor of two creators once in the whole, and each click of those who asked for no identifier', async () => {
    const { total, rows } = await figures();
    expect(total.visitors).toBe(5);
    expect(rows.map(({ scope, visitors }) => [scope, visitors]).sort()).toEqual([
      ['ann', 2],
      ['ben', 4],
    ]);
  });

  it('put a cost on the platform of its post, else of its creator', async () => {
    const { rows } = await figures('&level=platform');
    expect(rows.map(({ scope, investment_minor }) => [scope, investment_minor]).sort()).toEqual([
      ['instagram', 0],
      ['tiktok', 1_000],
      ['youtube', 3_000],
    ]);
  });

  it('of a link are its clicks and its credit: costs and impressions stand under none', async () => {
    const { rows } = await figures('&level=link');
    expect(rows.find(({ scope }) => scope === 'link-reel')).toMatchObject({ name: '/link-reel', clicks: 2, impressions: 0, ctr: null, investment_minor: 0 });
    expect(rows.find(({ scope }) => scope === '')).toMatchObject({ investment_minor: 4_000, impressions: 15_000 });
  });

  it('of another workspace are its own (I6)', async () => {
    expect((await served.get<FiguresAnswer>(`/api/other/attribution/figures?${MARCH}`)).total).toMatchObject({ impressions: 77, emv_minor: 0.077, clicks: 0 });
  });

  it('are those of the SQL view figures_daily', async () => {
    const sums = await served.warehouse.query<{ measure: string; value: number }>(
      "SELECT measure, sum(value) AS value FROM figures_daily WHERE workspace_id = 'brand' AND day BETWEEN '2026-03-01' AND '2026-03-31' GROUP BY measure ORDER BY measure",
    );
    const { total } = await figures();
    expect(sums).toEqual([
      { measure: 'clicks', value: total.clicks },
      { measure: 'comments', value: 20 },
      { measure: 'impressions', value: total.impressions },
      { measure: 'investment_minor', value: total.investment_minor },
      { measure: 'likes', value: 200 },
    ]);
  });
});
