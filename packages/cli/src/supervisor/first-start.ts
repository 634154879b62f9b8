import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Directory, openDirectory } from '@touchline/directory';
import { isForwarding, openTruthLog } from '@touchline/event-log';
import { type Config, dataPaths } from '@touchline/runtime';
import { z } from 'zod';

const DAY_MS = 86_400_000;
const WINDOWS = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };

const demoSchema = z.object({
  /** The demo's own key may be kept: everything in that workspace is made up. */
  token: z.string(),
  /** The instant the simulated market ends at; with the seed it fixes every event. */
  end: z.iso.datetime(),
  filled: z.boolean(),
});

export type DemoRecord = z.infer<typeof demoSchema>;

const demoFile = (config: Config) => join(dataPaths(config).run, 'demo.json');

/** undefined when this data folder was started without the demo. */
export function readDemo(config: Config): DemoRecord | undefined {
  if (!existsSync(demoFile(config))) return undefined;
  return demoSchema.parse(JSON.parse(readFileSync(demoFile(config), 'utf8')));
}

export function writeDemo(config: Config, demo: DemoRecord): void {
  const next = `${demoFile(config)}.next`;
  writeFileSync(next, JSON.stringify(demo), { mode: 0o600 });
  renameSync(next, demoFile(config));
}

/** On the very first start makes the workspaces; returns the key of `default`, which is shown once, or undefined later. */
export async function makeWorkspaces(config: Config): Promise<string | undefined> {
  const log = openTruthLog(config, 'touchline-cli');
  // A machine that knows its workspaces starts without Kafka; one that knows none must hear from Kafka that there are none.
  const directory = await openDirectory({ config, log, source: 'cli', mayLag: isForwarding(config) });
  try {
    if (directory.workspaces().length > 0) return undefined;
    const token = await makeDefault(directory);
    if (config.TOUCHLINE_DEMO) await makeDemo(config, directory);
    return token;
  } finally {
    await directory.close();
    await log.close();
  }
}

async function makeDefault(directory: Directory): Promise<string> {
  await directory.upsert('default', 'workspace', 'default', { name: 'Default', currency: 'EUR', time_zone: 'UTC', simulated: false, ...WINDOWS });
  const key = await directory.createKey('default', { name: 'first key', scopes: ['links:write', 'events:write', 'experiments:write', 'read'] });
  return key.token;
}

async function makeDemo(config: Config, directory: Directory): Promise<void> {
  await directory.upsert('demo', 'workspace', 'demo', {
    name: 'Demo',
    currency: 'EUR',
    time_zone: 'Europe/Berlin',
    simulated: true,
    ...WINDOWS,
  });
  const key = await directory.createKey('demo', { name: 'simulator', scopes: ['links:write', 'events:write', 'experiments:write', 'read', 'simulate'] });
  writeDemo(config, { token: key.token, end: new Date().toISOString(), filled: false });
}
