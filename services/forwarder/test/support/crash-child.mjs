// A forwarder that kills itself, as kill -9 does, when it reaches the checkpoint it is given: the first time, but a trim only when there is
// something to trim.
import { join } from 'node:path';
import { openLocalLog, openOutbox, outboxStanding } from '@touchline/event-log';
import { createLogger, loadConfig } from '@touchline/runtime';
import { Forwarder } from '../../dist/forwarder.js';

const [folder, checkpoint] = process.argv.slice(2);
const config = loadConfig({ TOUCHLINE_LOG_LEVEL: 'silent' });
const outbox = openOutbox({ path: join(folder, 'outbox'), bytes_max: 2 ** 30 });
let acknowledged = false;
new Forwarder({
  outbox,
  truth: openLocalLog({ path: join(folder, 'truth') }),
  logger: createLogger('forwarder', config),
  standing: () => outboxStanding(outbox, config),
  onCheckpoint: (reached) => {
    acknowledged ||= reached === 'batch_acknowledged';
    if (reached === checkpoint && (acknowledged || checkpoint !== 'trimmed')) process.kill(process.pid, 'SIGKILL');
  },
});
