import { type Directory, destinationRules, openDirectory } from '@touchline/directory';
import { isForwarding, openTruthLog } from '@touchline/event-log';
import { type Config, consoleUrl, healthy, listen, type RunningService, type ServiceContext, trackerUrl, unhealthy } from '@touchline/runtime';
import { openWarehouse } from '@touchline/warehouse';
import { type Access, keyAccess, localAccess } from './access.js';
import { ExperimentDesk } from './experiments/desk.js';
import { ledgerExplain } from './ledger-explain.js';
import { QueuedReader } from './queued-reader.js';
import { buildServer } from './server.js';

/** Starts the console: API, web app and, on one machine, the demo shop. @throws TouchlineError TL_CONFIG_INVALID, TL_PORT_TAKEN */
export async function startConsole({ config, logger, metrics }: ServiceContext): Promise<RunningService> {
  const { directory, close } = await openExperiments(config);
  const access = accessOf(config, directory);
  const reader = openWarehouse(config, { account: 'marketer' });
  // The marketer's account sees nobody's identifiers; an order's journey and the count of visitors are made from them.
  const service = openWarehouse(config, { account: 'service' });
  const collector_url = collectorUrl(config);
  const local = config.TOUCHLINE_CONSOLE_ACCESS === 'local';
  const server = await buildServer({
    logger,
    metrics,
    access,
    reader: new QueuedReader(reader),
    visitors: service,
    explain: ledgerExplain(service),
    experiments: { directory, destinations: destinationRules(config), desk: new ExperimentDesk(service), warehouse: service },
    tracker_url: trackerUrl(config),
    collector_url,
    shop_url: local ? `${consoleUrl(config)}/shop` : '',
    shop: local ? { collector_url, click_parameter: config.TOUCHLINE_CLICK_PARAMETER } : undefined,
  });
  const address = await listen(server, { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_CONSOLE_PORT, setting: 'TOUCHLINE_CONSOLE_PORT' });
  return {
    address,
    health: async () => ((await reader.ping()) ? healthy() : unhealthy('the warehouse does not answer')),
    stop: async () => {
      await server.close();
      await Promise.all([reader.close(), service.close(), close()]);
    },
  };
}

/** Experiments and keys live in the directory: what is written here stands in the log before it is answered. */
async function openExperiments(config: Config): Promise<{ readonly directory: Directory; readonly close: () => Promise<void> }> {
  const log = openTruthLog(config, 'touchline-console');
  const directory = await openDirectory({ config, log, source: 'console', mayLag: isForwarding(config) });
  return {
    directory,
    close: async () => {
      await directory.close();
      await log.close();
    },
  };
}

function accessOf(config: Config, directory: Directory): Access {
  if (config.TOUCHLINE_CONSOLE_ACCESS === 'local') return localAccess(config);
  return keyAccess((header, scope) => directory.authorize(header, scope));
}

/** Where orders are reported to, as people at this console reach it. */
function collectorUrl(config: Config): string {
  const host = config.TOUCHLINE_HOST === '0.0.0.0' ? '127.0.0.1' : config.TOUCHLINE_HOST;
  return `http://${host}:${config.TOUCHLINE_COLLECTOR_PORT}`;
}
