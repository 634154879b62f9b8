import { runService } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { Aggregator } from './aggregator.js';
import { ReportDesk } from './report-desk.js';
import { runRoutes } from './routes.js';
import { RunWatch } from './run-watch.js';
import { startSchedule } from './schedule.js';

await runService(
  'aggregator',
  (config) => config.TOUCHLINE_AGGREGATOR_ADMIN_PORT,
  async ({ config, logger, metrics, tracing }) => {
    const warehouse = openWarehouse(config);
    const aggregator = new Aggregator({ warehouse, logger, watch: new RunWatch(metrics, tracing) });
    const desk = new ReportDesk({ config, logger, warehouse });
    const attribution = { name: 'attribution', setting: 'TOUCHLINE_ATTRIBUTION_SCHEDULE', expression: config.TOUCHLINE_ATTRIBUTION_SCHEDULE };
    const fits = { name: 'fits', setting: 'TOUCHLINE_FIT_SCHEDULE', expression: config.TOUCHLINE_FIT_SCHEDULE };
    const reports = { name: 'reports', setting: 'TOUCHLINE_REPORT_SCHEDULE', expression: config.TOUCHLINE_REPORT_SCHEDULE };
    const tasks = [
      startSchedule(attribution, logger, () => aggregator.tick()),
      startSchedule(fits, logger, () => aggregator.fitTick()),
      startSchedule(reports, logger, () => desk.tick()),
    ];
    // The schedule may be a rare one: what waits from before the start is credited at once.
    void aggregator.tick();
    return {
      health: () => aggregator.health(),
      admin: runRoutes(aggregator, { logger, metrics, desk }),
      stop: async () => {
        for (const task of tasks) await task.stop();
        await desk.stop();
        await aggregator.stop();
        await warehouse.close();
      },
    };
  },
);
