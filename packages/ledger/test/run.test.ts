import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLedger, explainOrderAsOf, ledgerDigest, readCredit } from '../src/index.js';
import {
  archivedLink,
  click,
  DAY_MS,
  identified,
  link,
  NOON,
  order,
  promoCode,
  redemption,
  refund,
  startServer,
  WORKSPACE,
  World,
  workspace,
} from './world.js';

let server: Awaited<ReturnType<typeof startServer>>;
let world: World;

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(async () => {
  await world?.warehouse.close();
  await server?.remove();
});

/** A warehouse of its own with the workspace and links of three creators. */
async function fresh(): Promise<World> {
  await world?.warehouse.close();
  world = await World.open(server);
  await world.arrive(workspace(), link('anna'), link('ben'), link('cleo'));
  return world;
}

async function balanced(): Promise<void> {
  const report = await checkLedger(world.warehouse, WORKSPACE);
  expect(report).toMatchObject({ balanced: true, waiting: 0, problems: [] });
}

describe('an attribution run', () => {
  it('credits an order to the link that was clicked, and a second run writes nothing (I2, I4)', async () => {
    await fresh();
    await world.arrive(
      click('c1', 'anna', { visitor_id: 'v1', at: NOON - DAY_MS }),
      click('c2', 'ben', { visitor_id: 'v1', at: NOON - 1 }),
      click('bot', 'cleo', { visitor_id: 'v1', at: NOON - 2, click_class: 'bot' }),
      click('other', 'cleo', { visitor_id: 'v2', at: NOON - 2 }),
      order('o1', { visitor_id: 'v1', amount_minor: 9_999 }),
      order('o2', { customer_id: 'nobody' }),
    );
    expect(await world.run()).toMatchObject({ conversions: 2, nothing_new: false });
    expect(await world.lines('o1', 'linear')).toEqual([
      ['anna', 0.5, 5_000],
      ['ben', 0.5, 4_999],
    ]);
    expect(await world.lines('o1', 'last')).toEqual([['ben', 1, 9_999]]);
    expect(await world.lines('o2', 'first')).toEqual([['(unattributed)', 1, 10_000]]);
    await balanced();

    const runs = async () => world.warehouse.query('SELECT run_id FROM attribution_runs');
    const before = [await ledgerDigest(world.warehouse), await runs()];
    expect(await world.run()).toMatchObject({ run_id: null, nothing_new: true, lines_written: 0 });
    expect([await ledgerDigest(world.warehouse), await runs()]).toEqual(before);
  });

  it('takes credit back and gives it anew when a click comes late (I4)', async () => {
    await fresh();
    await world.arrive(click('c1', 'anna', { visitor_id: 'v1', at: NOON - DAY_MS }), order('o1', { visitor_id: 'v1' }));
    await world.run();
    await world.arrive(click('c2', 'ben', { visitor_id: 'v1', at: NOON - 1_000 }));
    expect(await world.run()).toMatchObject({ conversions: 1 });
    expect(await world.lines('o1', 'last')).toEqual([['ben', 1, 10_000]]);
    expect(await world.lines('o1', 'first')).toEqual([['anna', 1, 10_000]]);
    expect(await world.lines('o1', 'position')).toEqual([
      ['anna', 0.5, 5_000],
      ['ben', 0.5, 5_000],
    ]);
    // First credit under five models; then all but `first` are reversed.
    expect(await world.kinds()).toEqual({ credit: 5 + 7, reversal: 4 });
    await balanced();
  });

  it('looks at nobody’s orders when clicks come of people who bought nothing', async () => {
    await fresh();
    await world.arrive(order('o1', { visitor_id: 'v1' }));
    await world.run();
    await world.arrive(click('c1', 'anna', { visitor_id: 'v2' }));
    expect(await world.run()).toMatchObject({ conversions: 0, lines_written: 0, nothing_new: false });
    expect(await world.run()).toMatchObject({ nothing_new: true });
  });

  it('joins persons, also when the joining fact comes after the order (I4)', async () => {
    await fresh();
    await world.arrive(
      click('c1', 'anna', { visitor_id: 'phone', at: NOON - DAY_MS }),
      click('c2', 'ben', { visitor_id: 'laptop', at: NOON - 1_000 }),
      order('o1', { visitor_id: 'laptop', customer_id: 'k1' }),
    );
    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([['ben', 1, 10_000]]);
    await world.arrive(identified('i1', { visitor_id: 'phone', customer_id: 'k1' }));
    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([
      ['anna', 0.5, 5_000],
      ['ben', 0.5, 5_000],
    ]);
    const members = await world.warehouse.query<{ identifier: string; person_id: string }>(
      'SELECT identifier, person_id FROM person_members FINAL ORDER BY identifier',
    );
    expect(members).toEqual(['customer:k1', 'order:o1', 'visitor:laptop', 'visitor:phone'].map((identifier) => ({ identifier, person_id: 'customer:k1' })));
    await balanced();
  });

  it('knows a visitor by the click id an order brings, whichever comes first', async () => {
    await fresh();
    await world.arrive(order('o1', { click: 'c1' }), click('private', 'cleo', { at: NOON - 5 }), order('o2', { click: 'private' }));
    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([['(unattributed)', 1, 10_000]]);
    expect(await world.lines('o2', 'linear')).toEqual([['cleo', 1, 10_000]]);
    await world.arrive(click('c0', 'ben', { visitor_id: 'v1', at: NOON - DAY_MS }), click('c1', 'anna', { visitor_id: 'v1', at: NOON - 1_000 }));
    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([
      ['anna', 0.5, 5_000],
      ['ben', 0.5, 5_000],
    ]);
    await balanced();
  });

  it('stops joining where half the world shares an address, flags it, and credits the rest by their own visitors', async () => {
    await fresh();
    const hub = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) =>
        order(`h${from + index}`, { visitor_id: `v${from + index}`, email_sha256: 'guest', at: NOON + from + index }),
      );
    await world.arrive(click('c55', 'anna', { visitor_id: 'v55', at: NOON - 5 }), ...hub(0, 45));
    await world.run();
    await world.arrive(...hub(45, 58));
    await world.run();
    const sizes = await world.warehouse.query(
      `SELECT suspicious, countIf(identifier NOT LIKE 'order:%') AS identifiers FROM person_members FINAL WHERE person_id = 'email:guest' GROUP BY suspicious`,
    );
    expect(sizes).toEqual([{ suspicious: true, identifiers: 50 }]);
    // What is beyond the limit stays with the visitor who ordered; what is within is one person's.
    expect(await world.lines('h55', 'linear')).toEqual([['anna', 1, 10_000]]);
    expect(await world.lines('h7', 'linear')).toEqual([['(unattributed)', 1, 10_000]]);
    await balanced();
  });

  it('credits whom a late fact parts from a full hub by themselves again (I4, I5)', async () => {
    await fresh();
    const orders = Array.from({ length: 49 }, (_, index) => order(`h${index}`, { visitor_id: `v${index}`, email_sha256: 'guest', at: NOON + index }));
    await world.arrive(click('b', 'ben', { visitor_id: 'v1', at: NOON - 9 }), click('a', 'anna', { visitor_id: 'v48', at: NOON - 5 }), ...orders);
    await world.run();
    expect((await world.lines('h48', 'linear')).map(([creator]) => creator)).toEqual(['anna', 'ben']);
    await world.arrive(identified('early', { visitor_id: 'v99', email_sha256: 'guest', at: NOON - 1_000 }));
    await world.run();
    expect(await world.lines('h48', 'linear')).toEqual([['anna', 1, 10_000]]);
    expect(await world.lines('h0', 'linear')).toEqual([['ben', 1, 10_000]]);
    await balanced();
  });

  it('follows partial refunds, and a full refund leaves every line at 0 (I4)', async () => {
    await fresh();
    await world.arrive(
      click('c1', 'anna', { visitor_id: 'v1', at: NOON - 2_000 }),
      click('c2', 'ben', { visitor_id: 'v1', at: NOON - 1_000 }),
      click('c3', 'cleo', { visitor_id: 'v1', at: NOON - 500 }),
      order('o1', { visitor_id: 'v1' }),
    );
    await world.run();
    await world.arrive(refund('o1', 'r1', { delta_minor: -5_000, at: NOON + DAY_MS }));
    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([
      ['anna', 0.333333, 3_334 - 1_667],
      ['ben', 0.333333, 3_333 - 1_667],
      ['cleo', 0.333333, 3_333 - 1_666],
    ]);
    expect((await world.kinds())['reversal']).toBeUndefined();
    await balanced();
    await world.arrive(refund('o1', 'r2', { delta_minor: -5_000, at: NOON + 2 * DAY_MS }));
    await world.run();
    expect((await world.lines('o1', 'linear')).map(([, , amount]) => amount)).toEqual([0, 0, 0]);
    await balanced();
  });

  it('takes a code and a click of the same creator as one touch, and codes of others beside it', async () => {
    await fresh();
    await world.arrive(
      promoCode('k1', 'ANNA10', { creator_id: 'anna' }),
      promoCode('k2', 'BEN10', { creator_id: 'ben' }),
      click('c1', 'anna', { visitor_id: 'v1', at: NOON - 1_000 }),
      order('o1', { visitor_id: 'v1', codes: [' anna10'] }),
      order('o2', { customer_id: 'k', codes: ['BEN10', 'TYPO'] }),
      redemption('x', 'ben10', { customer_id: 'k', order_id: 'o2', at: NOON + 5 }),
      order('o3', { visitor_id: 'v3' }),
      redemption('y', 'ANNA10', { visitor_id: 'v3', at: NOON - DAY_MS }),
    );
    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([['anna', 1, 10_000]]);
    expect(await world.lines('o2', 'linear')).toEqual([['ben', 1, 10_000]]);
    expect(await world.lines('o3', 'linear')).toEqual([['anna', 1, 10_000]]);
    await balanced();
  });

  it('knows a code in whatever letters and blanks it is typed, also when it is made after the order', async () => {
    await fresh();
    await world.arrive(
      promoCode('k1', 'Café', { creator_id: 'anna' }),
      order('o1', { customer_id: 'k1', codes: ['cAFÉ\u00a0'] }),
      order('o2', { customer_id: 'k2', codes: ['\tben10'] }),
      order('o3', { customer_id: 'k3', codes: ['grüße'] }),
    );
    await world.run();
    expect(await world.lines('o1', 'last')).toEqual([['anna', 1, 10_000]]);
    await world.arrive(promoCode('k2', 'BEN10', { creator_id: 'ben' }), promoCode('k3', 'GRÜSSE', { creator_id: 'cleo' }));
    await world.run();
    expect(await world.lines('o2', 'last')).toEqual([['ben', 1, 10_000]]);
    expect(await world.lines('o3', 'last')).toEqual([['cleo', 1, 10_000]]);
    await balanced();
  });

  it('keeps what was redeemed under the name a code had then, whoever has that name now', async () => {
    await fresh();
    const sold = (id: string, code: string, days: number) => order(id, { customer_id: id, codes: [code], at: NOON - days * DAY_MS });
    await world.arrive(promoCode('k1', 'OLD', { creator_id: 'anna' }), sold('o1', 'old', 20), sold('o2', 'OLD', 7), sold('o3', 'OLD', 0), sold('o4', 'NEW', 0));
    await world.run();
    expect(await world.lines('o3', 'last')).toEqual([['anna', 1, 10_000]]);
    await world.arrive(
      promoCode('k1', 'NEW', { creator_id: 'anna', at: NOON - 10 * DAY_MS }),
      promoCode('k2', 'OLD', { creator_id: 'ben', at: NOON - 5 * DAY_MS }),
    );
    await world.run();
    const holders = await Promise.all(['o1', 'o2', 'o3', 'o4'].map(async (id) => (await world.lines(id, 'last'))[0]?.[0]));
    expect(holders).toEqual(['anna', 'anna', 'ben', 'anna']);
    await balanced();
  });

  it('follows the directory: a link that becomes known or moves, an archived one, a longer window', async () => {
    await fresh();
    await world.arrive(
      archivedLink('anna'),
      click('c1', 'new', { visitor_id: 'v1', at: NOON - 1_000 }),
      click('c2', 'anna', { visitor_id: 'v2', at: NOON - 40 * DAY_MS }),
      click('c3', 'anna', { visitor_id: 'v3', at: NOON - DAY_MS }),
      order('o1', { visitor_id: 'v1' }),
      order('o2', { visitor_id: 'v2' }),
      order('o3', { visitor_id: 'v3' }),
    );
    await world.run();
    const last = async () => [await world.lines('o1', 'last'), await world.lines('o2', 'last'), await world.lines('o3', 'last')].map(([line]) => line?.[0]);
    expect(await last()).toEqual(['(unattributed)', '(unattributed)', 'anna']);
    await world.arrive(link('new', 'dora'));
    expect(await world.run()).toMatchObject({ conversions: 1 });
    expect(await last()).toEqual(['dora', '(unattributed)', 'anna']);
    await world.arrive(workspace({ click_window_ms: 50 * DAY_MS }));
    expect(await world.run()).toMatchObject({ conversions: 3 });
    expect(await last()).toEqual(['dora', 'anna', 'anna']);
    await balanced();
  });

  it('keeps workspace amounts exact for orders in another currency (I4)', async () => {
    await fresh();
    await world.arrive(
      click('c1', 'anna', { visitor_id: 'v1', at: NOON - 1_000 }),
      click('c2', 'ben', { visitor_id: 'v1', at: NOON - 500 }),
      order('o1', { visitor_id: 'v1', amount_minor: 10_001, currency: 'JPY', fx_rate: '0.0061' }),
    );
    await world.run();
    const rows = await world.warehouse.query(`SELECT amount_minor, amount_workspace_minor FROM ledger WHERE model = 'linear' ORDER BY touch_position`);
    expect(rows).toEqual([
      { amount_minor: 5_001, amount_workspace_minor: 3_051 },
      { amount_minor: 5_000, amount_workspace_minor: 3_050 },
    ]);
    await balanced();
  });
});

