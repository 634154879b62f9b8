import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@touchline/runtime';
import { openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { freePorts } from '../support/ports.js';
import { Market } from './market.js';

const MAIN = fileURLToPath(new URL('../../services/console/dist/main.js', import.meta.url));

export interface RunningConsole {
  readonly address: string;
  readonly warehouse: Warehouse;
  readonly market: Market;
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
  const child: ChildProcess = fork(MAIN, [], { env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return {
    address: `http://127.0.0.1:${config.TOUCHLINE_CONSOLE_PORT}`,
    warehouse,
    market,
    stopWarehouse: () => clickhouse.stop(),
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await warehouse.close();
      await clickhouse.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
