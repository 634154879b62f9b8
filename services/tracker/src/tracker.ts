import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, type Outbox, openLogs, outboxHealth, outboxStanding } from '@touchline/event-log';
import { type Config, degraded, type Health, healthy, listen, type RunningService, type ServiceContext, sayError, unhealthy } from '@touchline/runtime';
import { HotPath } from './hot/hot-path.js';
import { showTracker } from './metrics.js';
import { Recorder } from './redirect/recorder.js';
import { Redirector } from './redirect/redirector.js';
import { TracedRedirects } from './redirect/traced.js';
import { trackerServer } from './server.js';

export interface Stores {
  /** Where clicks go: the log on this machine. */
  readonly log: EventLog;
  /** The same, where it holds clicks only until they are in Kafka. */
  readonly outbox?: Outbox | undefined;
  readonly directory: Directory;
}

/** Opens the logs and the directory, and answers short links and the API until it is stopped. */
export async function startTracker(context: ServiceContext): Promise<RunningService> {
  const { config } = context;
  const logs = openLogs(config, 'touchline-tracker');
  const directory = await openDirectory({ config, log: logs.truth, source: 'tracker', mayLag: logs.outbox !== undefined });
  const service = await serveTracker(context, { log: logs.edge, outbox: logs.outbox, directory });
  return {
    ...service,
    stop: async () => {
      await service.stop();
      await directory.close();
      await logs.close();
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
    health: () => healthOf(stores, recorder, config),
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
async function healthOf({ log, outbox, directory }: Stores, recorder: Recorder, config: Config): Promise<Health> {
  const forwarding = outbox === undefined ? healthy() : outboxHealth(outboxStanding(outbox, config));
  if (forwarding.state === 'unhealthy') return forwarding;
  if (recorder.trouble !== undefined) return degraded(`${recorder.unlogged_total} clicks not logged: ${recorder.trouble}`, { ready: false });
  try {
    // Of any topic but clicks: to look at theirs would move them out of the journal, which is not this process's work.
    await log.heads('directory');
    directory.workspaces();
    return forwarding;
  } catch (error) {
    return unhealthy(sayError(error));
  }
}
