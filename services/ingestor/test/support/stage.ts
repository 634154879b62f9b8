import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { type AnyEvent, CATALOGUE } from '@touchline/events';
import { type Config, createLogger, dataPaths, loadConfig } from '@touchline/runtime';
import { type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { Ingestor, type IngestorOptions } from '../../src/ingestor.js';
import { recordOf } from './samples.js';

const SETTLE_MS_MAX = 30_000;

/** A real log and a real ClickHouse in a folder of their own. */
export class Stage {
  readonly config: Config;
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  server: LocalServer;
  #groups = 0;

  private constructor(server: LocalServer) {
    this.server = server;
    this.config = server.config;
    this.log = openLocalLog({ path: dataPaths(server.config).log });
    this.warehouse = openWarehouse(server.config);
  }

  static async open(): Promise<Stage> {
    const data = await mkdtemp(join(tmpdir(), 'touchline-ingestor-'));
    const config = loadConfig({ TOUCHLINE_DATA: data, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' });
    return new Stage(await startLocalServer({ config }));
  }

  async close(): Promise<void> {
    await this.warehouse.close();
    await this.log.close();
    await this.server.stop();
    await rm(this.config.TOUCHLINE_DATA, { recursive: true, force: true });
  }

  async append(events: readonly AnyEvent[]): Promise<void> {
    for (const topic of new Set(events.map(({ type }) => CATALOGUE[type].topic))) {
      await this.log.append(topic, events.filter(({ type }) => CATALOGUE[type].topic === topic).map(recordOf));
    }
  }

  /** Every ingestor is a group of its own, so that what it starts from is the warehouse's own book alone. */
  ingestor(options: Partial<IngestorOptions> = {}): Ingestor {
    this.#groups += 1;
    const { log, warehouse } = this;
    const logger = createLogger('ingestor', this.config);
    return new Ingestor({ log, warehouse, logger, group: `test-${this.#groups}`, linger_ms: 20, batch_records_max: 5_000, ...options });
  }

  /** Runs an ingestor until everything that is in the log is stored, its own rejects included. */
  async ingestAll(options: Partial<IngestorOptions> = {}): Promise<void> {
    const ingestor = this.ingestor(options);
    try {
      await settled(ingestor);
    } finally {
      await ingestor.stop();
    }
  }

  async count(from: string): Promise<number> {
    const [row] = await this.warehouse.query<{ rows: number }>(`SELECT count() AS rows FROM ${from}`);
    return row?.rows ?? 0;
  }
}

export async function settled(ingestor: Ingestor): Promise<void> {
  await eventually(async () => {
    const { ready, detail } = await ingestor.health();
    return ready && detail === 'lag 0 records';
  });
}

export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + SETTLE_MS_MAX;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('it did not come to pass');
    await sleep(20);
  }
}
