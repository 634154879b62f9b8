import { type Config, loadConfig } from './config.js';
import { TouchlineError } from './errors.js';
import type { RunningService } from './health.js';
import { createLogger, type Logger } from './logger.js';
import { Metrics } from './metrics/metrics.js';
import { startTracing } from './tracing/start.js';
import type { Tracing } from './tracing/tracing.js';

/** A stop that takes longer than this is cut short. */
const STOP_MS_MAX = 20_000;

export interface ServiceContext {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** undefined: nobody wants traces, and nothing may be spent on them. */
  readonly tracing?: Tracing | undefined;
}

/**
 * Runs one service as this process: loads the configuration, starts it, serves health and metrics on the admin port, stops it
 * on SIGTERM, SIGINT or when the supervisor that forked it is gone. A failed start prints one line and exits with 1.
 */
export async function runService(
  name: string,
  adminPort: (config: Config) => number,
  start: (context: ServiceContext) => Promise<RunningService>,
): Promise<void> {
  try {
    const config = loadConfig();
    const logger = createLogger(name, config);
    const metrics = new Metrics().withProcess();
    const tracing = await startTracing(name, config, logger);
    const service = await start({ config, logger, metrics, tracing });
    // With its HTTP server; a command that only reads settings should not wait for it.
    const { startAdmin } = await import('./admin.js');
    const admin = await startAdmin({ name, port: adminPort(config), service, metrics });
    const end = stopOnSignal(logger, async () => {
      await service.stop();
      await tracing?.stop();
      await admin.close();
    });
    logger.info({ address: service.address }, 'ready');
    // The supervisor may be gone by now, and `disconnect` have come before anybody listened for it.
    process.send?.({ ready: true }, undefined, undefined, (error) => error !== null && end('supervisor gone'));
  } catch (error) {
    if (!(error instanceof TouchlineError)) throw error;
    process.stderr.write(`${name}: ${error.toLine()}\n`);
    process.exit(1);
  }
}

function stopOnSignal(logger: Logger, stop: () => Promise<void>): (reason: string) => void {
  let stopping = false;
  const end = (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    stop().then(
      () => process.exit(0),
      (error) => {
        logger.error({ err: error }, 'stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  process.on('disconnect', () => end('supervisor gone'));
  return end;
}
