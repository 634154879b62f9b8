// Rebuilds the warehouse, and sends itself a signal at a checkpoint: node rebuild-until.mjs <checkpoint> <signal>
import { writeSync } from 'node:fs';
import { openLocalLog } from '@touchline/event-log';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { rebuild } from '../../packages/cli/dist/rebuild/rebuild.js';

const config = loadConfig();
const log = openLocalLog({ path: dataPaths(config).log });
await rebuild({
  config,
  log,
  onProgress: () => undefined,
  onCheckpoint: (checkpoint) => {
    if (checkpoint !== process.argv[2]) return;
    writeSync(process.stdout.fd, `${checkpoint}\n`);
    process.kill(process.pid, process.argv[3]);
  },
});
process.exit(0);
