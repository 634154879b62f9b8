import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse, type Warehouse } from '../src/index.js';
import { splitStatements } from '../src/statements.js';
import { eventId, insertFacts, row } from './support/rows.js';
import { type TestServer, testServer } from './support/server.js';

const FOLDER = new URL('../migrations/', import.meta.url);
const PAYLOAD = {
  order_id: 'o1',
  amount_minor: 4_990,
  currency: 'EUR',
  codes: ['ANNA10'],
  items: [{ sku: 's', quantity: 2, amount_minor: 5 }],
  new_customer: true,
};

/** A warehouse as the release before left it: all migrations before this one, entered in the book. */
async function olderWarehouse(server: TestServer, before: string): Promise<Warehouse> {
  const warehouse = openWarehouse(server.config);
  const elsewhere = openWarehouse(server.config, { database: 'elsewhere' });
  await elsewhere.migrate();
  await elsewhere.command('CREATE DATABASE {name:Identifier}', { name: server.config.CLICKHOUSE_DATABASE });
  await elsewhere.close();
  await warehouse.command('CREATE TABLE migrations AS elsewhere.migrations');
  for (const name of readdirSync(FOLDER)
    .filter((each) => each < before)
    .sort()) {
    for (const statement of splitStatements(readFileSync(new URL(name, FOLDER), 'utf8'))) await warehouse.command(statement);
    await warehouse.command('INSERT INTO migrations SELECT * FROM elsewhere.migrations WHERE name = {name:String}', { name });
  }
  return warehouse;
}

describe('orders stored before they had a kind', () => {
  let server: TestServer;
  let warehouse: Warehouse;
  beforeAll(async () => {
    server = await testServer();
    warehouse = await olderWarehouse(server, '0004');
    await insertFacts(warehouse, 'order_facts', [row('order_placed', 1, { payload: PAYLOAD })]);
    expect((await warehouse.migrate()).applied[0]).toBe('0004_order_kind.sql');
  });
  afterAll(async () => {
    await warehouse.close();
    await server.close();
  });

  test('are orders after the migration, and nothing of them is lost (I1)', async () => {
    expect(await warehouse.query('SELECT order_id, amount_minor, codes, items, new_customer, kind FROM orders')).toEqual([
      { order_id: 'o1', amount_minor: 4_990, codes: ['ANNA10'], items: [{ sku: 's', quantity: 2, amount_minor: 5 }], new_customer: true, kind: 'order' },
    ]);
  });

  test('are what a warehouse made anew holds, to the hash that tells equal instants apart (I5)', async () => {
    const stored = () => warehouse.query(`SELECT * EXCEPT (ingested_at), toString(_keep) AS keep FROM order_facts`);
    const before = await stored();
    await warehouse.command('TRUNCATE TABLE order_facts');
    await insertFacts(warehouse, 'order_facts', [row('order_placed', 1, { version: 2, payload: { ...PAYLOAD, kind: 'order' } })]);
    expect(await stored()).toEqual(before);
  });

  test('stand beside renewals; an unknown kind is refused', async () => {
    await insertFacts(warehouse, 'order_facts', [row('order_placed', 2, { version: 2, payload: { ...PAYLOAD, kind: 'subscription_renewed' } })]);
    expect(await warehouse.query('SELECT kind FROM orders WHERE conversion_id = {id:UUID}', { id: eventId(2) })).toEqual([{ kind: 'subscription_renewed' }]);
    const wrong = insertFacts(warehouse, 'order_facts', [row('order_placed', 3, { version: 2, payload: { ...PAYLOAD, kind: 'gift' } })]);
    await expect(wrong).rejects.toMatchObject({ code: 'TL_WAREHOUSE_REFUSED' });
  });
});

describe('clicks stored before links had holdouts', () => {
  let server: TestServer;
  let warehouse: Warehouse;
  beforeAll(async () => {
    server = await testServer();
    warehouse = await olderWarehouse(server, '0005');
    await warehouse.insertRows('click_facts', [row('click', 1)]);
    expect((await warehouse.migrate()).applied[0]).toBe('0005_experiments.sql');
  });
  afterAll(async () => {
    await warehouse.close();
    await server.close();
  });

  test('were in no experiment, and are what a warehouse made anew holds (I5)', async () => {
    const stored = () => warehouse.query('SELECT * EXCEPT (ingested_at) FROM click_facts');
    const before = await stored();
    expect(await warehouse.query('SELECT slug, class, experiment_id, arm FROM clicks')).toEqual([
      { slug: 'spring', class: 'human', experiment_id: '', arm: '' },
    ]);
    await warehouse.command('TRUNCATE TABLE click_facts');
    await warehouse.insertRows('click_facts', [row('click', 1, { version: 2 })]);
    expect(await stored()).toEqual(before);
  });
});
