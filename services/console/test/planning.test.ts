import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MarketsAnswer, PlanAnswer } from '../src/experiment-answers.js';
import { planPeople } from '../src/experiments/planning/people.js';
import { planQuestion } from '../src/experiments/planning/question.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const DAY_MS = 86_400_000;
const now_ms = Date.now();
const instant = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
const halves = (control: number) => [
  { name: 'control', weight: control },
  { name: 'treated', weight: 100 - control },
];
const SCOPE = { link_ids: [], creator_ids: [], campaign_ids: [], geos: [] };
const QUESTION = {
  ...{ design: 'redirect_holdout', unit: 'visitor', scope: SCOPE, metric: { kind: 'conversion_rate' }, scale: 'absolute' },
  ...{ arms: halves(50), control_arm: 'control', alpha: 0.05, conversion_window_ms: 7 * DAY_MS, effect: 0.2 },
};
const HISTORY = { from: '', to: '', units: 20_000, units_per_day: 1_000, conversions: 1_000, mean: 0.05, variance: 0.05 * 0.95 };
const planned = (changes: object = {}, history: object = {}) => planPeople(planQuestion({ ...QUESTION, ...changes }), { ...HISTORY, ...history });

describe('the planner for people', () => {
  it('has as many units as the closed form with the sequence’s width at N* in place of z, and sets N* to them', () => {
    // Its width at N = N*, in standard errors: √(((r + 1)/r)·ln((r + 1)/α²)) with r = −2 ln α + ln(1 − 2 ln α).
    const r = -2 * Math.log(0.05) + Math.log(1 - 2 * Math.log(0.05));
    const width = Math.sqrt(((r + 1) / r) * Math.log((r + 1) / 0.05 ** 2));
    const [p, q, power_z] = [0.05, 0.06, 0.841_621];
    const per_arm = (width * Math.sqrt(2 * p * (1 - p)) + power_z * Math.sqrt(p * (1 - p) + q * (1 - q))) ** 2 / (q - p) ** 2;
    const { units_total, n_star, weeks } = planned();
    expect((units_total ?? 0) / (2 * per_arm)).toBeCloseTo(1, 2);
    expect(n_star).toBe(units_total);
    expect(weeks).toBe(Math.ceil((units_total ?? 0) / 7_000));
  });

  it('asks for 1/(4s(1 − s)) times as many where a share s goes without', () => {
    const even = planned().units_total ?? 0;
    for (const share of [10, 20, 35, 80]) {
      const s = share / 100;
      expect((planned({ arms: halves(share) }).units_total ?? 0) / even).toBeCloseTo(1 / (4 * s * (1 - s)), 3);
    }
  });

  it('sees smaller effects the longer it goes on', () => {
    const effects = planned().curve.map(({ effect }) => effect ?? Number.POSITIVE_INFINITY);
    expect(effects.slice(1).every((effect, place) => effect <= (effects[place] ?? 0))).toBe(true);
  });

  it('names no length where units do not come day by day', () => {
    expect(planned({}, { units_per_day: null })).toMatchObject({ weeks: null, curve: [], units_total: expect.any(Number) });
    expect(planned({}, { units_per_day: 0 })).toMatchObject({ weeks: null });
  });
});

