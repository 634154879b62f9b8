import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExperimentRow, ExperimentsAnswer, PortfolioAnswer, ResultAnswer } from '../src/experiment-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const DAY_MS = 86_400_000;
const now_ms = Date.now();
const instant = (ms: number) => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

const BODY = {
  id: 'offer',
  name: 'Offer page',
  design: 'redirect_holdout',
  scope: { link_ids: ['link-ann'] },
  control_share: 0.5,
  metric: { kind: 'conversion_rate' },
  n_star: 800,
  planned_end: new Date(now_ms + 14 * DAY_MS).toISOString(),
};

let served: ServedConsole;
const post = (path: string, body: unknown = {}) => served.post(`/api/brand/experiments${path}`, body);
const one = (id: string) => served.get<ResultAnswer>(`/api/brand/experiments/${id}`);
const code = ({ body }: { readonly body: unknown }) => (body as { readonly code?: string }).code;

interface Arm {
  readonly arm: string;
  readonly units: number;
  readonly buyers: number;
}

/** An experiment that started a week ago, with one click a unit spread over its days; the first of each arm buy. */
function planted(experiment: string, arms: readonly Arm[]): Seed {
  const start_ms = now_ms - 7 * DAY_MS;
  const entity = {
    ...{ name: experiment, design: 'redirect_holdout', assignment: 'hash', unit: 'visitor', control_arm: 'control', scale: 'absolute', method: 'sequential' },
    ...{ metric: BODY.metric, n_star: 800, alpha: 0.05, salt: 'salt of this test', conversion_window_ms: 7 * DAY_MS, state: 'running' },
    scope: { link_ids: [`link-${experiment}`], creator_ids: [], campaign_ids: [], geos: [] },
    arms: [
      { name: 'control', weight: 1 },
      { name: 'treated', weight: 1 },
    ],
    guards: ['sample_ratio', 'arms_apart', 'minimum_units', 'minimum_conversions'],
    planned_end: new Date(start_ms + 14 * DAY_MS).toISOString(),
    started_at: new Date(start_ms).toISOString(),
  };
  const seed = new Seed('brand').entity('experiment', experiment, entity);
  for (const { arm, units, buyers } of arms) {
    for (let place = 0; place < units; place += 1) {
      // Buyers are spread over the days as everybody is.
      const at_ms = start_ms + ((place * 7_919) % units) * ((6.5 * DAY_MS) / units);
      const click_id = seed.click('ann', instant(at_ms), { visitor: `${experiment}-${arm}-${place}`, trial: { experiment_id: experiment, arm } });
      if (place < buyers) seed.order(`${experiment}-${arm}-${place}`, instant(at_ms + 60_000), { amount_minor: 5_000, click_id });
    }
  }
  return seed;
}

async function known(experiment: string): Promise<void> {
  const { directory } = served.rooms.rooms;
  const [row] = await served.warehouse.query<{ entity: string }>(
    "SELECT JSONExtractRaw(payload, 'entity') AS entity FROM directory_facts WHERE JSONExtractString(payload, 'id') = {id:String}",
    { id: experiment },
  );
  const { started_at, ...fixed } = JSON.parse(row?.entity ?? '{}');
  await directory.upsert('brand', 'experiment', experiment, { ...fixed, state: 'draft' });
  await directory.upsert('brand', 'experiment', experiment, { ...fixed, started_at, state: 'running' });
}

