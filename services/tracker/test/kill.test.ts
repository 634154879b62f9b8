import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { decodeEvent } from '@touchline/events';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { expect, it } from 'vitest';
import { WORKSPACE } from './support/test-tracker.js';
import { clickIdOf, request, Wire } from './support/wire.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const CLIENTS = 16;
const KILL_AFTER_ANSWERS = [50, 400, 1_000];

/** The tracker as the real process; resolves with its port. */
async function startProcess(folder: string): Promise<{ child: ChildProcess; port: number }> {
  const env = { ...process.env, TOUCHLINE_DATA: folder, TOUCHLINE_TRACKER_PORT: '0', TOUCHLINE_TRACKER_ADMIN_PORT: '0' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
      const address = /"address":"http:\/\/127\.0\.0\.1:(\d+)"/.exec(said)?.[1];
      if (address !== undefined) resolve(Number(address));
    });
    child.once('exit', () => reject(new Error(said)));
  });
  return { child, port };
}

/** Clicks until the connection breaks; returns the ids it was given. */
async function clickOn(port: number, given: Set<string>): Promise<void> {
  const wire = await Wire.open(port);
  for (;;) {
    wire.send(request('/spring'));
    const [answer] = await wire.answers(1);
    if (answer === undefined) return;
    given.add(clickIdOf(answer));
  }
}

it('I1: every click that was answered is in the log, whenever the tracker is killed', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-kill-'));
  const config = loadConfig({ TOUCHLINE_DATA: folder });
  const log = await openLocalLog({ path: dataPaths(config).log });
  const directory = await openDirectory({ config, log, source: 'test' });
  await directory.upsert('one', 'workspace', 'one', WORKSPACE);
  await directory.upsert('one', 'creator', 'mia', { name: 'Mia' });
  await directory.upsert('one', 'link', 'spring', { slug: 'spring', destination: 'https://shop.example/', creator_id: 'mia' });
  const given = new Set<string>();
  for (const answers of KILL_AFTER_ANSWERS) {
    const { child, port } = await startProcess(folder);
    const limit = given.size + answers;
    const clients = Array.from({ length: CLIENTS }, () => clickOn(port, given));
    while (given.size < limit) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    await Promise.all(clients);
  }
  const logged = new Set<string>();
  for (const { partition } of await log.heads('clicks')) {
    for (const { value } of await log.read('clicks', partition, 0, 100_000)) logged.add(decodeEvent(value).event_id);
  }
  expect(given.size).toBeGreaterThan(1_450);
  expect([...given].filter((id) => !logged.has(id))).toEqual([]);
  await directory.close();
  await log.close();
  await rm(folder, { recursive: true });
});
