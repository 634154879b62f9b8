import { attributePaths, PathBook } from '@touchline/attribution';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLedger, explainOrder, type FitRequest, fitModels, readLastFit } from '../src/index.js';
import { oddMarket } from './odd-market.js';
import { click, DAY_MS, type Fact, link, NOON, order, refund, startServer, WORKSPACE, World, workspace } from './world.js';

const TEST_MS_MAX = 240_000;

let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(() => server?.remove());

async function worldOf(facts: readonly Fact[]): Promise<World> {
  const world = await World.open(server);
  await world.arrive(workspace(), ...facts);
  return world;
}

const fit = (world: World, wish: Partial<FitRequest> = {}) =>
  fitModels({ warehouse: world.warehouse, workspace_id: WORKSPACE, now: new Date(NOON + 200 * DAY_MS), ...wish });

/** One click a day, the last of them an hour before the order. */
function walk(person: string, creators: readonly string[]): Fact[] {
  return creators.map((creator, index) =>
    click(`${person}/${index}`, creator, { visitor_id: person, at: NOON - 3_600_000 - (creators.length - 1 - index) * DAY_MS }),
  );
}

const CONVERTED = { p1: ['anna', 'ben'], p2: ['ben'], p3: ['anna', 'cleo', 'anna'], p4: ['cleo', 'ben'], p5: ['anna'] };
const ENDED = { n1: ['anna'], n2: ['cleo', 'anna'], n3: ['ben', 'cleo'], n4: ['cleo'] };

function known(): Fact[] {
  const bought = Object.entries(CONVERTED).flatMap(([person, creators], index) => [
    ...walk(person, creators),
    order(`o-${person}`, { visitor_id: person, amount_minor: 1_000 * (index + 1) }),
  ]);
  return [link('anna'), link('ben'), link('cleo'), ...bought, ...Object.entries(ENDED).flatMap(([person, creators]) => walk(person, creators))];
}

async function canonical(world: World, model: string): Promise<Record<string, [number, number]>> {
  const rows = await world.warehouse.query<{ channel: string; conversions: number; value: number }>(
    'SELECT channel, canonical_conversions AS conversions, canonical_value_minor AS value FROM canonical_credit WHERE model = {model:String}',
    { model },
  );
  return Object.fromEntries(rows.map(({ channel, conversions, value }) => [channel, [conversions, value]]));
}

async function netLines(world: World): Promise<unknown[]> {
  return world.warehouse.query(
    `SELECT model, toString(h.conversion_id) AS conversion, touch_id, touch_position, creator_id, kind, event_time, sum(toInt64(round(weight * 1e12))) AS weight,
       sum(amount_minor) AS amount, sum(amount_workspace_minor) AS workspace_amount
     FROM ledger_history AS h GROUP BY ALL HAVING weight != 0 OR amount != 0 ORDER BY ALL`,
  );
}

