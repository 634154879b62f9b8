import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { createLogger, loadConfig, Metrics, TouchlineError } from '@touchline/runtime';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { type Access, keyAccess, localAccess } from '../src/access.js';
import type { Reader } from '../src/reader.js';
import { buildServer } from '../src/server.js';
import { openRooms } from './rooms.js';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const config = loadConfig({ TOUCHLINE_LOG_LEVEL: 'silent' });

/** Access is decided before anything is read; a reader that only knows workspaces by name shows that it is. */
const reader: Reader = {
  query: async <Row>(_sql: string, parameters: Readonly<Record<string, unknown>>) => {
    const workspace_id = parameters['workspace'] ?? 'brand';
    return [{ workspace_id, name: workspace_id, currency: 'EUR', time_zone: 'UTC', simulated: false }] as Row[];
  },
};

async function experimentRooms() {
  const { rooms, close } = await openRooms();
  open.push(close);
  return rooms;
}

async function listening(access: Access, shop = false): Promise<{ server: FastifyInstance; port: number }> {
  const urls = { tracker_url: 'http://t.test', collector_url: 'http://c.test', shop_url: '' };
  const server = await buildServer({
    logger: createLogger('console', config),
    metrics: new Metrics(),
    access,
    reader,
    visitors: reader,
    explain: async () => undefined,
    experiments: await experimentRooms(),
    ...urls,
    shop: shop ? { collector_url: urls.collector_url, click_parameter: 'tlc' } : undefined,
  });
  open.push(() => server.close());
  return { server, port: Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port) };
}

function ask(port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('local access', () => {
  it('is refused at the start on an address others can reach', () => {
    const wide = loadConfig({ TOUCHLINE_HOST: '0.0.0.0' });
    expect(() => localAccess(wide)).toThrow(expect.objectContaining({ code: 'TL_CONFIG_INVALID', path: 'TOUCHLINE_CONSOLE_ACCESS' }));
  });

  it('answers only under the console’s own name, whatever is asked for', async () => {
    const { port } = await listening(localAccess(config), true);
    for (const path of ['/api/workspaces', '/shop', '/', '/nothing']) {
      const { status, body } = await ask(port, path, { host: `rebound.example:${port}` });
      expect([path, status, body.includes('TL_HOST_FORBIDDEN')]).toEqual([path, 403, true]);
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) expect((await ask(port, '/api/workspaces', { host })).status).toBe(200);
    expect((await ask(port, '/api/workspaces', { host: `127.0.0.1:${port + 1}` })).status).toBe(403);
  });

  it('lets no page of another site write, whatever it sends along', async () => {
    const { port } = await listening(localAccess(config));
    const host = `127.0.0.1:${port}`;
    const codeOf = async (headers: Record<string, string>) =>
      (JSON.parse((await ask(port, '/api/brand/experiments/x/start', { host, ...headers }, 'POST')).body) as { code: string }).code;
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      expect([headers, await codeOf(headers as Record<string, string>)]).toEqual([headers, 'TL_ORIGIN_FORBIDDEN']);
    }
    for (const headers of [{}, { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }]) {
      expect([headers, await codeOf(headers as Record<string, string>)]).toEqual([headers, 'TL_ENTITY_UNKNOWN']);
    }
  });
});

