import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse, type Warehouse } from '../src/index.js';
import { MARKETER_COLUMNS } from '../src/marketer-views.js';
import { row } from './support/rows.js';
import { type TestServer, testServer } from './support/server.js';

const PERSON_COLUMNS = ['visitor_id', 'customer_id', 'email_sha256', 'ip_prefix', 'raw', 'person', 'person_id', 'identifier'];

describe('the marketer’s account', () => {
  let stage: TestServer;
  let service: Warehouse;
  let marketer: Warehouse;
  beforeAll(async () => {
    stage = await testServer();
    service = openWarehouse(stage.config);
    marketer = openWarehouse(stage.config, { account: 'marketer' });
    await service.migrate();
    await service.insertRows('order_facts', [row('order_placed')]);
    await service.insertRows('directory_facts', [
      row('directory_upserted', 1, { payload: { kind: 'api_key', id: 'key1', entity: { secret_sha256: 'hush' } } }),
      row('directory_upserted', 2),
    ]);
  });
  afterAll(async () => {
    await service.close();
    await marketer.close();
    await stage.close();
  });

  test('reads every view it was given, column by column', async () => {
    for (const [view, columns] of Object.entries(MARKETER_COLUMNS)) {
      await expect(marketer.query(`SELECT ${columns.length === 0 ? '*' : columns.join(', ')} FROM ${view}`), view).resolves.toBeInstanceOf(Array);
    }
    expect(await marketer.query('SELECT order_id, amount_minor FROM orders')).toEqual([{ order_id: 'o1', amount_minor: 4_990 }]);
  });

  test('I9: is given no column that identifies a person, and every other one', async () => {
    const views = await service.query<{ table: string; name: string }>(
      `SELECT table, name FROM system.columns WHERE database = {database:String} AND table IN (SELECT name FROM system.tables WHERE database = {database:String} AND engine = 'View')`,
      { database: stage.config.CLICKHOUSE_DATABASE },
    );
    const expected = views.filter(({ table, name }) => table !== 'identities' && !PERSON_COLUMNS.includes(name)).map(({ table, name }) => `${table}.${name}`);
    const visible = await marketer.query<{ table: string; name: string }>('SELECT table, name FROM system.columns WHERE database = {database:String}', {
      database: stage.config.CLICKHOUSE_DATABASE,
    });
    expect(visible.map(({ table, name }) => `${table}.${name}`).sort()).toEqual(expected.sort());
  });

  test.each([
    'SELECT customer_id FROM orders',
    'SELECT email_sha256 FROM orders',
    'SELECT visitor_id FROM clicks',
    'SELECT * FROM orders',
    'SELECT * FROM identities',
    'SELECT person.raw FROM reject_facts',
    'SELECT payload FROM directory_facts',
    'SELECT payload.order_id FROM order_facts',
    'SELECT * FROM person_members',
    'SELECT * FROM credit_lines',
    'SELECT * FROM ledger_lines',
    'SELECT * FROM clicks_by_person',
    'SELECT * FROM clicks_by_person_marks',
    'SELECT * FROM system.users',
    'SELECT query FROM system.processes',
    'SELECT * FROM system.server_settings',
    `SELECT * FROM file('/etc/passwd', 'LineAsString')`,
    `SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')`,
    `SELECT * FROM remote('127.0.0.1', 'touchline', 'order_facts')`,
  ])('I9: may not %s', async (sql) => {
    await expect(marketer.query(sql)).rejects.toMatchObject({ type: 'ACCESS_DENIED' });
  });

  test.each([
    'INSERT INTO order_facts (event_id) VALUES (generateUUIDv4())',
    'ALTER TABLE order_facts DELETE WHERE 1',
    'DROP TABLE order_facts',
    'TRUNCATE TABLE credit_lines',
    'CREATE TABLE mine (a Int8) ENGINE = Memory',
    'CREATE USER mallory',
    'GRANT SELECT ON *.* TO marketer',
    'SYSTEM SHUTDOWN',
    'KILL QUERY WHERE 1',
  ])('may not %s', async (sql) => {
    await expect(marketer.command(sql)).rejects.toMatchObject({ type: expect.stringMatching(/ACCESS_DENIED|READONLY/) });
  });

  test('sees no API key', async () => {
    expect(await marketer.query('SELECT kind, id FROM entities')).toEqual([{ kind: 'link', id: 'l1' }]);
  });

  test.each([
    'max_memory_usage = 100000000000',
    'max_memory_usage = 0',
    'max_execution_time = 3600',
    'max_execution_time = 0',
    'max_result_rows = 0',
    'readonly = 0',
  ])('cannot lift its limits: %s', async (setting) => {
    await expect(marketer.query(`SELECT 1 SETTINGS ${setting}`)).rejects.toMatchObject({
      type: expect.stringMatching(/SETTING_CONSTRAINT_VIOLATION|READONLY/),
    });
  });

  test('is cut off when its answer grows past a million rows', async () => {
    await expect(marketer.query('SELECT 1 FROM numbers(1000001)')).rejects.toMatchObject({ type: 'TOO_MANY_ROWS_OR_BYTES' });
  });
});