describe('fitting Markov and Shapley', { timeout: TEST_MS_MAX }, () => {
  it.each([
    ['markov', 1],
    ['markov', 2],
    ['shapley', 1],
  ] as const)('finds for %s of order %i what the paths of the same journeys give, nulls included', async (name, chain) => {
    const world = await worldOf(known());
    const report = await fit(world, { order: chain });
    expect(report).toMatchObject({ conversions: 5, nulls: 4, channels: 3, level: 'creator' });
    expect(report.p_conversion).toBeCloseTo(5 / 9, 12);
    const paths = new PathBook({ name: 'collapsed' });
    for (const [index, path] of Object.values(CONVERTED).entries()) paths.add(path, { conversions: 1, value: 1_000 * (index + 1), nulls: 0 });
    for (const path of Object.values(ENDED)) paths.add(path, { conversions: 0, value: 0, nulls: 1 });
    const expected = attributePaths(paths.paths(), name === 'markov' ? { name, order: chain } : { name });
    const found = await canonical(world, name);
    for (const { channel, conversions, value } of expected.channels) {
      expect(found[channel]?.[0]).toBeCloseTo(conversions, 9);
      expect(found[channel]?.[1]).toBeCloseTo(value, 6);
    }
    await world.warehouse.close();
  });

  it('splits each order by the effects of those present, which balances (I4) and is not the canonical aggregate; the aggregates are both kept', async () => {
    const world = await worldOf(known());
    await fit(world);
    expect(await checkLedger(world.warehouse)).toMatchObject({ balanced: true, workspaces: [{ models: { length: 7 } }], conversions: 5 });
    expect(await world.lines('o-p2', 'markov')).toEqual([['ben', 1, 2_000]]);
    const [effects] = await world.warehouse.query<{ anna: number; ben: number }>(
      `SELECT anyIf(effect, channel = 'anna') AS anna, anyIf(effect, channel = 'ben') AS ben FROM fit_channels WHERE model = 'markov'`,
    );
    const [[, weight] = ['', 0]] = await world.lines('o-p1', 'markov');
    expect(weight).toBeCloseTo((effects?.anna ?? 0) / ((effects?.anna ?? 0) + (effects?.ben ?? 0)), 6);
    const [lines] = await world.warehouse.query<{ credit: number }>(`SELECT sum(weight) AS credit FROM ledger WHERE model = 'markov' AND creator_id = 'anna'`);
    expect(lines?.credit).not.toBeCloseTo((await canonical(world, 'markov'))['anna']?.[0] ?? 0, 3);
    const explained = await explainOrder(world.warehouse, WORKSPACE, 'o-p1');
    expect(explained).toMatchObject({ ledger: 'current' });
    expect(explained?.fitted_models.map(({ model, total_minor }) => [model, total_minor])).toEqual([
      ['markov', 1_000],
      ['shapley', 1_000],
    ]);
    await world.warehouse.close();
  });

  it('is made by the level and order of the one before unless it is told others, and every run says which fit it credited by', async () => {
    const world = await worldOf(known());
    const first = await fit(world, { level: 'link', order: 2 });
    expect(first).toMatchObject({ level: 'link', order: 2 });
    expect(await readLastFit(world.warehouse, WORKSPACE)).toEqual({ level: 'link', order: 2 });
    await world.arrive(order('late', { visitor_id: 'p1', amount_minor: 500, at: NOON + 1 }));
    await world.run();
    const [run] = await world.warehouse.query<{ models: string }>('SELECT argMax(models, knowledge_time) AS models FROM attribution_runs');
    const models = JSON.parse(run?.models ?? '[]') as { name: string; parameters: object }[];
    expect(models).toHaveLength(7);
    const told = { level: 'link', chain_order: 2, fit_run_id: first.run_id };
    expect(models.find(({ name }) => name === 'markov')).toMatchObject({ name: 'markov', model_version: 1, parameters: told });
    expect(await fit(world)).toMatchObject({ level: 'link', order: 2 });
    expect(await fit(world, { level: 'creator' })).toMatchObject({ level: 'creator', order: 2 });
    await world.warehouse.close();
  });

  it('credits what comes later by the last fit, one by one as in bulk; a second fit appends only what differs (I2, I4)', async () => {
    const later = [
      ...walk('late', ['anna', 'cleo', 'ben', 'cleo']),
      order('late', { visitor_id: 'late', amount_minor: 777 }),
      refund('late', 'r', { delta_minor: -77, at: NOON + 5 }),
      click('p1/late', 'cleo', { visitor_id: 'p1', at: NOON - 5 }),
    ];
    const worlds = [await worldOf([...known(), ...oddMarket(6)]), await worldOf([...known(), ...oddMarket(6)])];
    for (const [index, world] of worlds.entries()) {
      await fit(world, { level: 'link' });
      await world.arrive(...later, workspace({ click_window_ms: 20 * DAY_MS }));
      await world.run(index === 0 ? { bulk_least: Number.POSITIVE_INFINITY } : { bulk_least: 0, memory_bytes: 60_000 });
    }
    const [one, other] = await Promise.all(worlds.map(netLines));
    expect(other).toEqual(one);
    const [world] = worlds;
    if (world === undefined) return;
    const before = await checkLedger(world.warehouse);
    const again = await fit(world, { level: 'link' });
    expect(again.lines_written).toBeGreaterThan(0);
    expect(await checkLedger(world.warehouse)).toEqual(before);
    expect(await fit(world, { level: 'link' })).toMatchObject({ lines_written: 0 });
    for (const { warehouse } of worlds) await warehouse.close();
  });
});
