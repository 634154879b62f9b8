import { openDirectory } from '@touchline/directory';
import { openLocalLog } from '@touchline/event-log';
import { dataPaths, listen, runService } from '@touchline/runtime';
import { Keeper } from './keeping.js';
import { buildCollector } from './server.js';

await runService(
  'collector',
  (config) => config.TOUCHLINE_COLLECTOR_ADMIN_PORT,
  async ({ config, logger }) => {
    const log = await openLocalLog({ path: dataPaths(config).log });
    const directory = await openDirectory({ config, log, source: 'collector' });
    const keeper = new Keeper(log);
    const server = buildCollector({ directory, keeper, logger });
    const address = await listen(server, { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_COLLECTOR_PORT, setting: 'TOUCHLINE_COLLECTOR_PORT' });
    return {
      address,
      health: () => (keeper.failing ? { ready: false, detail: 'the event log takes no records' } : { ready: true }),
      stop: async () => {
        await server.close();
        await directory.close();
        await log.close();
      },
    };
  },
);
