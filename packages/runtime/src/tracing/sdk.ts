import { DiagLogLevel, diag, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';
import type { Logger } from '../logger.js';
import { Tracing } from './tracing.js';

/** Longest wait for the last spans to be sent when the process stops. */
const FLUSH_MS_MAX = 2_000;
/** A receiver that is away is one line in so long, not one a batch. */
const COMPLAINT_PAUSE_MS = 60_000;

export interface SdkOptions {
  readonly service: string;
  readonly endpoint: string;
  readonly ratio: number;
  readonly logger: Logger;
}

/** Loads and starts the SDK: batches of spans, sent in the background, dropped where nobody takes them. */
export function openTracing({ service, endpoint, ratio, logger }: SdkOptions): Tracing {
  complainTo(logger);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'touchline', 'process.pid': process.pid }),
    sampler: new ParentBasedSampler({ root: new LinkedOrRatio(ratio) }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  const flushed = () => provider.shutdown().catch(() => undefined);
  return new Tracing(provider.getTracer('touchline'), () => Promise.race([flushed(), after(FLUSH_MS_MAX)]));
}

/** What deals with a sampled span belongs to its story, whatever the dice say. */
class LinkedOrRatio implements Sampler {
  readonly #ratio: Sampler;

  constructor(ratio: number) {
    this.#ratio = new TraceIdRatioBasedSampler(ratio);
  }

  shouldSample(...given: Parameters<Sampler['shouldSample']>): ReturnType<Sampler['shouldSample']> {
    const links = given[5];
    const linked = links.some((link) => (link.context.traceFlags & TraceFlags.SAMPLED) !== 0);
    return linked ? { decision: SamplingDecision.RECORD_AND_SAMPLED } : this.#ratio.shouldSample(...given);
  }
}

/** The SDK's own words may hold what a receiver answered, so they are not repeated. */
function complainTo(logger: Logger): void {
  let last_ms = Number.NEGATIVE_INFINITY;
  const complain = () => {
    if (performance.now() - last_ms < COMPLAINT_PAUSE_MS) return;
    last_ms = performance.now();
    logger.warn('traces cannot be sent; look at OTEL_EXPORTER_OTLP_ENDPOINT and its receiver');
  };
  const silent = () => undefined;
  diag.setLogger({ error: complain, warn: silent, info: silent, debug: silent, verbose: silent }, DiagLogLevel.ERROR);
}

function after(wait_ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, wait_ms).unref();
  });
}
