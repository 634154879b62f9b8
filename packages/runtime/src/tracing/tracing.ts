import { type Attributes, type Context, context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { TouchlineError } from '../errors.js';

export type { Span };

/** `traceparent` and, where there is one, `tracestate` (W3C Trace Context); anything else in it is not read. */
export type TraceHeaders = Readonly<Record<string, string>>;

export interface SpanStart {
  /** What it is part of: a span, or the headers of a request or record. Left out: the span under way here, if there is one. */
  readonly parent?: Span | TraceHeaders;
  /** Begins a trace of its own. */
  readonly root?: boolean;
  /** Spans of other traces it has to do with; one that links to a sampled span is sampled. */
  readonly links?: readonly (Span | TraceHeaders)[];
  readonly kind?: 'server' | 'producer' | 'consumer' | 'client';
  /** Ids, counts and codes; no personal data, nothing that was sent by somebody. */
  readonly attributes?: Attributes;
  /** When it began, if that is over already, as Date.now(). */
  readonly began_ms?: number;
}

const KINDS = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER, client: SpanKind.CLIENT } as const;
const CARRIED = ['traceparent', 'tracestate'] as const;
/** Longer, and it is not what it says it is. */
const CARRIED_CHARACTERS_MAX = 512;

/** Traces from click to row. There is one only where traces are wanted: whoever holds `undefined` spends nothing. */
export class Tracing {
  readonly #tracer: Tracer;
  readonly #stop: () => Promise<void>;

  constructor(tracer: Tracer, stop: () => Promise<void>) {
    this.#tracer = tracer;
    this.#stop = stop;
  }

  start(name: string, { parent, root = false, links = [], kind, attributes, began_ms }: SpanStart = {}): Span {
    const options = {
      root,
      kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind],
      links: links.flatMap((link) => {
        const linked = trace.getSpanContext(contextOf(link));
        return linked === undefined ? [] : [{ context: linked }];
      }),
      ...(attributes === undefined ? {} : { attributes }),
      ...(began_ms === undefined ? {} : { startTime: began_ms }),
    };
    return this.#tracer.startSpan(name, options, parent === undefined ? context.active() : contextOf(parent));
  }

  /** Does the work with the span as the one under way, and ends it; of a failure it keeps the code and no more. */
  async within<T>(span: Span, work: () => Promise<T>): Promise<T> {
    try {
      return await context.with(trace.setSpan(context.active(), span), work);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** The same as part of what is under way; without a sampled span there it is just the work. */
  async part<T>(name: string, start: Omit<SpanStart, 'parent' | 'root'>, work: () => Promise<T>): Promise<T> {
    return trace.getActiveSpan()?.isRecording() ? this.within(this.start(name, start), work) : work();
  }

  /** What a record carries so that its way is followed from here; undefined where the trace is not sampled. */
  headersOf(span: Span): TraceHeaders | undefined {
    if (!span.isRecording()) return undefined;
    const carrier: Record<string, string> = {};
    propagation.inject(trace.setSpan(ROOT_CONTEXT, span), carrier);
    return onlyTrace(carrier);
  }

  /** Sends what waits; never throws. */
  stop(): Promise<void> {
    return this.#stop();
  }
}

/** Marks a span as failed, by the error's code. */
function fail(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof TouchlineError ? error.code : error instanceof Error ? error.name : 'unknown');
}

function contextOf(of: Span | TraceHeaders): Context {
  if (isSpan(of)) return trace.setSpan(ROOT_CONTEXT, of);
  return propagation.extract(ROOT_CONTEXT, onlyTrace(of));
}

function isSpan(of: Span | TraceHeaders): of is Span {
  return typeof of['spanContext'] === 'function';
}

function onlyTrace(headers: TraceHeaders): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of CARRIED) {
    const value = headers[name];
    if (value !== undefined && value !== '' && value.length <= CARRIED_CHARACTERS_MAX) found[name] = value;
  }
  return found;
}
