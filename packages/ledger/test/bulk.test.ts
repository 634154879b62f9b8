import type { Warehouse } from '@touchline/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLedger, layClicksByPerson, ledgerDigest, runAttribution } from '../src/index.js';
import { lateRefunds, oddMarket } from './odd-market.js';
import { click, DAY_MS, link, NOON, order, refund, startServer, WORKSPACE, World, workspace } from './world.js';

/** Everybody inside the warehouse, in several buckets; or everybody one by one. */
const IN_BULK = { bulk_least: 0, memory_bytes: 60_000 };
const ONE_BY_ONE = { bulk_least: Number.POSITIVE_INFINITY };
const MANY_AT_ONCE = { bulk_least: 1, memory_bytes: 60_000 };

let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(() => server?.remove());

const TEST_MS_MAX = 240_000;

async function worldOf(facts: ReturnType<typeof oddMarket>): Promise<World> {
  const world = await World.open(server);
  await world.arrive(workspace(), ...facts);
  return world;
}

/** Every net line, and what refunds took from it when. */
async function netLines(world: World): Promise<unknown[]> {
  return world.warehouse.query(
    `SELECT model, model_version, toString(h.conversion_id) AS conversion, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
       currency, workspace_currency, kind, event_time, sum(toInt64(round(weight * 1e12))) AS weight, sum(amount_minor) AS amount, sum(amount_workspace_minor) AS workspace_amount
     FROM ledger_history AS h GROUP BY ALL
     ORDER BY conversion, model, model_version, touch_position, touch_id, creator_id, campaign_id, post_id, link_id, platform, kind, event_time`,
  );
}

/** How many there are, and how many of the human clicks that were stored. */
async function clicksByPerson({ warehouse }: World): Promise<{ added: number; human: number }> {
  const [counts] = await warehouse.query<{ added: number; human: number }>(
    `SELECT (SELECT count() FROM clicks_by_person) AS added, (SELECT count() FROM click_facts WHERE payload.class = 'human') AS human`,
  );
  return counts ?? { added: 0, human: 0 };
}

async function scratchRows(world: World): Promise<number> {
  const tables = ['affected', 'members', 'owners', 'orders', 'odd_persons', 'targets', 'lines', 'standing', 'changes'].map((name) => `run_${name}`);
  const counts = await Promise.all(tables.map((table) => world.warehouse.query<{ rows: number }>('SELECT count() AS rows FROM {table:Identifier}', { table })));
  return counts.reduce((sum, [row]) => sum + (row?.rows ?? 0), 0);
}

