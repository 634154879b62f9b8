import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { loadConfig, loadSecrets } from '@touchline/runtime';
import { openWarehouse, startLocalServer } from '@touchline/warehouse';
import { Cost } from '../ingest/cost.mjs';

const DATABASE = 'touchline';

/** A ClickHouse of its own in a new folder, with Touchline's tables. */
export async function startStore(parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, 'touchline-bench-'));
  const config = loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent', CLICKHOUSE_DATABASE: DATABASE });
  const server = await startLocalServer({ config });
  const warehouse = openWarehouse(server.config);
  await warehouse.migrate();
  return {
    folder,
    warehouse,
    pid: server.pid,
    /** What `work` gave, its wall-clock seconds, and what the server and this process used for it. */
    watch: (work) => watched(server.pid, work),
    /** What the tables take of the disk, with parts that are merged and not yet removed. */
    diskBytes: async () => Number((await warehouse.query('SELECT sum(bytes_on_disk) AS bytes FROM system.parts'))[0].bytes),
    /** The answer of a statement, written to a file of the folder as Parquet. */
    parquet: (name, statement) => parquet(server, join(folder, name), statement),
    stop: async () => {
      await warehouse.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function watched(pid, work) {
  // The server is this process's child, and a process's seconds are with its children's.
  const costs = { clickhouse: new Cost(pid), node: new Cost(process.pid) };
  const began_ms = performance.now();
  const result = await work();
  const seconds = (performance.now() - began_ms) / 1_000;
  const [clickhouse_bytes_max, node_bytes_max] = [costs.clickhouse.peakBytes(), costs.node.peakBytes()];
  const cpu_seconds = costs.node.processorSeconds();
  return { result, seconds, cpu_seconds, clickhouse_bytes_max, node_bytes_max, bytes_max: clickhouse_bytes_max + node_bytes_max };
}

async function parquet(server, file, statement) {
  const url = new URL(server.url);
  url.searchParams.set('database', DATABASE);
  const headers = { 'X-ClickHouse-User': 'touchline', 'X-ClickHouse-Key': loadSecrets(server.config).warehouse_password };
  const answer = await fetch(url, { method: 'POST', headers, body: `${statement} FORMAT Parquet` });
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 500));
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
  return file;
}

/** Processor's name and number of cores, for the report's head. */
export function machine() {
  const text = readFileSync('/proc/cpuinfo', 'utf8');
  return { processor: /^model name\s*: (.+)$/m.exec(text)?.[1] ?? 'unknown', cores: text.match(/^processor\s*:/gm)?.length ?? 0 };
}
