import type { Config } from '../config.js';
import type { Logger } from '../logger.js';
import type { Tracing } from './tracing.js';

/** Traces for this process, if somebody wants them; else undefined, and the SDK is not even loaded. */
export async function startTracing(service: string, config: Config, logger: Logger): Promise<Tracing | undefined> {
  if (config.OTEL_EXPORTER_OTLP_ENDPOINT === '') return undefined;
  const { openTracing } = await import('./sdk.js');
  return openTracing({ service, endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: config.TOUCHLINE_TRACE_RATIO, logger });
}
