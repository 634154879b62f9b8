import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerErrors, createLogger, describeSettings, ERRORS, errorOfIssues, listen, loadConfig, loadSecrets, TouchlineError } from '../src/index.js';

describe('configuration', () => {
  it('names the setting that is wrong', () => {
    expect(() => loadConfig({ TOUCHLINE_TRACKER_PORT: 'seventy' })).toThrow(
      expect.objectContaining({ code: 'TL_CONFIG_INVALID', path: 'TOUCHLINE_TRACKER_PORT' }),
    );
  });

  it('takes an empty variable for one that is not set', () => {
    expect(loadConfig({ TOUCHLINE_TRACKER_PORT: '' }).TOUCHLINE_TRACKER_PORT).toBe(4601);
  });

  it('lists every setting and hides secrets', () => {
    const environment = { CLICKHOUSE_PASSWORD: 'hunter2' };
    const rows = describeSettings(loadConfig(environment), environment);
    expect(rows.find(({ name }) => name === 'CLICKHOUSE_PASSWORD')).toMatchObject({ value: '(hidden)', source: 'environment' });
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    expect(rows.every(({ description }) => description.length > 10)).toBe(true);
  });
});

describe('the registry of errors', () => {
  it('has a status, a cause and a remedy of one line for every code', () => {
    for (const [code, entry] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^TL_[A-Z_]+$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(`${entry.cause}${entry.remedy}`).not.toContain('\n');
    }
  });

  it.each([
    [{ a: 'x' }, 'TL_FIELD_TYPE', 'a'],
    [{}, 'TL_FIELD_MISSING', 'a'],
    [{ a: 1, b: 2 }, 'TL_FIELD_UNKNOWN', 'b'],
    [{ a: -1 }, 'TL_FIELD_VALUE', 'a'],
  ])('turns what zod says of %j into %s at %s', (input, code, path) => {
    const parsed = z.strictObject({ a: z.int().min(0) }).safeParse(input);
    expect(parsed.success ? undefined : errorOfIssues(parsed.error)).toMatchObject({ code, path });
  });
});

describe('an HTTP server', () => {
  const servers: { close(): unknown }[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  it('says which port is taken and by which setting it is chosen', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    servers.push(other);
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const attempt = listen(fastify(), { host: '127.0.0.1', port, setting: 'TOUCHLINE_TRACKER_PORT' });
    await expect(attempt).rejects.toMatchObject({ code: 'TL_PORT_TAKEN', path: 'TOUCHLINE_TRACKER_PORT' });
  });

  it('answers malformed JSON, unknown routes and surprises with a code each, and goes on', async () => {
    const server = fastify();
    servers.push(server);
    answerErrors(server, createLogger('test', loadConfig({ TOUCHLINE_LOG_LEVEL: 'silent' })));
    server.post('/', async () => ({}));
    server.get('/surprise', async () => {
      throw new TypeError('secret detail');
    });
    const json = { 'content-type': 'application/json' };
    const malformed = await server.inject({ method: 'POST', url: '/', headers: json, payload: '{"a":' });
    expect([malformed.statusCode, malformed.json()]).toMatchObject([400, { code: 'TL_BODY_MALFORMED' }]);
    const unknown = await server.inject({ method: 'GET', url: '/nowhere' });
    expect([unknown.statusCode, unknown.json()]).toMatchObject([404, { code: 'TL_ROUTE_UNKNOWN' }]);
    const surprise = await server.inject({ method: 'GET', url: '/surprise' });
    expect(surprise.json()).toMatchObject({ code: 'TL_INTERNAL' });
    expect(surprise.body).not.toContain('secret detail');
    expect((await server.inject({ method: 'POST', url: '/', headers: json, payload: '{}' })).statusCode).toBe(200);
  });
});

describe('secrets', () => {
  it('are made once and readable by nobody else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchline-'));
    try {
      const config = loadConfig({ TOUCHLINE_DATA: folder });
      const first = loadSecrets(config);
      expect(loadSecrets(config)).toEqual(first);
      expect(first.warehouse_password).not.toBe(first.marketer_password);
      expect(statSync(join(folder, 'secrets.json')).mode & 0o077).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('give an error a stable shape', () => {
    expect(new TouchlineError('TL_AUTH_MISSING').toAnswer()).toEqual({
      code: 'TL_AUTH_MISSING',
      message: ERRORS.TL_AUTH_MISSING.cause,
      remedy: ERRORS.TL_AUTH_MISSING.remedy,
    });
  });
});