/** The same warehouse but for some of its methods. */
function instead(warehouse: Warehouse, methods: Partial<Warehouse>): Warehouse {
  return new Proxy(warehouse, {
    get: (target, name) => {
      const value: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('crediting many orders inside the warehouse', { timeout: TEST_MS_MAX }, () => {
  it.each([1, 2])('writes line for line what crediting one by one writes: codes, refunds, currencies, merges, odd orders (I4, I5), market %i', async (seed) => {
    const facts = oddMarket(seed);
    const [single, bulk] = [await worldOf(facts), await worldOf(facts)];
    const one = await single.run(ONE_BY_ONE);
    const all = await bulk.run(IN_BULK);
    expect(all).toMatchObject({ conversions: one.conversions, lines_written: one.lines_written });
    expect(await netLines(bulk)).toEqual(await netLines(single));
    expect(await ledgerDigest(bulk.warehouse)).toEqual(await ledgerDigest(single.warehouse));
    const balance = await checkLedger(single.warehouse);
    expect(await checkLedger(bulk.warehouse)).toEqual(balance);
    // Share by share no order is left out or looked at twice.
    for (const at_once of [1, 7]) {
      const { problems, ...rest } = await checkLedger(bulk.warehouse, WORKSPACE, at_once);
      expect({ ...rest, problems: problems.length }).toEqual({ ...balance, problems: balance.problems.length });
    }
    expect(await scratchRows(bulk)).toBe(0);
    await single.warehouse.close();
    await bulk.warehouse.close();
  });

  it('appends only what differs when a policy changes, as crediting one by one does (I2, I4, I5)', async () => {
    const facts = oddMarket(4);
    const late = lateRefunds(4);
    const [single, bulk] = [await worldOf(facts), await worldOf(facts)];
    await single.run(ONE_BY_ONE);
    await bulk.run(IN_BULK);
    for (const change of [{ half_life_ms: DAY_MS }, { click_window_ms: 3 * DAY_MS }, { click_window_ms: 90 * DAY_MS, code_window_ms: DAY_MS }]) {
      for (const world of [single, bulk]) await world.arrive(workspace(change), ...late);
      const one = await single.run(ONE_BY_ONE);
      const all = await bulk.run(IN_BULK);
      expect(all.conversions).toBe(one.conversions);
      expect(await ledgerDigest(bulk.warehouse)).toEqual(await ledgerDigest(single.warehouse));
      expect(await checkLedger(bulk.warehouse)).toMatchObject({ waiting: 0 });
    }
    await single.warehouse.close();
    await bulk.warehouse.close();
  });

  it.each([6, 7])(
    'credits those whom news touches as crediting one by one does: late clicks, merges, refunds, moved links (I2, I4, I5), market %i',
    async (seed) => {
      const facts = oddMarket(seed);
      const late = (place: number) => facts.filter((fact, index) => fact.topic !== 'directory' && index % 4 === place);
      const known = facts.filter((fact, index) => fact.topic === 'directory' || index % 4 > 1);
      const [single, bulk] = [await worldOf(known), await worldOf(known)];
      for (const world of [single, bulk]) await world.run(ONE_BY_ONE);
      for (const news of [late(0), [...late(1), link('anna2', 'ben')], lateRefunds(seed), [link('cleo', 'dora')]]) {
        for (const world of [single, bulk]) await world.arrive(...news);
        const one = await single.run(ONE_BY_ONE);
        expect((await bulk.run(MANY_AT_ONCE)).conversions).toBe(one.conversions);
        expect(await ledgerDigest(bulk.warehouse)).toEqual(await ledgerDigest(single.warehouse));
      }
      const [{ conversions, problems }, balance] = [await checkLedger(single.warehouse), await checkLedger(bulk.warehouse)];
      expect(balance).toMatchObject({ conversions, waiting: 0 });
      expect(balance.problems.length).toBe(problems.length);
      expect(await scratchRows(bulk)).toBe(0);
      await single.warehouse.close();
      await bulk.warehouse.close();
    },
  );

  it('adds every click to those by person where nobody had, before it credits some (I2, I5)', async () => {
    const facts = oddMarket(8);
    const [known, late] = [
      facts.filter((fact, index) => fact.topic !== 'clicks' || index % 5 > 0),
      facts.filter((fact, index) => fact.topic === 'clicks' && index % 5 === 0),
    ];
    const [laid, unlaid] = [await worldOf(known), await worldOf(known)];
    for (const world of [laid, unlaid]) await world.run(IN_BULK);
    await layClicksByPerson({ ...laid, workspace_id: WORKSPACE });
    const before = await clicksByPerson(laid);
    expect(before.added).toBe(before.human);
    expect((await clicksByPerson(unlaid)).added).toBe(0);
    // What stands there is not added again.
    await layClicksByPerson({ ...laid, workspace_id: WORKSPACE });
    expect(await clicksByPerson(laid)).toEqual(before);
    for (const world of [laid, unlaid]) {
      await world.arrive(...late);
      await world.run(MANY_AT_ONCE);
      const { added, human } = await clicksByPerson(world);
      expect(added).toBe(human);
    }
    expect(await ledgerDigest(unlaid.warehouse)).toEqual(await ledgerDigest(laid.warehouse));
    for (const world of [laid, unlaid]) await world.warehouse.close();
  });

  it('takes nothing back for a refund that is later than those booked (I4)', async () => {
    const orders = ['one', 'two'].flatMap((name) => [
      click(name, 'anna', { visitor_id: name, at: NOON - 1 }),
      order(name, { visitor_id: name, amount_minor: 1_000 }),
    ]);
    const world = await worldOf([link('anna'), ...orders, refund('one', 'r1', { delta_minor: -100, at: NOON + 1 })]);
    await world.run(MANY_AT_ONCE);
    await world.arrive(...['one', 'two'].map((name) => refund(name, 'r2', { delta_minor: -250, at: NOON + 2 })));
    expect(await world.run(MANY_AT_ONCE)).toMatchObject({ conversions: 2, lines_written: 10 });
    expect(await world.kinds()).toEqual({ credit: 10, refund: 15 });
    expect(await world.lines('one', 'linear')).toEqual([['anna', 1, 650]]);
    // An earlier one changes what every later one took.
    await world.arrive(refund('one', 'r0', { delta_minor: -50, at: NOON }));
    expect(await world.run(MANY_AT_ONCE)).toMatchObject({ conversions: 1 });
    expect(await world.lines('one', 'linear')).toEqual([['anna', 1, 600]]);
    await world.warehouse.close();
  });

  it('credits those whom news touches in several buckets where they are too many for one (I2, I4)', async () => {
    const visitors = Array.from({ length: 2_100 }, (_, index) => `v${index}`);
    const orders = visitors.map((visitor_id, index) => order(`o${index}`, { visitor_id, amount_minor: 100 + index, at: NOON + (index % 50) * DAY_MS }));
    const late = visitors.map((visitor_id, index) => click(`c${index}`, index % 2 === 0 ? 'anna' : 'ben', { visitor_id, at: NOON - (index % 9) * DAY_MS }));
    const [single, bulk] = [await worldOf([link('anna'), link('ben'), ...orders]), await worldOf([link('anna'), link('ben'), ...orders])];
    for (const world of [single, bulk]) {
      await world.run(IN_BULK);
      await world.arrive(...late);
    }
    expect(await single.run(ONE_BY_ONE)).toMatchObject({ conversions: visitors.length });
    expect(await bulk.run(MANY_AT_ONCE)).toMatchObject({ conversions: visitors.length });
    expect(await ledgerDigest(bulk.warehouse)).toEqual(await ledgerDigest(single.warehouse));
    expect(await bulk.lines('o7', 'linear')).toEqual([['ben', 1, 107]]);
    await single.warehouse.close();
    await bulk.warehouse.close();
  });

  it('credits of an order that was reported more than once what was received first, whenever it came (I2)', async () => {
    const report = (amount_minor: number, received: number) => order('one', { visitor_id: 'v', amount_minor, received });
    const world = await worldOf([link('anna'), click('c', 'anna', { visitor_id: 'v', at: NOON - 1 }), report(1_000, NOON + 2)]);
    await world.run(MANY_AT_ONCE);
    for (const [again, credited] of [
      [report(900, NOON + 1), 900],
      [report(800, NOON + 3), 900],
    ] as const) {
      await world.arrive(again);
      expect(await world.run(MANY_AT_ONCE)).toMatchObject({ conversions: 1 });
      expect(await world.lines('one', 'linear')).toEqual([['anna', 1, credited]]);
    }
    await world.warehouse.close();
  });

  it('counts money in a currency that comes while it looks, too (I4)', async () => {
    const report = (more: object) => order('one', { visitor_id: 'v', amount_minor: 1_001, received: NOON + 2, ...more });
    const world = await worldOf([link('anna'), click('c', 'anna', { visitor_id: 'v', at: NOON - 2 }), report({})]);
    await world.run(MANY_AT_ONCE);
    await world.arrive(click('late', 'anna', { visitor_id: 'v', at: NOON - 1 }));
    let came = false;
    const query = async <Row>(sql: string, parameters?: Record<string, unknown>): Promise<Row[]> => {
      const rows = await world.warehouse.query<Row>(sql, parameters);
      if (sql.includes('In which currencies')) {
        came = true;
        await world.arrive(report({ currency: 'KWD', fx_rate: '3', received: NOON + 1 }));
      }
      return rows;
    };
    const warehouse = instead(world.warehouse, { query });
    await runAttribution({ warehouse, workspace_id: WORKSPACE, now: new Date(NOON + 200 * DAY_MS), ...MANY_AT_ONCE });
    expect(came).toBe(true);
    const sums = 'SELECT sum(amount_minor) AS amount_minor, sum(amount_workspace_minor) AS workspace_minor FROM ledger WHERE model = {model:String}';
    expect(await world.warehouse.query(sums, { model: 'linear' })).toEqual([{ amount_minor: 1_001, workspace_minor: 300 }]);
    await world.warehouse.close();
  });

  it('takes no line for standing whose run ended before its commit marker (I2)', async () => {
    const world = await worldOf([link('anna'), link('ben'), click('c', 'anna', { visitor_id: 'v', at: NOON - 2 }), order('one', { visitor_id: 'v' })]);
    await world.run(MANY_AT_ONCE);
    await world.arrive(click('late', 'ben', { visitor_id: 'v', at: NOON - 1 }));
    const insertRows: Warehouse['insertRows'] = async (table, ...rest) => {
      if (table === 'attribution_runs') throw new Error('dies');
      return world.warehouse.insertRows(table, ...rest);
    };
    const dying = { warehouse: instead(world.warehouse, { insertRows }), workspace_id: WORKSPACE, now: new Date(NOON + 200 * DAY_MS), ...MANY_AT_ONCE };
    await expect(runAttribution(dying)).rejects.toThrow('dies');
    expect(await world.lines('one', 'last')).toEqual([['anna', 1, 10_000]]);
    expect(await scratchRows(world)).toBe(0);
    expect(await world.run(MANY_AT_ONCE)).toMatchObject({ conversions: 1 });
    expect(await world.lines('one', 'last')).toEqual([['ben', 1, 10_000]]);
    expect(await checkLedger(world.warehouse, WORKSPACE)).toMatchObject({ conversions: 1, balanced: true, waiting: 0 });
    await world.warehouse.close();
  });

  it('writes nothing for orders the ledger already credits as it should (I2)', async () => {
    const world = await worldOf([...oddMarket(5), workspace({ code_window_ms: 30.5 * DAY_MS })]);
    await world.run(ONE_BY_ONE);
    // A window that is a millisecond longer: everything is looked at, and nothing is different.
    await world.arrive(workspace({ code_window_ms: 30.5 * DAY_MS + 1 }));
    expect(await world.run(IN_BULK)).toMatchObject({ nothing_new: false, lines_written: 0 });
    await world.warehouse.close();
  });

  it('credits one by one who brings more pairs of touches and orders than a bucket should meet (I4)', async () => {
    const clicks = Array.from({ length: 200 }, (_, index) =>
      click(`c${index}`, index % 2 === 0 ? 'anna' : 'ben', { visitor_id: 'bot', at: NOON - index * 1_000 }),
    );
    const orders = Array.from({ length: 12 }, (_, index) => order(`o${index}`, { visitor_id: 'bot', amount_minor: 100 + index, at: NOON - index * 1_000 }));
    const facts = [link('anna'), link('ben'), ...clicks, ...orders, order('other', { visitor_id: 'v' })];
    const [single, bulk] = [await worldOf(facts), await worldOf(facts)];
    await single.run(ONE_BY_ONE);
    expect(await bulk.run(IN_BULK)).toMatchObject({ conversions: 13 });
    expect(await netLines(bulk)).toEqual(await netLines(single));
    expect(await checkLedger(bulk.warehouse, WORKSPACE)).toMatchObject({ conversions: 13, balanced: true, waiting: 0 });
    await single.warehouse.close();
    await bulk.warehouse.close();
  });
});
