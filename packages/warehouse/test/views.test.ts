import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FACT_TABLE, openWarehouse, type Warehouse } from '../src/index.js';
import { eventId, row, type Type } from './support/rows.js';
import { type TestServer, testServer } from './support/server.js';

const VIEWS: Readonly<Record<Exclude<Type, 'directory_upserted' | 'directory_archived'>, string>> = {
  click: 'clicks',
  redirect_missed: 'redirect_misses',
  order_placed: 'orders',
  order_refunded: 'refunds',
  code_redeemed: 'code_redemptions',
  identified: 'identities',
  cost_recorded: 'costs',
  view: 'post_views',
  experiment_assigned: 'experiment_assignments',
  experiment_exposed: 'experiment_exposures',
  geo_outcome: 'geo_outcomes',
  post_metrics_recorded: 'post_metrics',
  rejected: 'rejects',
};

const EXPERIMENT = {
  name: 'X',
  design: 'redirect_holdout',
  assignment: 'hash',
  unit: 'visitor',
  arms: [
    { name: 'holdout', weight: 20 },
    { name: 'offer', weight: 80 },
  ],
  control_arm: 'holdout',
  n_star: 1_000,
  state: 'draft',
};

describe('views', () => {
  let stage: TestServer;
  let warehouse: Warehouse;
  let tokens = 0;
  const insert = (type: Type, number: number, change = {}) => {
    tokens += 1;
    return warehouse.insertRows(FACT_TABLE[type], [row(type, number, change)], { token: `${tokens}` });
  };

  beforeAll(async () => {
    stage = await testServer();
    warehouse = openWarehouse(stage.config);
    await warehouse.migrate();
  });
  beforeEach(async () => {
    for (const table of [...new Set(Object.values(FACT_TABLE)), 'ledger_lines', 'attribution_runs']) await warehouse.command(`TRUNCATE TABLE ${table}`);
  });
  afterAll(async () => {
    await warehouse.close();
    await stage.close();
  });

  test.each(Object.entries(VIEWS))('I2: a %s stored twice stands once in %s', async (type, view) => {
    await insert(type as Type, 1);
    await insert(type as Type, 1, { _offset: 7 });
    await insert(type as Type, 2, type === 'geo_outcome' ? { payload: { geo_id: 'DE-BY', day: '2026-03-14', metric: 'revenue', value: 1 } } : {});
    const rows = await warehouse.query(`SELECT * FROM ${view}`);
    expect(rows).toHaveLength(2);
  });

  test.each([false, true])('I2: of reports of one order the first received wins, across months and in any order (turned round: %s)', async (turned) => {
    const first = { occurred_at: '2026-01-31T23:59:00.000Z', received_at: '2026-02-01T00:00:00.000Z' };
    const later = {
      occurred_at: '2026-02-01T00:01:00.000Z',
      received_at: '2026-02-01T00:05:00.000Z',
      payload: { order_id: 'o1', amount_minor: 1, currency: 'EUR' },
    };
    for (const report of turned ? [later, first] : [first, later]) await insert('order_placed', 1, report);
    const winner = [{ amount_minor: 4_990, occurred_at: '2026-01-31 23:59:00.000' }];
    expect(await warehouse.query('SELECT amount_minor, occurred_at FROM orders')).toEqual(winner);
    // A period that holds only the report that lost holds no order: filters come after the first is chosen.
    expect(await warehouse.query(`SELECT amount_minor, occurred_at FROM orders WHERE occurred_at < '2026-02-01'`)).toEqual(winner);
    expect(await warehouse.query(`SELECT amount_minor, occurred_at FROM orders WHERE occurred_at >= '2026-02-01'`)).toEqual([]);
    expect(await warehouse.query(`SELECT count() AS orders FROM orders WHERE workspace_id = 'w1' AND occurred_at >= '2026-02-01'`)).toEqual([{ orders: 0 }]);
  });

  test('I2: two reports of the same instant are told apart by what they say, whichever came first', async () => {
    const say = async (customers: string[]) => {
      await warehouse.command('TRUNCATE TABLE order_facts');
      for (const customer_id of customers) await insert('order_placed', 1, { person: { customer_id } });
      return warehouse.query('SELECT customer_id FROM orders');
    };
    expect(await say(['ann', 'ben'])).toEqual(await say(['ben', 'ann']));
  });

  test('the newest change of an entity wins, and a repeat of an older one changes nothing', async () => {
    const link = (destination: string) => ({ payload: { kind: 'link', id: 'l1', entity: { slug: 's', destination, creator_id: 'anna' } } });
    await insert('directory_upserted', 1, { _offset: 1, ...link('https://a.example/') });
    await insert('directory_upserted', 2, { _offset: 2, ...link('https://b.example/') });
    await insert('directory_upserted', 1, { _offset: 3, ...link('https://a.example/') });
    expect(await warehouse.query('SELECT destination, archived FROM links')).toEqual([{ destination: 'https://b.example/', archived: 0 }]);
    await insert('directory_archived', 4, { _offset: 4 });
    expect(await warehouse.query('SELECT creator_id, destination, archived FROM links')).toEqual([
      { creator_id: 'anna', destination: 'https://b.example/', archived: 1 },
    ]);
  });

  test('of a market’s figure the highest revision stands, in whatever order they came', async () => {
    const told = (revision: number, value: number) => ({ payload: { geo_id: 'DE-BE', day: '2026-03-14', metric: 'orders', value, revision } });
    await insert('geo_outcome', 1, told(2, 30));
    await insert('geo_outcome', 2, told(0, 10));
    await insert('geo_outcome', 3, told(1, 20));
    expect(await warehouse.query('SELECT geo_id, toString(day) AS day, metric, value, revision FROM geo_outcomes')).toEqual([
      { geo_id: 'DE-BE', day: '2026-03-14', metric: 'orders', value: 30, revision: 2 },
    ]);
  });

  test('an experiment shows the analysis it was started with, whatever was told later (I8)', async () => {
    const told = (_offset: number, change: object) =>
      insert('directory_upserted', _offset, { _offset, payload: { kind: 'experiment', id: 'x1', entity: { ...EXPERIMENT, ...change } } });
    await told(1, { alpha: 0.2 });
    const state = () => warehouse.query('SELECT name, design, grade, alpha, state, n_star FROM experiments');
    expect(await state()).toEqual([{ name: 'X', design: 'redirect_holdout', grade: 'A', alpha: 0.2, state: 'draft', n_star: 1_000 }]);
    await told(2, { alpha: 0.05, state: 'running', started_at: '2026-03-01T00:00:00.000Z' });
    await told(3, { alpha: 0.5, state: 'running', name: 'Y', started_at: '2026-03-01T00:00:00.000Z' });
    expect(await state()).toEqual([{ name: 'Y', design: 'redirect_holdout', grade: 'A', alpha: 0.05, state: 'running', n_star: 1_000 }]);
    await told(4, { alpha: 0.05, state: 'stopped', name: 'Y', started_at: '2026-03-01T00:00:00.000Z', stopped_at: '2026-03-09T00:00:00.000Z' });
    expect(await warehouse.query('SELECT state, stopped_at, archived, arms FROM experiments')).toEqual([
      { state: 'stopped', stopped_at: '2026-03-09T00:00:00.000Z', archived: 0, arms: EXPERIMENT.arms },
    ]);
  });

  test('each kind of entity has its view, and API keys none', async () => {
    const entities: Record<string, object> = {
      workspace: {
        name: 'W',
        currency: 'EUR',
        time_zone: 'UTC',
        simulated: true,
        click_window_ms: 2_592_000_000,
        code_window_ms: 1,
        half_life_ms: 604_800_000,
      },
      creator: { name: 'Anna', followers: 12_000 },
      campaign: { name: 'Spring' },
      post: { name: 'Reel', creator_id: 'anna', posted_at: '2026-03-01T00:00:00Z' },
      link: { slug: 's', destination: 'https://a.example/', creator_id: 'anna' },
      code: { code: 'ANNA10', creator_id: 'anna' },
      api_key: { name: 'k', secret_sha256: 'x', scopes: ['read'] },
    };
    for (const [index, [kind, entity]] of Object.entries(entities).entries())
      await insert('directory_upserted', index + 1, { payload: { kind, id: `${kind}1`, entity } });
    expect(await warehouse.query('SELECT name, simulated, click_window_ms, half_life_ms FROM workspaces')).toEqual([
      { name: 'W', simulated: 1, click_window_ms: 2_592_000_000, half_life_ms: 604_800_000 },
    ]);
    expect(await warehouse.query('SELECT creator_id, name, followers FROM creators')).toEqual([{ creator_id: 'creator1', name: 'Anna', followers: 12_000 }]);
    for (const view of ['campaigns', 'posts', 'links', 'codes']) expect(await warehouse.query(`SELECT * FROM ${view}`), view).toHaveLength(1);
    expect(await warehouse.query(`SELECT id FROM entities WHERE kind = 'api_key'`)).toEqual([]);
  });

  test('I4: the ledger shows what reversals and refunds left, of finished runs alone', async () => {
    const run = (number: number) => ({
      workspace_id: 'w1',
      run_id: eventId(100 + number),
      knowledge_time: `2026-04-0${number}T00:00:00.000Z`,
      watermark: {},
      policy: '{}',
    });
    const line = (number: number, kind: string, amount_minor: number, touch_id: string) => ({
      ...{
        workspace_id: 'w1',
        run_id: eventId(100 + number),
        model: 'last',
        model_version: 1,
        conversion_id: eventId(1),
        order_id: 'o1',
        touch_id,
        touch_position: 1,
      },
      ...{
        weight: kind === 'reversal' ? -1 : kind === 'refund' ? 0 : 1,
        amount_minor,
        currency: 'EUR',
        amount_workspace_minor: amount_minor,
        workspace_currency: 'EUR',
      },
      ...{ kind, event_time: '2026-03-14T09:00:00.000Z', knowledge_time: `2026-04-0${number}T00:00:00.000Z` },
    });
    await warehouse.insertRows('ledger_lines', [
      line(1, 'credit', 100, 'a'),
      line(2, 'refund', -30, 'a'),
      line(3, 'reversal', -70, 'a'),
      line(3, 'credit', 70, 'b'),
    ]);
    await warehouse.insertRows('attribution_runs', [run(1), run(2)]);
    const ledger = () => warehouse.query('SELECT touch_id, weight, amount_minor FROM ledger ORDER BY touch_id');
    expect(await ledger()).toEqual([{ touch_id: 'a', weight: 1, amount_minor: 70 }]);
    await warehouse.insertRows('attribution_runs', [run(3)]);
    expect(await ledger()).toEqual([{ touch_id: 'b', weight: 1, amount_minor: 70 }]);
  });
});
