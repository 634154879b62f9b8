import type { NewRecord, RecordHeaders } from '@touchline/event-log';
import type { Span, Tracing } from '@touchline/runtime';
import { eventIdOf } from './event-id.js';
import type { Clicks, Settled } from './recorder.js';
import type { Redirection, Redirects } from './redirector.js';
import type { RedirectRequest } from './request.js';

interface ClickSpans {
  readonly redirect: Span;
  readonly append: Span;
}

/**
 * Stands before redirector and recorder where traces are made, for the hot and the slow path alike; where none are made it is
 * not there at all. A sampled redirect is a span until its click is on disk, and its record carries the trace on.
 */
export class TracedRedirects implements Redirects, Clicks {
  readonly #tracing: Tracing;
  readonly #redirects: Redirects;
  readonly #clicks: Clicks;
  readonly #open = new WeakMap<NewRecord, ClickSpans>();

  constructor(tracing: Tracing, redirects: Redirects, clicks: Clicks) {
    this.#tracing = tracing;
    this.#redirects = redirects;
    this.#clicks = clicks;
  }

  redirect(request: RedirectRequest): Redirection {
    const parent = { traceparent: request.traceparent };
    const redirect = this.#tracing.start('redirect', { parent, kind: 'server', attributes: { 'http.request.method': request.method } });
    const { answer, record } = this.#redirects.redirect(request);
    if (!redirect.isRecording()) return { answer, record };
    redirect.setAttribute('http.response.status_code', answer.location === undefined ? 404 : 302);
    const append = this.#tracing.start('append', { parent: redirect, kind: 'producer', attributes: { 'touchline.event_id': eventIdOf(record) } });
    const headers = this.#tracing.headersOf(append);
    const carrying = headers === undefined ? record : withHeaders(record, headers);
    this.#open.set(carrying, { redirect, append });
    return { answer, record: carrying };
  }

  record(record: NewRecord, settled: Settled): void {
    const spans = this.#open.get(record);
    if (spans === undefined) {
      this.#clicks.record(record, settled);
      return;
    }
    this.#clicks.record(record, (logged) => {
      spans.append.setAttribute('touchline.logged', logged);
      spans.append.end();
      spans.redirect.end();
      settled(logged);
    });
  }

  meanwhile(work: () => void): void {
    this.#clicks.meanwhile(work);
  }
}

/** Not by spreading: a record that makes its value when it is asked for would lose it. */
function withHeaders({ key, value, once_id }: NewRecord, headers: RecordHeaders): NewRecord {
  return once_id === undefined ? { key, value, headers } : { key, value, once_id, headers };
}
