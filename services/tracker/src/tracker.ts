import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { dataPaths, degraded, type Health, healthy, listen, type RunningService, type ServiceContext, sayError, unhealthy } from '@touchline/runtime';
import { HotPath } from './hot/hot-path.js';
import { showTracker } from './metrics.js';
import { Recorder } from './redirect/recorder.js';
import { Redirector } from './redirect/redirector.js';
import { TracedRedirects } from './redirect/traced.js';
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
export async function serveTracker(context: ServiceContext, stores: Stores): Promise<RunningService> {
  const { config, logger, metrics, tracing } = context;
  const { log, directory } = stores;
  const recorder = new Recorder({ log, logger, latency: metrics.weightedHistogram('touchline_redirect_latency_seconds') });
  const redirector = new Redirector({
    directory,
    click_parameter: config.TOUCHLINE_CLICK_PARAMETER,
    cookie_secure: config.TOUCHLINE_COOKIE_SECURE,
  });
  const traced = tracing === undefined ? undefined : new TracedRedirects(tracing, redirector, recorder);
  const front = { redirector: traced ?? redirector, recorder: traced ?? recorder };
  const hot = new HotPath({ ...front, trusted_hops: config.TOUCHLINE_TRUSTED_HOPS });
  showTracker(metrics, { recorder, redirector, hot });
  const server = await trackerServer({ ...front, config, logger, metrics, directory, hot });
  const address = await listen(server, { host: config.TOUCHLINE_HOST, port: config.TOUCHLINE_TRACKER_PORT, setting: 'TOUCHLINE_TRACKER_PORT' });
  return {
    address,
    health: () => healthOf(stores, recorder),
    stop: async () => {
      hot.close();
      await server.close();
      await recorder.close();
    },
  };
}

/**
 * Clicks that do not reach the log: people are redirected all the same, yet another tracker should be given them. What cannot
 * be read at all is worse.
 */
async function healthOf({ log, directory }: Stores, recorder: Recorder): Promise<Health> {
  if (recorder.trouble !== undefined) return degraded(`${recorder.unlogged_total} clicks not logged: ${recorder.trouble}`, { ready: false });
  try {
    await log.heads('clicks');
    directory.workspaces();
    return healthy();
  } catch (error) {
    return unhealthy(sayError(error));
  }
}
