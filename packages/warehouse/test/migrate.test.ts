import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse } from '../src/index.js';
import { splitStatements } from '../src/statements.js';
import { type TestServer, testServer } from './support/server.js';

const MIGRATIONS = new URL('../migrations/', import.meta.url);

/** SHA-256 of each as it was first made public. A line is added with a file, and never changed: what is to be otherwise is a migration of its own. */
const AS_PUBLISHED: Readonly<Record<string, string>> = {
  '0001_facts.sql': '6b321ba25e68af6717b9de70c9c0000cf286adf69cefb60d1b4cf897bf525065',
  '0002_bookkeeping.sql': '0addfe34f4624d3f6f08afcfb0101354cd7b879d4d4c2b01195cbd9a1dd9df4d',
  '0003_views.sql': '0d21eb8637c183f31dd088dff52c82c3bb671c525df8840478e219618dd18118',
  '0004_order_kind.sql': '57e2c29ec32c5b47aa1fc58458781574cba88bda9ebd373128a4ba2000e7e821',
  '0005_experiments.sql': '8f1828acd7a04370dafa9311764c41f3ad38842fbd9a8e4e699ac4f225342294',
  '0006_lift_results.sql': 'e079a2267d33f7e21103d54c99f3a7494cb045f363f96891ce982b86928f2642',
  '0007_reports.sql': 'a622b00e0c1cd260890075698459533c11aa25cffac6427e000a52901ccd3792',
  '0008_attribution_scale.sql': '43fbc7020ffec485dade512640eb9ea3373441997348377f189621a3688f9aa4',
  '0009_post_metrics.sql': '2ea6637e0ca26e22eb8351d46684a98da5cbd572a235775cf599c5a2ba388ae3',
  '0010_ledger_lines.sql': '1544cb2bf0d0ee37da9a960e44d47017e983ba2ddc17e8c48126287fb5e0ada9',
  '0011_visitor_clicks.sql': '9f070889d42d074533213ab77299dee7050634ccbd2bf1c797f380967502f05b',
  '0012_calibration_of_units.sql': '3aee4b875a18cc9eba990e6e40a7cd6fe239f5a7a9127fa42b1de9e07525da96',
  '0013_lift_units.sql': '6f1a6ea16c10d2e43ab17016124370bfd5316be472699aa1eba928acef7ac580',
  '0014_earned_media_value.sql': 'b94ac7965729932875c9e9579e21b757e8741f630be71552bf7ce069ba1ceb5b',
  '0015_clicks_by_person.sql': '4a7f4ccc66e0b20b14dfa4bd98e7aa1e55a9b65ecc93205bd0ab53d56051b4bc',
  '0016_click_targets.sql': 'f2a0c3f979901212892a9736a0af8c966757a8e375c5d748ca152cf69525a62c',
};

describe('migrations', () => {
  test('stay as they were: somebody’s warehouse was made by them, and would not start any more', () => {
    const sha256 = (name: string) =>
      createHash('sha256')
        .update(readFileSync(new URL(name, MIGRATIONS)))
        .digest('hex');
    expect(
      Object.fromEntries(
        readdirSync(MIGRATIONS)
          .sort()
          .map((name) => [name, sha256(name)]),
      ),
    ).toEqual(AS_PUBLISHED);
  });

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
