import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, loadConfig, Metrics } from '@touchline/runtime';
import { openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { localAccess } from '../src/access.js';
import { ledgerExplain } from '../src/ledger-explain.js';
import { QueuedReader } from '../src/queued-reader.js';
import { buildServer } from '../src/server.js';
import { type OpenRooms, openRooms } from './rooms.js';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface ServedConsole {
  /** Of the service's account, to plant rows with. */
  readonly warehouse: Warehouse;
  /** Where experiments are written. */
  readonly rooms: OpenRooms;
  /** Fails when the answer is no 200. */
  get<T>(path: string): Promise<T>;
  /** Status and body of whatever is answered. */
  answer(path: string): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  stop(): Promise<void>;
}

/** The console's API over a real warehouse, as the marketer's account sees it. */
export async function serveConsole(): Promise<ServedConsole> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-console-'));
  const config = loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' });
  const clickhouse = await startLocalServer({ config });
  const service = openWarehouse(clickhouse.config, { account: 'service' });
  const marketer = openWarehouse(clickhouse.config, { account: 'marketer' });
  await service.migrate();
  const rooms = await openRooms(service);
  const server = await buildServer({
    logger: createLogger('console', config),
    metrics: new Metrics(),
    access: localAccess(config),
    reader: new QueuedReader(marketer),
    visitors: service,
    explain: ledgerExplain(service),
    experiments: rooms.rooms,
    tracker_url: 'http://t.test',
    collector_url: 'http://c.test',
    shop_url: '',
    shop: undefined,
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const answer = async (path: string) => {
    const response = await fetch(`${address}${path}`);
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    warehouse: service,
    rooms,
    answer,
    post: async (path, body, headers = {}) => {
      const json = { 'content-type': 'application/json' };
      const response = await fetch(`${address}${path}`, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as unknown };
    },
    get: async <T>(path: string) => {
      const { status, body } = await answer(path);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return body as T;
    },
    stop: async () => {
      await server.close();
      await rooms.close();
      await Promise.all([service.close(), marketer.close()]);
      await clickhouse.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
