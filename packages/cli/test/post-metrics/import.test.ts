import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { decodeEvent } from '@touchline/events';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CollectorClient } from '../../src/clients/collector.js';
import { importPostMetrics } from '../../src/post-metrics/import.js';

const BIN = fileURLToPath(new URL('../../bin/touchline.mjs', import.meta.url));
const COLLECTOR = fileURLToPath(new URL('../../../../services/collector/dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'touchline-metrics-'));
const settings: Record<string, string> = { TOUCHLINE_DATA: join(folder, 'data'), TOUCHLINE_COLLECTOR_ADMIN_PORT: '0' };
let collector: ChildProcess | undefined;

beforeAll(async () => {
  const config = loadConfig({ ...settings, TOUCHLINE_LOG_LEVEL: 'silent' });
  const log = openLocalLog({ path: dataPaths(config).log });
  const directory = await openDirectory({ config, log, source: 'test' });
  const windows = { click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
  await directory.upsert('acme', 'workspace', 'acme', { name: 'Acme', currency: 'EUR', time_zone: 'UTC', simulated: false, ...windows });
  const { token } = await directory.createKey('acme', { name: 'test', scopes: ['events:write'] });
  settings['TOUCHLINE_KEY'] = token;
  await directory.close();
  await log.close();
  collector = fork(COLLECTOR, [], { env: { ...process.env, ...settings, TOUCHLINE_COLLECTOR_PORT: '0', TOUCHLINE_LOG_LEVEL: 'info' }, silent: true });
  settings['TOUCHLINE_COLLECTOR_PORT'] = await portOf(collector);
});
afterAll(async () => {
  if (collector !== undefined) {
    const ended = once(collector, 'exit');
    collector.kill('SIGTERM');
    await ended;
  }
  rmSync(folder, { recursive: true });
});

/** The port a service logs when it is ready. */
function portOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += String(chunk);
      const port = /"address":"http[^"]+:(\d+)"/.exec(text)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.once('exit', () => reject(new Error(`the collector ended: ${text}`)));
  });
}

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

function importFile(name: string, content: string, { dry_run = false, source = 'import' } = {}) {
  const client = new CollectorClient({ url: `http://127.0.0.1:${settings['TOUCHLINE_COLLECTOR_PORT']}`, key: settings['TOUCHLINE_KEY'] ?? '', dry_run });
  return importPostMetrics(write(name, content), client, { source, onProgress: () => undefined });
}

const CSV = `post_id,occurred_at,impressions,likes,comments,who
reel,2026-03-05T12:00:00Z,9000,150,,mia
reel,2026-03-20T12:00:00Z,12000,,20,mia
clip,yesterday,1,1,1,mia
clip,2026-03-05T12:00:00Z,1.5,1,1,mia
clip,2026-03-05T12:00:00Z
clip,2026-03-05T12:00:00Z,,,,mia
`;

describe('touchline metrics import', () => {
  it('checks every row and keeps nothing in a dry run, and says with its exit code that some are wrong', async () => {
    const args = ['metrics', 'import', write('dry.csv', CSV), '--json', '--dry-run'];
    const ran = spawnSync(process.execPath, [BIN, ...args], { env: { ...process.env, ...settings }, encoding: 'utf8' });
    expect(JSON.parse(ran.stdout)).toMatchObject({ dry_run: true, rows: 6, accepted: 2, rejected: 4 });
    expect(ran.status).toBe(1);
    expect(await stored()).toEqual([]);
  });

  it('takes what is right, and names every other row by its line and what is wrong with it', async () => {
    const imported = await importFile('march.csv', CSV, { source: 'instagram' });
    expect(imported).toMatchObject({ rows: 6, accepted: 2, duplicates: 0, rejected: 4 });
    expect(imported.warnings.map(({ line, code }) => [line, code])).toEqual([
      [4, 'TL_FIELD_VALUE'],
      [5, 'TL_FIELD_TYPE'],
      [6, 'TL_ROW_MALFORMED'],
      [7, 'TL_FIELD_MISSING'],
    ]);
    expect((await stored()).map(({ source, payload }) => [source, payload])).toEqual([
      ['instagram', { post_id: 'reel', impressions: 9_000, likes: 150, revision: 0 }],
      ['instagram', { post_id: 'reel', impressions: 12_000, comments: 20, revision: 0 }],
    ]);
  });

  it('told again changes nothing, as JSON lines too (I2)', async () => {
    const lines = [
      { post_id: 'reel', occurred_at: '2026-03-05T13:00:00+01:00', impressions: 1 },
      { post_id: 'new', occurred_at: '2026-03-06T12:00:00Z', views: 7 },
    ];
    const imported = await importFile('march.jsonl', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n[1]\n`);
    expect(imported).toMatchObject({ rows: 3, accepted: 1, duplicates: 1, rejected: 1, warnings: [{ line: 4, code: 'TL_ROW_MALFORMED' }] });
    expect(await importFile('again.csv', 'post_id,occurred_at,views\nnew,2026-03-06T12:00:00Z,7\n')).toMatchObject({ accepted: 0, duplicates: 1, rejected: 0 });
    expect(await stored()).toHaveLength(3);
  });

  it.each([
    ['without a column it needs', 'post_id,impressions\nreel,1\n'],
    ['that is empty', ''],
  ])('refuses a file %s', async (_, content) => {
    await expect(importFile('bad.csv', content)).rejects.toMatchObject({ code: 'TL_COLUMN_MISSING' });
  });
});

async function stored() {
  const log = openLocalLog({ path: dataPaths(loadConfig(settings)).log });
  const heads = await log.heads('facts');
  const parts = await Promise.all(heads.map(({ partition, first_offset }) => log.read('facts', partition, first_offset, 1_000)));
  const events = parts.flat().map(({ value }) => decodeEvent(value));
  await log.close();
  return events.sort((one, other) => (one.occurred_at < other.occurred_at ? -1 : 1));
}