describe('a plan from the workspace’s own past', () => {
  let served: ServedConsole;
  const ask = (changes: object = {}, workspace = 'brand') => served.post(`/api/${workspace}/plan`, { ...QUESTION, ...changes });
  const VISITORS = 280;

  beforeAll(async () => {
    served = await serveConsole();
    const seed = new Seed('brand').workspace().creator('ann').creator('ben');
    for (let place = 0; place < VISITORS; place += 1) {
      const at_ms = now_ms - 10 * DAY_MS - (place % 20) * DAY_MS;
      const click_id = seed.click('ann', instant(at_ms), { visitor: `v-${place}` });
      // A second click, and an order after the window, change nothing.
      if (place % 3 === 0) seed.click('ann', instant(at_ms + 3_600_000), { visitor: `v-${place}` });
      if (place % 10 === 0) seed.order(`o-${place}`, instant(at_ms + 60_000), { amount_minor: 4_000, click_id });
      if (place % 10 === 1) seed.order(`late-${place}`, instant(at_ms + 8 * DAY_MS), { amount_minor: 4_000, click_id });
    }
    await seed.plant(served.warehouse);
    const { rooms, workspace } = served.rooms;
    await workspace('brand');
    for (const id of ['ann', 'ben']) {
      await rooms.directory.upsert('brand', 'creator', id, { name: id });
      await rooms.directory.upsert('brand', 'link', `link-${id}`, { slug: `link-${id}`, destination: 'https://example.com/', creator_id: id });
    }
    const other = new Seed('other').workspace().creator('ann');
    await other.plant(served.warehouse);
  });

  afterAll(() => served?.stop());

  it('counts each visitor once, and their orders within the window after the first click', async () => {
    const { history, people, reason } = (await ask()).body as PlanAnswer;
    expect(history).toMatchObject({ units: VISITORS, conversions: VISITORS / 10, mean: 0.1, units_per_day: VISITORS / 28 });
    expect([people?.units_total, reason]).toEqual([expect.any(Number), '']);
  });

  it('measures revenue with its variance', async () => {
    const { history } = (await ask({ metric: { kind: 'revenue' } })).body as PlanAnswer;
    expect(history?.mean).toBeCloseTo(400, 9);
    // Of 28 values 4,000 and 252 zeros, unbiased.
    expect(history?.variance).toBeCloseTo((28 * 4_000 ** 2 - 280 * 400 ** 2) / 279, 3);
  });

  it('looks at the links in scope alone, and at no other workspace (I6)', async () => {
    expect((await ask({ scope: { ...SCOPE, creator_ids: ['ben'] } })).body).toMatchObject({
      history: { units: 0 },
      people: null,
      reason: expect.stringContaining('too little'),
    });
    expect((await ask({ scope: { ...SCOPE, creator_ids: ['ann'] } })).body).toMatchObject({ history: { units: VISITORS } });
    expect((await ask({ scope: { ...SCOPE, campaign_ids: ['none'] } })).body).toMatchObject({ history: { units: 0 } });
    expect((await ask({}, 'other')).body).toMatchObject({ history: { units: 0 }, people: null });
  });

  it('says why there is none where units are not people, or nobody is assigned', async () => {
    const creators = { design: 'creator_lottery', unit: 'creator', scope: { ...SCOPE, creator_ids: ['ben'] } };
    expect((await ask(creators)).body).toMatchObject({ lottery: null, reason: expect.stringContaining('does not carry a plan') });
    expect((await ask({ design: 'matched_exposure', unit: 'customer' })).body).toMatchObject({ people: null, reason: expect.stringContaining('grade C') });
    const markets = { design: 'geo_holdout', unit: 'geo', metric: { kind: 'geo_outcome', name: 'sales' } };
    expect((await ask(markets)).body).toMatchObject({ markets: null, reason: expect.stringContaining('does not carry a plan') });
  });

  it('plays tests that never were on the markets’ own past, and tells which figures they report', async () => {
    const seed = new Seed('towns').workspace();
    const day = (ago: number) => new Date(now_ms - ago * DAY_MS).toISOString().slice(0, 10);
    for (let ago = 1; ago <= 120; ago += 1) {
      const common = 100 + 20 * Math.sin(ago / 3.5) + ((ago * 37) % 11);
      for (let town = 0; town < 21; town += 1) seed.market(`town-${town}`, day(ago), 'sales', common * (1 + town / 10) + ((ago * (town + 3)) % 5));
    }
    await seed.plant(served.warehouse);
    const { markets } = (await ask({ design: 'geo_holdout', unit: 'geo', metric: { kind: 'geo_outcome', name: 'sales' } }, 'towns')).body as PlanAnswer;
    expect(markets?.length).toBeGreaterThan(0);
    expect(markets?.[0]).toMatchObject({ days: expect.any(Number), effect: expect.any(Number) });
    const known = await served.get<MarketsAnswer>('/api/towns/markets');
    expect(known.metrics).toEqual([{ name: 'sales', geos: expect.arrayContaining(['town-0', 'town-20']), days: 120 }]);
    expect(await served.get<MarketsAnswer>('/api/brand/markets')).toEqual({ metrics: [] });
  });

  it('draws lotteries of weeks and steps on the past; one that is too short is planned by the closed form', async () => {
    const seed = new Seed('shop').workspace();
    for (let ago = 1; ago <= 40; ago += 1)
      for (let order = 0; order < 2 + ((ago * 7) % 5); order += 1) seed.order(`${ago}/${order}`, instant(now_ms - ago * DAY_MS), { amount_minor: 4_000 });
    await seed.plant(served.warehouse);
    const weeks = (await ask({ design: 'week_lottery', unit: 'week' }, 'shop')).body as PlanAnswer;
    expect(weeks).toMatchObject({ reason: '', people: null, lottery: [{ drawn: false, units: expect.any(Number), effect: 0.2, false_alarms: null }] });
    const [first] = weeks.lottery ?? [];
    expect(first?.days).toBe(7 * (first?.units ?? 0));
    const arms = ['one', 'two', 'three'].map((name) => ({ name, weight: 1 }));
    const wedge = { design: 'stepped_wedge', unit: 'geo', metric: { kind: 'geo_outcome', name: 'sales' }, arms, control_arm: 'three' };
    const { lottery, markets } = (await ask(wedge, 'towns')).body as PlanAnswer;
    expect(markets).toBeNull();
    expect(lottery?.map(({ units, days, drawn }) => [units, days, drawn])).toEqual(expect.arrayContaining([[21, 28, true]]));
    expect(lottery?.[0]?.effect).toBeGreaterThan(0);
    expect(lottery?.[0]?.effect).toBeLessThan(0.5);
  });

  it('names the field of a wrong question', async () => {
    expect(await ask({ effect: -1 })).toMatchObject({ status: 422, body: { code: 'TL_FIELD_VALUE', path: 'effect' } });
  });
});