beforeAll(async () => {
  served = await serveConsole();
  const { rooms, workspace } = served.rooms;
  for (const id of ['brand', 'other']) {
    await workspace(id);
    await new Seed(id).workspace({ time_zone: 'UTC' }).plant(served.warehouse);
  }
  await rooms.directory.upsert('brand', 'creator', 'ann', { name: 'Ann' });
  await rooms.directory.upsert('brand', 'link', 'link-ann', { slug: 'link-ann', destination: 'https://example.com/', creator_id: 'ann' });
  await new Seed('brand').creator('ann').plant(served.warehouse);
  const [even, skewed] = [400, 250];
  await planted('works', [
    { arm: 'control', units: even, buyers: 20 },
    { arm: 'treated', units: even, buyers: 60 },
  ]).plant(served.warehouse);
  await planted('alike', [
    { arm: 'control', units: even, buyers: 20 },
    { arm: 'treated', units: even, buyers: 60 },
  ]).plant(served.warehouse);
  await planted('skewed', [
    { arm: 'control', units: skewed, buyers: 20 },
    { arm: 'treated', units: even, buyers: 60 },
  ]).plant(served.warehouse);
  for (const id of ['works', 'alike', 'skewed']) await known(id);
});

afterAll(() => served?.stop());

describe('an experiment is written in the console', () => {
  it('by the rules of the API: a dry run shows it with its grade and writes nothing', async () => {
    const { status, body } = await post('?dry_run=true', BODY);
    expect([status, body]).toEqual([200, expect.objectContaining({ id: 'offer', state: 'draft', grade: 'A', control_arm: 'control' })]);
    expect(body as object as Record<string, unknown>).not.toHaveProperty('salt');
    expect((await served.answer('/api/brand/experiments/offer')).status).toBe(404);
  });

  it('once, however often the last button is pressed (I2)', async () => {
    const first = await post('', BODY);
    expect(await post('', BODY)).toEqual(first);
    const { experiments } = await served.get<ExperimentsAnswer>('/api/brand/experiments');
    expect(experiments.filter(({ name }) => name === BODY.name)).toHaveLength(1);
  });

  it.each([
    [{ ...BODY, id: 'no-scope', scope: {} }, 'TL_FIELD_MISSING', 'scope.link_ids'],
    [{ ...BODY, id: 'no-n', n_star: undefined }, 'TL_FIELD_MISSING', 'n_star'],
    [{ ...BODY, id: 'late', planned_end: '2020-01-01T00:00:00.000Z' }, 'TL_FIELD_VALUE', 'planned_end'],
    [{ ...BODY, id: 'inside', holdout_url: 'http://10.0.0.1/' }, 'TL_DESTINATION_FORBIDDEN', 'holdout_url'],
    [{ ...BODY, id: 'odd', colour: 'red' }, 'TL_FIELD_UNKNOWN', 'colour'],
  ])('and a wrong one is answered with its code and field: %#', async (body, wanted, path) => {
    expect((await post('', body)).body).toMatchObject({ code: wanted, path });
  });

  it('and from the start on nothing changes that fixes the analysis, name and notes apart', async () => {
    expect((await post('/offer/start')).body).toMatchObject({ state: 'running', started_at: expect.any(String) });
    expect(code(await post('', { ...BODY, metric: { kind: 'revenue' } }))).toBe('TL_EXPERIMENT_FROZEN');
    expect(code(await post('', { ...BODY, n_star: 900 }))).toBe('TL_EXPERIMENT_FROZEN');
    expect((await post('', { ...BODY, name: 'Renamed' })).body).toMatchObject({ name: 'Renamed', state: 'running' });
  });

  it('as a draft may change in everything, with names for what it is about; what was left out before stays out of nothing', async () => {
    const draft = { ...BODY, id: 'redone', name: 'Redone' };
    await post('', draft);
    const changed = { ...draft, metric: { kind: 'revenue' }, scale: 'relative', n_star: 900, control_share: 0.2, winsorising_cap_minor: 40_000 };
    expect((await post('', changed)).body).toMatchObject({ state: 'draft', scale: 'relative', n_star: 900 });
    const { experiment, scope, result } = await one('redone');
    expect(experiment).toMatchObject({ metric: { kind: 'revenue' }, winsorising_cap_minor: 40_000, assignment: 'hash', pre_period: null });
    expect(experiment.arms.map(({ weight }) => weight)).toEqual([2_000, 8_000]);
    expect([scope.links, result]).toEqual([[{ id: 'link-ann', name: '/link-ann', detail: 'https://example.com/' }], null]);
  });

  it('and a draft that is discarded leaves the list, stays where it was, and is never started', async () => {
    const listed = async () => (await served.get<ExperimentsAnswer>('/api/brand/experiments')).experiments.map(({ id }) => id);
    expect(await listed()).toContain('redone');
    expect((await post('/redone/archive')).body).toMatchObject({ state: 'archived', started_at: null });
    expect(await listed()).not.toContain('redone');
    expect((await one('redone')).experiment.state).toBe('archived');
    expect(code(await post('/redone/start'))).toBe('TL_EXPERIMENT_STATE');
    expect(code(await post('', { ...BODY, id: 'redone' }))).toBe('TL_EXPERIMENT_STATE');
  });

  it('and goes its way in one order alone: a draft starts, what runs stops, what does not run is put away', async () => {
    expect(code(await post('/offer/archive'))).toBe('TL_EXPERIMENT_STATE');
    expect((await post('/offer/stop')).body).toMatchObject({ state: 'stopped' });
    expect(code(await post('/offer/start'))).toBe('TL_EXPERIMENT_STATE');
    expect((await post('/offer/archive')).body).toMatchObject({ state: 'archived' });
    expect(code(await post('/nothing/start'))).toBe('TL_ENTITY_UNKNOWN');
  });

  it('of one workspace is in no other (I6)', async () => {
    expect((await served.get<ExperimentsAnswer>('/api/other/experiments')).experiments).toEqual([]);
    expect((await served.answer('/api/other/experiments/works')).status).toBe(404);
    expect(code(await served.post('/api/other/experiments/works/stop', {}))).toBe('TL_ENTITY_UNKNOWN');
    expect((await served.get<PortfolioAnswer>('/api/other/portfolio')).rows).toEqual([]);
  });
});

