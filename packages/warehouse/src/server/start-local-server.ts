import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Config, freePort, TouchlineError } from '@touchline/runtime';

/** What a process runs to be the local ClickHouse. */
export const serverMain = new URL('../../dist/server-main.js', import.meta.url);

const READY_MS_MAX = 120_000;
const STDERR_CHARACTERS_MAX = 4_096;

export interface LocalServerOptions {
  /** TOUCHLINE_DATA is where its data lies; a TOUCHLINE_WAREHOUSE_PORT of 0 stands for any free port. */
  readonly config: Config;
}

export interface LocalServer {
  readonly url: string;
  readonly pid: number;
  /** The settings with the port in force: what openWarehouse needs. */
  readonly config: Config;
  /** Ends it and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Forks the local ClickHouse and waits until it answers; for tests and tools, the supervisor forks serverMain itself.
 * @throws TouchlineError of the code the server printed: TL_PORT_TAKEN, TL_DATA_LOCKED, TL_STORE_UNAVAILABLE
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const port = options.config.TOUCHLINE_WAREHOUSE_PORT || (await freePort());
  const config: Config = { ...options.config, CLICKHOUSE_URL: '', TOUCHLINE_WAREHOUSE_PORT: port };
  const settings = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
  const child = fork(fileURLToPath(serverMain), [], { env: { ...process.env, ...settings }, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] });
  await untilReady(child);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    config,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilReady(child: ChildProcess): Promise<void> {
  let printed = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    printed = `${printed}${chunk.toString('utf8')}`.slice(-STDERR_CHARACTERS_MAX);
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_MS_MAX);
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('close', () => reject(failure(printed)));
  }).finally(() => clearTimeout(timer));
}

function failure(printed: string): TouchlineError {
  const line = printed.trim().split('\n').at(-1) ?? '';
  const code = /\[(TL_PORT_TAKEN|TL_DATA_LOCKED)\]$/.exec(line)?.[1];
  if (code === 'TL_PORT_TAKEN' || code === 'TL_DATA_LOCKED') return new TouchlineError(code, line);
  return new TouchlineError('TL_STORE_UNAVAILABLE', `The local ClickHouse did not start: ${line}`);
}
