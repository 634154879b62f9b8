import { openDirectory } from '@touchline/directory';
import { openLogs, outboxHealth, outboxStanding } from '@touchline/event-log';
import { type Health, healthy, listen, runService, unhealthy } from '@touchline/runtime';
import { Keeper } from './keeping.js';
import { buildCollector } from './server.js';

await runService(
  'collector',
  (config) => config.TOUCHLINE_COLLECTOR_ADMIN_PORT,
  async ({ config, logger, metrics, tracing }) => {
    const { edge, truth, outbox, close } = openLogs(config, 'touchline-collector');
    const directory = await openDirectory({ config, log: truth, source: 'collector', mayLag: outbox !== undefined });
    const keeper = new Keeper(edge, tracing);
    const server = buildCollector({ directory, keeper, logger, metrics, tracing });
    const address = await listen(server, { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_COLLECTOR_PORT, setting: 'TOUCHLINE_COLLECTOR_PORT' });
    const health = (): Health => {
      const forwarding = outbox === undefined ? healthy() : outboxHealth(outboxStanding(outbox, config));
      return keeper.failing && forwarding.ready ? unhealthy('the event log takes no records') : forwarding;
    };
    return {
      address,
      health,
      stop: async () => {
        await server.close();
        await directory.close();
        await close();
      },
    };
  },
);
