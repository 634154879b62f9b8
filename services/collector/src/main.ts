import { openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { dataPaths, healthy, listen, runService, unhealthy } from '@touchline/runtime';
import { Keeper } from './keeping.js';
import { buildCollector } from './server.js';

await runService(
  'collector',
  (config) => config.TOUCHLINE_COLLECTOR_ADMIN_PORT,
  async ({ config, logger, metrics, tracing }) => {
    const log = await openLocalLog({ path: dataPaths(config).log });
    const directory = await openDirectory({ config, log, source: 'collector' });
    const keeper = new Keeper(log, tracing);
    const server = buildCollector({ directory, keeper, logger, metrics, tracing });
    const address = await listen(server, { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_COLLECTOR_PORT, setting: 'TOUCHLINE_COLLECTOR_PORT' });
    return {
      address,
      health: () => (keeper.failing ? unhealthy('the event log takes no records') : healthy()),
      stop: async () => {
        await server.close();
        await directory.close();
        await log.close();
      },
    };
  },
);
