import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Config, freePort, loadConfig } from '@touchline/runtime';
import { type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const WAIT_MS_MAX = 30_000;

let folder: string;
let server: LocalServer;
let config: Config;
let warehouse: Warehouse;
let aggregator: ChildProcess;
let offset = 0;

async function startAggregator(more: Record<string, string> = {}): Promise<ChildProcess> {
  const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
  const child = fork(MAIN, [], { env: { ...process.env, ...settings, ...more }, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

const address = (path: string) => `http://127.0.0.1:${config.TOUCHLINE_AGGREGATOR_ADMIN_PORT}${path}`;

async function post(body: unknown): Promise<{
  status: number;
  body: { runs?: { workspace_id: string; nothing_new: boolean; fit?: { lines_written: number } }[]; code?: string; path?: string };
}> {
  const answer = await fetch(address('/attribution/runs'), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as never };
}

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS_MAX;
  while (!(await what().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('waited too long');
    await sleep(50);
  }
}

const ready = async () => (await fetch(address('/readyz'))).status === 200;

/** An order as the ingestor would have stored it. */
async function placeOrder(workspace_id: string, event_id: string): Promise<void> {
  const at = new Date().toISOString();
  const envelope = { type: 'order_placed', version: 1, event_id, workspace_id, occurred_at: at, received_at: at, source: 'test', key: 'k' };
  const payload = { order_id: event_id, amount_minor: 100, currency: 'EUR', fx_rate: '', click_id: '', codes: [] };
  const place = { _topic: 'conversions', _partition: 0, _offset: offset };
  await warehouse.insertRows('order_facts', [{ ...envelope, person: { customer_id: 'k' }, payload, ...place }]);
  const range = { topic: 'conversions', partition: 0, first_offset: offset, last_offset: offset, state: 'stored', records: 1, rejected: 0 };
  await warehouse.insertRows('ingest_ranges', [range]);
  offset += 1;
}

async function makeWorkspace(workspace_id: string): Promise<void> {
  const at = new Date().toISOString();
  const windows = { click_window_ms: 1_000, code_window_ms: 1_000, half_life_ms: 1_000 };
  const entity = { name: workspace_id, currency: 'EUR', time_zone: 'UTC', simulated: false, ...windows };
  const envelope = {
    type: 'directory_upserted',
    version: 1,
    event_id: crypto.randomUUID(),
    workspace_id,
    occurred_at: at,
    received_at: at,
    source: 'test',
    key: 'k',
  };
  const payload = JSON.stringify({ kind: 'workspace', id: workspace_id, entity });
  await warehouse.insertRows('directory_facts', [{ ...envelope, person: {}, payload, _topic: 'directory', _partition: 0, _offset: 0 }]);
}

async function creditedOrders(): Promise<number> {
  const rows = await warehouse.query('SELECT conversion_id FROM ledger GROUP BY conversion_id');
  return rows.length;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-aggregator-'));
  const adminPort = String(await freePort());
  server = await startLocalServer({
    config: loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_AGGREGATOR_ADMIN_PORT: adminPort }),
  });
  config = { ...server.config, TOUCHLINE_ATTRIBUTION_SCHEDULE: '* * * * * *' };
  warehouse = openWarehouse(config);
  await warehouse.migrate();
  await makeWorkspace('one');
  await makeWorkspace('two');
  aggregator = await startAggregator();
  await until(ready);
});

afterAll(async () => {
  await end(aggregator);
  await warehouse.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the aggregator', () => {
  it('credits what is new on its schedule, in every workspace', async () => {
    await placeOrder('one', crypto.randomUUID());
    await placeOrder('two', crypto.randomUUID());
    await until(async () => (await creditedOrders()) === 2);
  });

  it('runs on demand, and many requests at once count an order once (I2)', async () => {
    await placeOrder('one', crypto.randomUUID());
    const answers = await Promise.all([post({ workspace_id: 'one' }), post({ workspace_id: 'one' }), post({}), post({ workspace_id: 'two' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers[2]?.body.runs?.map(({ workspace_id }) => workspace_id)).toEqual(['one', 'two']);
    expect(await creditedOrders()).toBe(3);
    const [sum] = await warehouse.query<{ amount_minor: number }>("SELECT sum(amount_minor) AS amount_minor FROM ledger WHERE model = 'linear'");
    expect(sum).toEqual({ amount_minor: 300 });
    expect((await post({ workspace_id: 'one' })).body.runs).toMatchObject([{ workspace_id: 'one', run_id: null, nothing_new: true, lines_written: 0 }]);
  });

  it('fits Markov and Shapley on demand, after which they have lines of every order (I4)', async () => {
    const answer = await post({ workspace_id: 'one', fit: { level: 'link', order: 2 } });
    expect(answer).toMatchObject({ status: 200, body: { runs: [{ workspace_id: 'one', fit: { level: 'link', order: 2, lines_written: 4 } }] } });
    const rows = await warehouse.query('SELECT model, sum(amount_minor) AS amount_minor FROM ledger WHERE workspace_id = {one:String} GROUP BY model', {
      one: 'one',
    });
    expect(rows).toHaveLength(7);
    for (const row of rows) expect(row).toMatchObject({ amount_minor: 200 });
    expect(await post({ workspace_id: 'one', fit: { order: 9 } })).toMatchObject({ status: 422, body: { path: 'fit.order' } });
  });

  it('answers a wrong request with a code, and goes on', async () => {
    expect(await post({ workspace_id: 'nobody' })).toMatchObject({ status: 404, body: { code: 'TL_WORKSPACE_UNKNOWN' } });
    expect(await post({ workspace_id: 7 })).toMatchObject({ status: 422, body: { code: 'TL_FIELD_TYPE', path: 'workspace_id' } });
    expect(await post({ workspace: 'one' })).toMatchObject({ status: 422, body: { code: 'TL_FIELD_UNKNOWN', path: 'workspace' } });
    expect(await ready()).toBe(true);
  });

  it('is not ready while the store is away, says so, and goes on when it is back', async () => {
    await server.stop();
    await until(async () => !(await ready()));
    expect(await post({})).toMatchObject({ status: 503, body: { code: 'TL_STORE_UNAVAILABLE' } });
    server = await startLocalServer({ config });
    await placeOrder('one', crypto.randomUUID());
    await until(async () => (await creditedOrders()) === 4);
    await until(ready);
  });

  it('does not start on a schedule that is none', async () => {
    const child = await startAggregator({ TOUCHLINE_ATTRIBUTION_SCHEDULE: 'whenever', TOUCHLINE_AGGREGATOR_ADMIN_PORT: '0' });
    let printed = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(printed).toContain('TL_CONFIG_INVALID');
  });
});