describe('key access', () => {
  async function withKeys() {
    const folder = await mkdtemp(join(tmpdir(), 'touchline-console-keys-'));
    open.push(() => rm(folder, { recursive: true, force: true }));
    const own = loadConfig({ TOUCHLINE_DATA: folder });
    const log = openLocalLog({ path: join(folder, 'log') });
    open.push(() => log.close());
    const directory = await openDirectory({ config: own, log, source: 'test' });
    open.push(() => directory.close());
    const windows = { click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
    await directory.upsert('brand', 'workspace', 'brand', { name: 'Brand', currency: 'EUR', time_zone: 'UTC', simulated: false, ...windows });
    const { token } = await directory.createKey('brand', { name: 'reads', scopes: ['read'] });
    const { token: writes } = await directory.createKey('brand', { name: 'writes', scopes: ['experiments:write'] });
    const { port } = await listening(keyAccess((header, scope) => directory.authorize(header, scope)));
    return { port, token, writes };
  }

  it('needs a key of the scope read', async () => {
    const { port, token, writes } = await withKeys();
    const status = async (headers: Record<string, string>) => {
      const { status: code, body } = await ask(port, '/api/workspaces', headers);
      return [code, (JSON.parse(body) as { code?: string }).code];
    };
    expect(await status({})).toEqual([401, 'TL_AUTH_MISSING']);
    expect(await status({ authorization: 'Bearer tl_000000000000_x' })).toEqual([401, 'TL_AUTH_INVALID']);
    expect(await status({ authorization: `Bearer ${writes}` })).toEqual([403, 'TL_AUTH_SCOPE']);
    expect(await status({ authorization: `Bearer ${token}` })).toEqual([200, undefined]);
  });

  it('takes the workspace from the key alone: another one does not exist (I6)', async () => {
    const { port, token } = await withKeys();
    const headers = { authorization: `Bearer ${token}` };
    for (const path of ['overview', 'creators', 'creators/ann', 'orders', 'orders/1']) {
      const { status, body } = await ask(port, `/api/other/${path}`, headers);
      expect([path, status, body.includes('TL_WORKSPACE_UNKNOWN')]).toEqual([path, 404, true]);
    }
    const { body } = await ask(port, '/api/workspaces', headers);
    expect((JSON.parse(body) as { workspaces: { workspace_id: string }[] }).workspaces.map((each) => each.workspace_id)).toEqual(['brand']);
  });

  it('writes experiments only with the scope for it, and in its own workspace alone (I6)', async () => {
    const { port, token, writes } = await withKeys();
    const codeOf = async (path: string, key: string) =>
      (JSON.parse((await ask(port, path, { authorization: `Bearer ${key}` }, 'POST')).body) as { code: string }).code;
    expect(await codeOf('/api/brand/experiments/x/start', token)).toBe('TL_AUTH_SCOPE');
    expect(await codeOf('/api/brand/experiments/x/start', writes)).toBe('TL_ENTITY_UNKNOWN');
    expect(await codeOf('/api/other/experiments/x/start', writes)).toBe('TL_WORKSPACE_UNKNOWN');
  });

  it('shows no demo shop', async () => {
    const { port } = await withKeys();
    expect((await ask(port, '/shop', {})).status).toBe(404);
  });
});

describe('the demo shop', () => {
  const CLICK = '01890a5d-ac96-774b-bcce-b302099a8057';

  it('shows the click id that arrived and an order to post for it', async () => {
    const { port } = await listening(localAccess(config), true);
    const { body } = await ask(port, `/shop?tlc=${CLICK}`, {});
    expect(body).toContain(CLICK);
    expect(body).toContain('http://c.test/v1/events');
    expect(body).toContain('$TOUCHLINE_KEY');
  });

  it('writes nothing of an address into the page that is not a click id', async () => {
    const { port } = await listening(localAccess(config), true);
    const { status, body } = await ask(port, `/shop?tlc=${encodeURIComponent('<script>alert(1)</script>')}&tlc=x`, {});
    expect(status).toBe(200);
    expect(body).not.toContain('alert');
  });
});

it('a store that is down is told as such', async () => {
  const down: Reader = { query: () => Promise.reject(new TouchlineError('TL_STORE_UNAVAILABLE')) };
  const urls = { tracker_url: 'http://t.test', collector_url: 'http://c.test', shop_url: '' };
  const options = {
    logger: createLogger('console', config),
    metrics: new Metrics(),
    access: localAccess(config),
    explain: async () => undefined,
    experiments: await experimentRooms(),
    ...urls,
    shop: undefined,
  };
  const server = await buildServer({ ...options, reader: down, visitors: down });
  open.push(() => server.close());
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${address}/api/workspaces`);
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([503, 'TL_STORE_UNAVAILABLE']);
});
