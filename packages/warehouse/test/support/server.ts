import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '@touchline/runtime';
import { type LocalServer, startLocalServer } from '../../src/index.js';

export interface TestServer {
  server: LocalServer;
  readonly config: Config;
  close(): Promise<void>;
}

/** A local server on a free port, its data in a folder that goes with it. */
export async function testServer(): Promise<TestServer> {
  const data = await mkdtemp(join(tmpdir(), 'touchline-warehouse-'));
  const config = loadConfig({ TOUCHLINE_DATA: data, TOUCHLINE_WAREHOUSE_PORT: '0' });
  const test: TestServer = {
    server: await startLocalServer({ config }),
    get config() {
      return test.server.config;
    },
    close: async () => {
      await test.server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
  return test;
}

/** Resolves when the process is gone. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