describe('what an experiment shows', () => {
  it('comes with its grade, its interval and its method in words (I8)', async () => {
    const { result, experiment } = await one('works');
    expect(experiment).toMatchObject({ grade: 'A', state: 'running' } satisfies Partial<ExperimentRow>);
    expect(result).toMatchObject({ grade: 'A', title: 'Incremental effect, randomised', withheld: [] });
    expect(result?.comparisons[0]?.sequential?.estimate).toBeCloseTo(40 / 400, 12);
    expect(result?.words.method.length).toBeGreaterThan(2);
  });

  it('came about look by look, wider before than now', async () => {
    const comparison = (await one('works')).result?.comparisons[0];
    const width = (interval: readonly (number | null)[] | null | undefined) => (interval?.[1] ?? 0) - (interval?.[0] ?? 0);
    const before = (comparison?.over_time ?? []).filter(({ interval }) => interval !== null);
    expect(width(before[0]?.interval)).toBeGreaterThan(width(comparison?.sequential?.interval));
  });

  it('is withheld whole when a guard fails, how it came about too (I8)', async () => {
    const { result } = await one('skewed');
    expect(result?.withheld.join()).toContain('sample_ratio');
    expect(result?.comparisons[0]).toMatchObject({ sequential: null, fixed: null, incremental: null, over_time: [] });
  });

  it('is nothing, and no error, before the warehouse has heard of it', async () => {
    await post('', { ...BODY, id: 'young', name: 'Young' });
    await post('/young/start');
    expect(await one('young')).toMatchObject({ experiment: { state: 'running' }, result: null });
  });

  it('beside the others is drawn towards their mean; alike ones have no ranking (τ² = 0)', async () => {
    const { rows, pooled } = await served.get<PortfolioAnswer>('/api/brand/portfolio');
    expect(rows.find(({ experiment_id }) => experiment_id === 'skewed')).toMatchObject({ grade: 'A', effects: [{ effect: null }] });
    expect(pooled).toMatchObject({ tau_squared: 0, ranking_allowed: false });
    expect(pooled?.members.map(({ experiment_id }) => experiment_id)).toEqual(['alike', 'works']);
  });
});