describe('the ledger at an instant', () => {
  it('reads what was known then: credit, digest, and what an order was given, whatever came since', async () => {
    await fresh();
    await world.arrive(click('c1', 'anna', { visitor_id: 'v1', at: NOON - DAY_MS }), order('o1', { visitor_id: 'v1' }), order('o2', { visitor_id: 'v9' }));
    await world.run();
    const then = await world.lastRunAt();
    const digest = await ledgerDigest(world.warehouse, WORKSPACE);
    const query = { workspace_id: WORKSPACE, model: 'last', level: 'creator' } as const;
    const credit = await readCredit(world.warehouse, query);
    expect(credit.map((row) => [row.id, row.unattributed, row.amount_minor, row.conversions])).toEqual([
      ['anna', false, 10_000, 1],
      ['', true, 10_000, 1],
    ]);

    await world.arrive(click('c2', 'ben', { visitor_id: 'v1', at: NOON - 1_000 }), refund('o1', 'r1', { delta_minor: -4_000, at: NOON + 1 }));
    await world.run();
    expect((await readCredit(world.warehouse, query)).map((row) => [row.id, row.amount_minor])).toEqual([
      ['ben', 6_000],
      ['', 10_000],
    ]);
    expect(await readCredit(world.warehouse, { ...query, as_of: then })).toEqual(credit);
    expect(await ledgerDigest(world.warehouse, WORKSPACE, { as_of: then })).toEqual(digest);
    expect(await ledgerDigest(world.warehouse, WORKSPACE)).not.toEqual(digest);
    const explained = await explainOrderAsOf(world.warehouse, WORKSPACE, { order_id: 'o1', as_of: then });
    expect(explained?.models.find(({ model }) => model === 'last')?.total_minor).toBe(10_000);
    expect(await readCredit(world.warehouse, { ...query, as_of: new Date(then.getTime() - 1) })).toEqual([]);
  });

  it('explains an order by the touches and refunds that had been received by then', async () => {
    await fresh();
    await world.arrive(click('c1', 'anna', { visitor_id: 'v1', at: NOON - DAY_MS }), order('o1', { visitor_id: 'v1' }));
    await world.run();
    const then = await world.lastRunAt();
    const received = then.getTime() + 1;
    await world.arrive(
      click('c2', 'ben', { visitor_id: 'v1', at: NOON - 1_000, received }),
      refund('o1', 'r1', { delta_minor: -4_000, at: NOON + 1, received }),
      order('o2', { visitor_id: 'v1', at: NOON + 2, received }),
    );
    await world.run();
    const explained = (as_of?: Date) => explainOrderAsOf(world.warehouse, WORKSPACE, { order_id: 'o1', as_of });
    const creators = (order: Awaited<ReturnType<typeof explained>>) => order?.touches.map(({ creator_id }) => creator_id);
    expect(creators(await explained())).toEqual(['anna', 'ben']);
    expect(await explained()).toMatchObject({ net_minor: 6_000, ledger: 'current' });
    expect(creators(await explained(then))).toEqual(['anna']);
    expect(await explained(then)).toMatchObject({ net_minor: 10_000, refunds: [], ledger: 'current' });
    expect(await explainOrderAsOf(world.warehouse, WORKSPACE, { order_id: 'o2', as_of: then })).toBeUndefined();
  });

  it('keeps with every run the models, versions and parameters it credited by', async () => {
    await fresh();
    await world.arrive(order('o1', { visitor_id: 'v1' }));
    await world.run();
    const [run] = await world.warehouse.query<{ models: string }>('SELECT models FROM attribution_runs');
    expect(JSON.parse(run?.models ?? '[]')).toContainEqual({ name: 'time_decay', model_version: 2, parameters: { half_life_ms: 7 * DAY_MS } });
  });
});
