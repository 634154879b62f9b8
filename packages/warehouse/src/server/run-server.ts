import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Config, portError, TouchlineError } from '@touchline/runtime';
import { openWarehouse } from '../open-warehouse.js';
import { runClickHouse } from './library.js';
import { type ServerFiles, writeServerFiles } from './settings-files.js';

const HOST = '127.0.0.1';
const READY_POLL_MS = 50;
/** A large warehouse loads its parts first. */
const READY_MS_MAX = 120_000;

/** Starts listening, then stays in a statement that never ends: while it runs, the server does. */
const STATEMENTS = 'SYSTEM START LISTEN HTTP; SELECT sleepEachRow(3) FROM system.numbers SETTINGS max_block_size=1 FORMAT Null';

/**
 * Makes this process the local ClickHouse and returns when it answers to our own password.
 * @throws TouchlineError TL_PORT_TAKEN, TL_DATA_LOCKED or TL_STORE_UNAVAILABLE
 */
export async function runServer(config: Config): Promise<void> {
  await checkPort(config.TOUCHLINE_WAREHOUSE_PORT);
  const files = writeServerFiles(config);
  const over = runClickHouse(['clickhouse', `--config-file=${files.config}`, `--path=${files.data}`, `--query=${STATEMENTS}`]).then(() => {
    throw endedEarly(config, files);
  });
  await Promise.race([over, untilReady(config)]);
  // Once it was ready, its end is the end of the process.
  over.catch(() => process.kill(process.pid, 'SIGKILL'));
}

/** Asked before ClickHouse is loaded, because its own complaint is not one line and comes late. */
async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portError(error, { host: HOST, port, setting: 'TOUCHLINE_WAREHOUSE_PORT' })));
    probe.listen({ host: HOST, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

async function untilReady(config: Config): Promise<void> {
  const warehouse = openWarehouse({ ...config, CLICKHOUSE_URL: '' });
  try {
    const until = Date.now() + READY_MS_MAX;
    while (Date.now() < until) {
      if (await warehouse.ping()) return;
      await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
    }
    throw new TouchlineError('TL_STORE_UNAVAILABLE', `The local ClickHouse did not answer within ${READY_MS_MAX / 1_000} s.`);
  } finally {
    await warehouse.close();
  }
}

/** ClickHouse notes the process that holds a folder in its file `status`; when that one lives, the folder is taken. */
function endedEarly(config: Config, files: ServerFiles): TouchlineError {
  const holder = Number(/^PID: (\d+)/m.exec(readIfThere(join(files.data, 'status')))?.[1] ?? Number.NaN);
  if (Number.isInteger(holder) && holder !== process.pid && isAlive(holder)) {
    return new TouchlineError('TL_DATA_LOCKED', `Process ${holder} has the warehouse in ${config.TOUCHLINE_DATA} open.`, 'TOUCHLINE_DATA');
  }
  return new TouchlineError('TL_STORE_UNAVAILABLE', 'The local ClickHouse did not start.');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
