import type { ErrorCode, Metrics } from '@touchline/runtime';

/** One event's end, as it is counted. */
export type Counted = { readonly outcome: 'accepted' | 'duplicate'; readonly type: string } | { readonly outcome: 'rejected'; readonly code: ErrorCode };

/** What became of events, for the metrics. */
export class CollectorFigures {
  readonly #accepted;
  readonly #deduplicated;
  readonly #rejected;

  constructor(metrics: Metrics) {
    this.#accepted = metrics.counter('touchline_events_accepted_total');
    this.#deduplicated = metrics.counter('touchline_events_deduplicated_total');
    this.#rejected = metrics.counter('touchline_events_rejected_total');
  }

  count(events: readonly Counted[]): void {
    for (const event of events) {
      if (event.outcome === 'rejected') this.#rejected.inc({ code: event.code });
      else if (event.outcome === 'duplicate') this.#deduplicated.inc({ type: event.type });
      else this.#accepted.inc({ type: event.type });
    }
  }
}
