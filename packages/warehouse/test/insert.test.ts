import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FACT_TABLE, openWarehouse, startLocalServer, type Warehouse, WarehouseRefused } from '../src/index.js';
import { insertFacts, row, type Type } from './support/rows.js';
import { type TestServer, testServer } from './support/server.js';

describe('inserts', () => {
  let stage: TestServer;
  let warehouse: Warehouse;
  const stored = async (table = 'order_facts') => (await warehouse.query<{ rows: number }>(`SELECT count() AS rows FROM ${table}`))[0]?.rows;

  beforeAll(async () => {
    stage = await testServer();
    warehouse = openWarehouse(stage.config);
    await warehouse.migrate();
  });
  beforeEach(async () => {
    for (const table of new Set(Object.values(FACT_TABLE))) await warehouse.command(`TRUNCATE TABLE ${table}`);
  });
  afterAll(async () => {
    await warehouse.close();
    await stage.close();
  });

  test.each(Object.keys(FACT_TABLE) as Type[])('I2: of two inserts of %s with one token the second adds nothing', async (type) => {
    const table = FACT_TABLE[type];
    // Two months: one insert makes two parts, and both must be known again.
    const rows = [row(type, 1), row(type, 2, { occurred_at: '2026-04-01T00:00:00.000Z' })];
    await insertFacts(warehouse, table, rows, { token: 'any/0/1-2' });
    await insertFacts(warehouse, table, rows, { token: 'any/0/1-2' });
    expect(await stored(table)).toBe(2);
    await insertFacts(warehouse, table, rows, { token: 'any/0/3-4' });
    expect(await stored(table)).toBe(4);
  });

  test('I2: an insert of more rows than ClickHouse reads at once is one part, and known again by its token', async () => {
    const rows = Array.from({ length: 140_000 }, (_, index) => row('click', index + 1));
    await insertFacts(warehouse, 'click_facts', rows, { token: 'large' });
    await insertFacts(warehouse, 'click_facts', rows, { token: 'large' });
    expect(await stored('click_facts')).toBe(rows.length);
    // Merged of several, it would span several block numbers.
    const parts = `SELECT max_block_number - min_block_number AS others FROM system.parts WHERE table = 'click_facts' AND active`;
    expect(await warehouse.query(parts)).toEqual([{ others: 0 }]);
  });

  test('I2: a token is remembered by a server that was killed and started again', async () => {
    await insertFacts(warehouse, 'order_facts', [row('order_placed')], { token: 'kept' });
    const port = stage.config.TOUCHLINE_WAREHOUSE_PORT;
    await stage.server.stop();
    stage.server = await startLocalServer({ config: { ...stage.config, TOUCHLINE_WAREHOUSE_PORT: port } });
    await insertFacts(warehouse, 'order_facts', [row('order_placed')], { token: 'kept' });
    expect(await stored()).toBe(1);
  });

  test('I5: an emptied table takes the same tokens again', async () => {
    await insertFacts(warehouse, 'order_facts', [row('order_placed')], { token: 'again' });
    await warehouse.command('TRUNCATE TABLE order_facts');
    await insertFacts(warehouse, 'order_facts', [row('order_placed')], { token: 'again' });
    expect(await stored()).toBe(1);
  });

  test('keep what an event left out as the empty value', async () => {
    await insertFacts(warehouse, 'order_facts', [row('order_placed', 1, { person: {} })]);
    expect(await warehouse.query('SELECT customer_id, fx_rate, region, new_customer, occurred_at FROM orders')).toEqual([
      { customer_id: '', fx_rate: '', region: '', new_customer: null, occurred_at: '2026-03-14 09:00:00.123' },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['no id', { event_id: undefined }],
    ['an id that is none', { event_id: 'x' }],
    ['no workspace', { workspace_id: undefined }],
    ['no instant', { occurred_at: undefined }],
    ['an instant that is none', { occurred_at: 'yesterday' }],
    ['a field the table has not', { surprise: 1 }],
    ['a field the payload has not', { payload: { surprise: 1 } }],
    ['a person’s field nobody knows', { person: { phone: '1' } }],
    ['text for a number', { payload: { amount_minor: 'much' } }],
    ['a payload that is none', { payload: 'order' }],
  ])('refuse a row with %s, so that it can be told from a store that is down', async (_what, change) => {
    const refused = insertFacts(warehouse, 'order_facts', [row('order_placed', 1), row('order_placed', 2, change)], { token: 'r' });
    await expect(refused).rejects.toBeInstanceOf(WarehouseRefused);
    await expect(refused).rejects.toMatchObject({ code: 'TL_WAREHOUSE_REFUSED' });
    expect(await stored()).toBe(0);
  });

  test('I9: refuse without repeating what the row held', async () => {
    const refused = insertFacts(warehouse, 'order_facts', [row('order_placed', 1, { occurred_at: 'anna@example.com' })]);
    await expect(refused).rejects.not.toThrow(/anna/);
  });

  test('refuse lines that are cut off', async () => {
    await expect(warehouse.insertLines('order_facts', Buffer.from('{"type":"order_pl'))).rejects.toBeInstanceOf(WarehouseRefused);
  });

  test('take an order of every year, many months in one insert', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => row('order_placed', index + 1, { occurred_at: new Date(Date.UTC(1990, index, 1)).toISOString() }));
    await insertFacts(warehouse, 'order_facts', rows, { token: 'years' });
    expect(await stored()).toBe(120);
  });
});
