// An ingestor that kills itself, as kill -9 does, the first time it reaches the checkpoint it is given.
import { openLocalLog } from '@touchline/event-log';
import { createLogger, dataPaths, loadConfig } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { Ingestor } from '../../dist/ingestor.js';

const [checkpoint, group] = process.argv.slice(2);
const config = loadConfig();
new Ingestor({
  log: openLocalLog({ path: dataPaths(config).log }),
  warehouse: openWarehouse(config),
  logger: createLogger('ingestor', config),
  group: group ?? '',
  linger_ms: 20,
  batch_records_max: 5_000,
  onCheckpoint: (reached) => {
    if (reached === checkpoint) process.kill(process.pid, 'SIGKILL');
  },
});
