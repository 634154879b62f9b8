import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Directory, openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { type Config, dataPaths, loadConfig } from '@touchline/runtime';
import { openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { freePorts } from '../support/ports.js';
import { Market } from './market.js';

const MAIN = fileURLToPath(new URL('../../services/console/dist/main.js', import.meta.url));

export interface RunningConsole {
  readonly address: string;
  readonly warehouse: Warehouse;
  readonly market: Market;
  /** A second console on the same warehouse that asks for keys: its address, and a key of the workspace `empty`. */
  startKeyed(): Promise<{ readonly address: string; readonly token: string }>;
  /** Lets somebody write to the directory, as another process on this machine would. */
  write(work: (directory: Directory) => Promise<void>): Promise<void>;
  /** Ends the warehouse under the console. */
  stopWarehouse(): Promise<void>;
  stop(): Promise<void>;
}

/** The console as a process of its own over a real warehouse with the workspaces `market`, simulated, and `empty`. */
export async function startConsole(now_ms: number): Promise<RunningConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-browser-'));
  const settings = { ...(await freePorts()), TOUCHLINE_DATA: folder, TOUCHLINE_LOG_LEVEL: 'silent' };
  const config = loadConfig(settings);
  const clickhouse = await startLocalServer({ config });
  const warehouse = openWarehouse(config);
  await warehouse.migrate();
  const market = new Market('market');
  market.workspace('Lumen Skin', true);
  market.fill(now_ms);
  await market.plant(warehouse, now_ms);
  const empty = new Market('empty');
  empty.workspace('My brand', false);
  await empty.plant(warehouse, now_ms);
  const children: ChildProcess[] = [await start(settings)];
  return {
    address: `http://127.0.0.1:${config.TOUCHLINE_CONSOLE_PORT}`,
    warehouse,
    market,
    startKeyed: async () => {
      const { TOUCHLINE_CONSOLE_PORT = '', TOUCHLINE_CONSOLE_ADMIN_PORT = '' } = await freePorts();
      children.push(await start({ ...settings, TOUCHLINE_CONSOLE_PORT, TOUCHLINE_CONSOLE_ADMIN_PORT, TOUCHLINE_CONSOLE_ACCESS: 'key' }));
      return { address: `http://127.0.0.1:${TOUCHLINE_CONSOLE_PORT}`, token: await keyOf('empty', config) };
    },
    write: (work) => writing(config, work),
    stopWarehouse: () => clickhouse.stop(),
    stop: async () => {
      for (const child of children) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      await warehouse.close();
      await clickhouse.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const child = fork(MAIN, [], { env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return child;
}

async function keyOf(workspace: string, config: Config): Promise<string> {
  let made = '';
  await writing(config, async (directory) => {
    const windows = { click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };
    await directory.upsert(workspace, 'workspace', workspace, { name: 'My brand', currency: 'EUR', time_zone: 'UTC', simulated: false, ...windows });
    const { token } = await directory.createKey(workspace, { name: 'reads', scopes: ['read'] });
    made = token;
  });
  return made;
}

async function writing(config: Config, work: (directory: Directory) => Promise<void>): Promise<void> {
  const log = openLocalLog({ path: dataPaths(config).log });
  const directory = await openDirectory({ config, log, source: 'test' });
  try {
    await work(directory);
  } finally {
    await directory.close();
    await log.close();
  }
}
