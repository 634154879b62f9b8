import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { dataPaths, type Health, listen, type RunningService, type ServiceContext } from '@touchline/runtime';
import { HotPath } from './hot/hot-path.js';
import { metricsRoute } from './metrics.js';
import { Recorder } from './redirect/recorder.js';
import { Redirector } from './redirect/redirector.js';
import { trackerServer } from './server.js';

export interface Stores {
  readonly log: EventLog;
  readonly directory: Directory;
}

/** Opens the log and the directory, and answers short links and the API until it is stopped. */
export async function startTracker(context: ServiceContext): Promise<RunningService> {
  const { config } = context;
  const log = await openLocalLog({ path: dataPaths(config).log });
  const directory = await openDirectory({ config, log, source: 'tracker' });
  const service = await serveTracker(context, { log, directory });
  return {
    ...service,
    stop: async () => {
      await service.stop();
      await directory.close();
      await log.close();
    },
  };
}

/** The same over stores that somebody else opened and will close. */
export async function serveTracker({ config, logger }: ServiceContext, stores: Stores): Promise<RunningService> {
  const { log, directory } = stores;
  const recorder = new Recorder(log, logger);
  const redirector = new Redirector({
    directory,
    click_parameter: config.TOUCHLINE_CLICK_PARAMETER,
    cookie_secure: config.TOUCHLINE_COOKIE_SECURE,
  });
  const hot = new HotPath({ redirector, recorder, trusted_hops: config.TOUCHLINE_TRUSTED_HOPS });
  const server = await trackerServer({ config, logger, directory, redirector, recorder, hot });
  const address = await listen(server, { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_TRACKER_PORT, setting: 'TOUCHLINE_TRACKER_PORT' });
  return {
    address,
    health: () => healthOf(stores, recorder),
    admin: metricsRoute({ recorder, hot }),
    stop: async () => {
      hot.close();
      await server.close();
      await recorder.close();
    },
  };
}

/** Ready when the directory and the log can be read and the last clicks were written. */
async function healthOf({ log, directory }: Stores, recorder: Recorder): Promise<Health> {
  if (recorder.trouble !== undefined) return { ready: false, detail: `${recorder.unlogged_total} clicks not logged: ${recorder.trouble}` };
  try {
    await log.heads('clicks');
    directory.workspaces();
    return { ready: true };
  } catch (error) {
    return { ready: false, detail: error instanceof Error ? error.message : String(error) };
  }
}
