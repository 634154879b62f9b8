import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLedger, explainOrder, ledgerDigest, runAttribution } from '../src/index.js';
import {
  click,
  DAY_MS,
  type Fact,
  identified,
  link,
  NOON,
  order,
  promoCode,
  redemption,
  refund,
  startServer,
  uuid,
  WORKSPACE,
  World,
  workspace,
} from './world.js';

let server: Awaited<ReturnType<typeof startServer>>;

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(() => server?.remove());

/** A pseudo-random order that is the same every time. */
function shuffled(facts: readonly Fact[], seed: number): Fact[] {
  let state = seed;
  const key = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state;
  };
  return facts
    .map((one) => ({ one, at: key() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

function market(): Fact[] {
  const facts: Fact[] = [
    link('anna'),
    link('ben'),
    link('cleo'),
    promoCode('k1', 'ANNA10', { creator_id: 'anna' }),
    promoCode('k2', 'BEN10', { creator_id: 'ben' }),
  ];
  for (let person = 0; person < 6; person += 1) {
    const visitor_id = `v${person}`;
    const customer_id = `k${person % 4}`;
    facts.push(
      click(`a${person}`, 'anna', { visitor_id, at: NOON - person * DAY_MS }),
      click(`b${person}`, 'ben', { visitor_id, at: NOON - person * 1_000 }),
      click(`p${person}`, 'cleo', { at: NOON - 7 - person }),
      identified(`i${person}`, { visitor_id, customer_id }),
      order(`o${person}`, { customer_id, amount_minor: 3_333 + person, codes: person % 2 === 0 ? ['BEN10'] : [], click: `p${person}`, at: NOON + person }),
      redemption(`r${person}`, 'anna10', { customer_id, at: NOON - DAY_MS - person }),
      refund(`o${person}`, '1', { delta_minor: -person * 100 - 1, at: NOON + DAY_MS }),
      refund(`o${person}`, '2', { delta_minor: -person - 1, at: NOON + 2 * DAY_MS }),
    );
  }
  return facts;
}

describe('the ledger', () => {
  it('has the same digest however the facts arrive and whenever runs come between (I5), and balances (I4)', async () => {
    const digests: string[] = [];
    for (const seed of [0, 7, 42]) {
      const world = await World.open(server);
      await world.arrive(workspace());
      const facts = seed === 0 ? market() : shuffled(market(), seed);
      for (let at = 0; at < facts.length; at += seed === 0 ? facts.length : 9) {
        await world.arrive(...facts.slice(at, at + (seed === 0 ? facts.length : 9)));
        await world.run();
      }
      expect(await checkLedger(world.warehouse)).toMatchObject({ conversions: 6, workspaces: [{ models: { length: 5 } }], balanced: true, waiting: 0 });
      const { sha256, lines } = await ledgerDigest(world.warehouse, WORKSPACE);
      expect(lines).toBeGreaterThan(30);
      digests.push(sha256);
      await world.warehouse.close();
    }
    expect(new Set(digests).size).toBe(1);
  });

  it('shows nothing of a run that ended before its commit marker, and the next run does its work (I2)', async () => {
    const world = await World.open(server);
    await world.arrive(
      workspace(),
      link('anna'),
      link('ben'),
      click('c1', 'anna', { visitor_id: 'v1', at: NOON - 2_000 }),
      click('c2', 'ben', { visitor_id: 'v2', at: NOON - 1_000 }),
      order('o1', { visitor_id: 'v1', customer_id: 'k' }),
    );
    await world.run();
    const before = await ledgerDigest(world.warehouse);
    await world.arrive(identified('i1', { visitor_id: 'v2', customer_id: 'k' }));

    // The store is gone exactly where the marker would be written: everything before it has been.
    const { warehouse } = world;
    const dying = Object.assign(Object.create(warehouse) as typeof warehouse, {
      query: warehouse.query.bind(warehouse),
      command: warehouse.command.bind(warehouse),
      stream: warehouse.stream.bind(warehouse),
      insertRows: (table: string, rows: readonly object[], options?: { token?: string }) =>
        table === 'attribution_runs' ? Promise.reject(new Error('killed')) : warehouse.insertRows(table, rows, options),
    });
    const request = { warehouse: dying, workspace_id: WORKSPACE, now: new Date(NOON + 200 * DAY_MS) };
    await expect(runAttribution(request)).rejects.toThrow('killed');
    const [{ written } = { written: 0 }] = await warehouse.query<{ written: number }>(
      'SELECT count() AS written FROM ledger_lines WHERE run_id NOT IN (SELECT run_id FROM attribution_runs)',
    );
    expect(written).toBeGreaterThan(0);
    expect(await ledgerDigest(warehouse)).toEqual(before);

    await world.run();
    expect(await world.lines('o1', 'linear')).toEqual([
      ['anna', 0.5, 5_000],
      ['ben', 0.5, 5_000],
    ]);
    expect(await checkLedger(warehouse, WORKSPACE)).toMatchObject({ balanced: true, waiting: 0 });
    expect(await world.run()).toMatchObject({ nothing_new: true });
    await warehouse.close();
  });

  it('is found out of balance when a line is missing or wrong, and an order no run has seen is waiting (I4)', async () => {
    const world = await World.open(server);
    await world.arrive(workspace(), link('anna'), click('c1', 'anna', { visitor_id: 'v1', at: NOON - 1 }), order('o1', { visitor_id: 'v1' }));
    expect(await checkLedger(world.warehouse)).toMatchObject({ conversions: 1, waiting: 1, balanced: true });
    await world.run();
    await world.warehouse.command(
      `INSERT INTO ledger_lines SELECT * REPLACE (-1 AS amount_minor, 0 AS amount_workspace_minor, 'refund' AS kind) FROM ledger_lines WHERE model = 'last'`,
    );
    const report = await checkLedger(world.warehouse);
    expect(report).toMatchObject({ balanced: false, waiting: 0 });
    expect(report.problems).toEqual([
      { workspace_id: WORKSPACE, conversion_id: uuid('order_placed', 'o1'), order_id: 'o1', model: 'last', kind: 'amount', expected: 10_000, found: 9_999 },
    ]);
    await world.warehouse.close();
  });

  it('explains an order: every candidate, why it counts or not, and what each model gives it', async () => {
    const world = await World.open(server);
    await world.arrive(
      workspace(),
      link('anna'),
      link('ben'),
      promoCode('k1', 'ANNA10', { creator_id: 'anna' }),
      click('old', 'ben', { visitor_id: 'v1', at: NOON - 30 * DAY_MS }),
      click('bot', 'ben', { visitor_id: 'v1', at: NOON - 3_000, click_class: 'bot' }),
      click('twice', 'ben', { visitor_id: 'v1', at: NOON - 2_500 }),
      click('fine', 'ben', { visitor_id: 'v1', at: NOON - 2_000 }),
      click('same', 'anna', { visitor_id: 'v1', at: NOON - 1_000 }),
      order('o1', { visitor_id: 'v1', codes: ['ANNA10'] }),
      refund('o1', 'r1', { delta_minor: -4_000, at: NOON + DAY_MS }),
      click('late', 'anna', { visitor_id: 'v1', at: NOON + 1 }),
    );
    expect(await explainOrder(world.warehouse, WORKSPACE, 'unknown')).toBeUndefined();
    expect(await explainOrder(world.warehouse, WORKSPACE, 'o1')).toMatchObject({ ledger: 'waiting', models: [] });
    await world.run();
    const explained = await explainOrder(world.warehouse, WORKSPACE, 'o1');
    expect(explained).toMatchObject({ order_id: 'o1', amount_minor: 10_000, net_minor: 6_000, ledger: 'current', codes: ['ANNA10'], person_id: 'order:o1' });
    expect(explained?.touches.map((touch) => [touch.label, touch.reason, touch.counted])).toEqual([
      ['go.example/ben', 'outside_window', false],
      ['go.example/ben', 'not_human', false],
      ['go.example/ben', 'repeated', false],
      ['go.example/ben', 'counted', true],
      ['go.example/anna', 'counted', true],
      ['ANNA10', 'merged_with_click', false],
      ['go.example/anna', 'after_conversion', false],
    ]);
    expect(explained?.models.map(({ model, lines, total_minor }) => [model, lines.map((line) => line.amount_minor), total_minor])).toEqual([
      ['first', [6_000], 6_000],
      ['last', [6_000], 6_000],
      ['linear', [3_000, 3_000], 6_000],
      ['position', [3_000, 3_000], 6_000],
      ['time_decay', [3_000, 3_000], 6_000],
    ]);
    await world.arrive(refund('o1', 'r2', { delta_minor: -1_000, at: NOON + 2 * DAY_MS }));
    expect(await explainOrder(world.warehouse, WORKSPACE, 'o1')).toMatchObject({ ledger: 'behind', net_minor: 5_000 });
    await world.warehouse.close();
  });
});
