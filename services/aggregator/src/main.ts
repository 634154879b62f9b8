import { runService } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { Aggregator } from './aggregator.js';
import { runRoutes } from './routes.js';
import { RunWatch } from './run-watch.js';
import { startSchedule } from './schedule.js';

await runService(
  'aggregator',
  (config) => config.TOUCHLINE_AGGREGATOR_ADMIN_PORT,
  async ({ config, logger, metrics, tracing }) => {
    const warehouse = openWarehouse(config);
    const aggregator = new Aggregator({ warehouse, logger, watch: new RunWatch(metrics, tracing) });
    const task = startSchedule(config.TOUCHLINE_ATTRIBUTION_SCHEDULE, logger, () => aggregator.tick());
    // The schedule may be a rare one: what waits from before the start is credited at once.
    void aggregator.tick();
    return {
      health: () => aggregator.health(),
      admin: runRoutes(aggregator, { logger, metrics }),
      stop: async () => {
        await task.stop();
        await aggregator.stop();
        await warehouse.close();
      },
    };
  },
);
