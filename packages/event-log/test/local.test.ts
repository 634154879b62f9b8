import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocalLog } from '../src/index.js';
import { LEASE_MS } from '../src/local/limits.js';
import { eventLogContract } from './contract.js';

eventLogContract('the local log', async () => {
  const path = await mkdtemp(join(tmpdir(), 'touchline-log-'));
  let log = openLocalLog({ path });
  return {
    get log() {
      return log;
    },
    reopen: async () => {
      await log.close();
      log = openLocalLog({ path });
      return log;
    },
    cleanup: async () => {
      await log.close();
      await rm(path, { recursive: true });
    },
    lease_ms: LEASE_MS,
    elsewhere: { module: fileURLToPath(new URL('./open-local.mjs', import.meta.url)), argument: path },
  };
});
