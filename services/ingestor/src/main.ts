import { openTruthLog } from '@touchline/event-log';
import { runService } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { Ingestor } from './ingestor.js';

await runService(
  'ingestor',
  (config) => config.TOUCHLINE_INGESTOR_ADMIN_PORT,
  async ({ config, logger, metrics, tracing }) => {
    const log = openTruthLog(config, 'touchline-ingestor');
    const warehouse = openWarehouse(config);
    const ingestor = new Ingestor({
      log,
      warehouse,
      logger,
      metrics,
      tracing,
      group: `warehouse.${config.CLICKHOUSE_DATABASE}`,
      linger_ms: config.TOUCHLINE_INGEST_LINGER_MS,
      batch_records_max: config.TOUCHLINE_INGEST_BATCH_RECORDS_MAX,
    });
    return {
      health: () => ingestor.health(),
      stop: async () => {
        await ingestor.stop();
        await log.close();
        await warehouse.close();
      },
    };
  },
);
