import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataPaths, loadSecrets } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWarehouse, serverMain, startLocalServer } from '../src/index.js';
import { row } from './support/rows.js';
import { gone, type TestServer, testServer } from './support/server.js';

describe('the local server', () => {
  let stage: TestServer;
  beforeAll(async () => {
    stage = await testServer();
  });
  afterAll(() => stage.close());

  test('is the ClickHouse this release was made with', async () => {
    const warehouse = openWarehouse(stage.config, { database: 'default' });
    const [version] = await warehouse.query<{ version: string }>('SELECT version() AS version');
    await warehouse.close();
    expect(version?.version).toMatch(/^26\.7\./);
  });

  test('keeps no tables of its own that grow for ever', async () => {
    const warehouse = openWarehouse(stage.config, { database: 'default' });
    await warehouse.command('SYSTEM FLUSH LOGS').catch(() => undefined);
    expect(await warehouse.query(`SELECT name FROM system.tables WHERE database = 'system' AND engine LIKE '%MergeTree'`)).toEqual([]);
    await warehouse.close();
  });

  test('keeps files that only their owner can read, without a password in them', async () => {
    const folder = dataPaths(stage.config).warehouse;
    for (const name of ['config.xml', 'users.xml']) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    const users = await readFile(join(folder, 'users.xml'), 'utf8');
    const secrets = loadSecrets(stage.config);
    expect(users).not.toContain(secrets.warehouse_password);
    expect(users).not.toContain(secrets.marketer_password);
  });

  test('answers nobody without a password, ClickHouse’s own default account least of all', async () => {
    const ask = (sql: string, user = '') => fetch(`${stage.server.url}/${user}`, { method: 'POST', body: sql });
    expect((await ask('SELECT 1', '?user=touchline')).status).toBe(403);
    expect((await ask('SELECT 1', '?user=marketer&password=x')).status).toBe(403);
    for (const sql of [
      'SELECT * FROM system.users',
      'CREATE DATABASE mine',
      'SELECT * FROM touchline.order_facts',
      `SELECT * FROM file('/etc/passwd', 'LineAsString')`,
    ]) {
      expect(await (await ask(sql)).text()).toMatch(/ACCESS_DENIED|UNKNOWN_DATABASE/);
    }
  });

  test('packs what it answers when asked to', async () => {
    const secrets = loadSecrets(stage.config);
    const response = await fetch(`${stage.server.url}/?enable_http_compression=1`, {
      method: 'POST',
      body: 'SELECT number FROM numbers(10000)',
      headers: { 'accept-encoding': 'gzip', 'x-clickhouse-user': 'touchline', 'x-clickhouse-key': secrets.warehouse_password },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.text()).split('\n')).toHaveLength(10_001);
  });

  test('is refused on a port that is taken, with one line that names the setting', async () => {
    await expect(startLocalServer({ config: stage.config })).rejects.toMatchObject({ code: 'TL_PORT_TAKEN' });
    const { line, code } = await runToEnd(stage.config);
    expect(line.trim().split('\n')).toHaveLength(1);
    expect(line).toContain('TOUCHLINE_WAREHOUSE_PORT');
    expect(code).toBe(1);
  });

  test('is refused on a folder that another server has open', async () => {
    await expect(startLocalServer({ config: { ...stage.config, TOUCHLINE_WAREHOUSE_PORT: 0 } })).rejects.toMatchObject({ code: 'TL_DATA_LOCKED' });
  });
});

describe('the local server’s end', () => {
  test('I1: kill -9 in the middle of inserts loses no acknowledged row', async () => {
    const stage = await testServer();
    try {
      let warehouse = openWarehouse(stage.config);
      await warehouse.migrate();
      let acknowledged = 0;
      const writing = (async () => {
        for (let number = 1; ; number += 1) {
          await warehouse.insertRows('click_facts', [row('click', number)], { token: `t${number}` });
          acknowledged = number;
        }
      })().catch((error: unknown) => error);
      while (acknowledged < 20) await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(stage.server.pid, 'SIGKILL');
      expect(await writing).toMatchObject({ code: 'TL_STORE_UNAVAILABLE' });
      expect(await warehouse.ping()).toBe(false);
      await warehouse.close();
      await gone(stage.server.pid);

      stage.server = await startLocalServer({ config: stage.config });
      warehouse = openWarehouse(stage.config);
      const [stored] = await warehouse.query<{ rows: number; least: number; most: number }>(
        'SELECT count() AS rows, min(_offset) AS least, max(_offset) AS most FROM click_facts',
      );
      expect(stored?.least).toBe(1);
      // The insert under way may have made it; nothing between may be missing.
      expect(stored?.rows).toBe(stored?.most);
      expect(stored?.rows).toBeGreaterThanOrEqual(acknowledged);
      expect(stored?.rows).toBeLessThanOrEqual(acknowledged + 1);
      await warehouse.close();
    } finally {
      await stage.close();
    }
  });

  test('comes on SIGTERM, and when the process that forked it is gone', async () => {
    const stage = await testServer();
    try {
      process.kill(stage.server.pid, 'SIGTERM');
      await gone(stage.server.pid);
      const child = forkServer(stage.config);
      await once(child, 'message');
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    } finally {
      await stage.close();
    }
  });
});

function forkServer(config: object): ChildProcess {
  const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
  return fork(fileURLToPath(serverMain), [], { env: { ...process.env, ...settings }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

async function runToEnd(config: object): Promise<{ line: string; code: number | null }> {
  const child = forkServer(config);
  let line = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    line += chunk.toString('utf8');
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { line, code };
}
