// Rebuilds the warehouse, and kills itself at a checkpoint: node rebuild-until.mjs <checkpoint>
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
    if (checkpoint === process.argv[2]) process.kill(process.pid, 'SIGKILL');
  },
});
process.exit(0);
