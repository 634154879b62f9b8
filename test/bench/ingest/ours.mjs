import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Cost } from './cost.mjs';
import { untilAssigned } from './group.mjs';

const MAIN = fileURLToPath(new URL('../../../services/ingestor/dist/main.js', import.meta.url));

/** The ingestor as the process that `npm start` runs, with the settings it has by default. */
export function startIngestor({ server }, brokers) {
  const settings = Object.fromEntries(Object.entries(server.config).map(([name, value]) => [name, String(value)]));
  const env = { ...process.env, ...settings, KAFKA_BROKERS: brokers.join(','), TOUCHLINE_INGESTOR_ADMIN_PORT: '0' };
  const child = fork(MAIN, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  // From its birth on: starting is part of what it costs.
  const cost = new Cost(child.pid);
  return {
    assigned: () => untilAssigned(brokers, `warehouse.${server.config.CLICKHOUSE_DATABASE}`, 1),
    cost,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
