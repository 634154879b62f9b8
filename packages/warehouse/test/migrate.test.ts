import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse } from '../src/index.js';
import { splitStatements } from '../src/statements.js';
import { type TestServer, testServer } from './support/server.js';

describe('migrations', () => {
  let stage: TestServer;
  beforeAll(async () => {
    stage = await testServer();
  });
  afterAll(() => stage.close());

  test('are applied once', async () => {
    const warehouse = openWarehouse(stage.config);
    const { applied } = await warehouse.migrate();
    expect(applied).toEqual([...applied].sort());
    expect(applied.length).toBeGreaterThan(0);
    expect(await warehouse.migrate()).toEqual({ applied: [] });
    await warehouse.close();
  });

  test('may be applied by several processes at once', async () => {
    const warehouses = Array.from({ length: 6 }, () => openWarehouse(stage.config, { database: 'together' }));
    await Promise.all(warehouses.map((warehouse) => warehouse.migrate()));
    const [first] = warehouses;
    expect(await first?.query('SELECT count() AS orders FROM orders')).toEqual([{ orders: 0 }]);
    expect(await first?.migrate()).toEqual({ applied: [] });
    await Promise.all(warehouses.map((warehouse) => warehouse.close()));
  });

  test('that broke off are taken up again', async () => {
    const warehouse = openWarehouse(stage.config, { database: 'halfway' });
    await warehouse.migrate();
    await warehouse.command('DROP TABLE orders');
    await warehouse.command(`ALTER TABLE migrations DELETE WHERE name LIKE '0003%' SETTINGS mutations_sync = 2`);
    expect(await warehouse.migrate()).toEqual({ applied: ['0003_views.sql'] });
    expect(await warehouse.query('SELECT count() AS orders FROM orders')).toEqual([{ orders: 0 }]);
    await warehouse.close();
  });

  test('that changed after they were applied are refused by name', async () => {
    const warehouse = openWarehouse(stage.config, { database: 'changed' });
    await warehouse.migrate();
    await warehouse.insertRows('migrations', [{ name: '0002_bookkeeping.sql', checksum: 'another', applied_at: '2100-01-01T00:00:00Z' }]);
    await expect(warehouse.migrate()).rejects.toMatchObject({ code: 'TL_MIGRATION_CHANGED', path: '0002_bookkeeping.sql' });
    await warehouse.close();
  });
});

describe('a file of SQL', () => {
  test('is split at semicolons, but not in quotes and comments', () => {
    const sql = `-- it's; a comment\nSELECT ';', "a;b", \`c;d\`, 'it''s;', '\\';'; /* ; ' */\nSELECT 2;;\n-- the end;`;
    expect(splitStatements(sql)).toEqual([`-- it's; a comment\nSELECT ';', "a;b", \`c;d\`, 'it''s;', '\\';'`, "/* ; ' */\nSELECT 2"]);
  });
});
