import type { Batch } from '@touchline/event-log';
import { type Metrics, TouchlineError, type Tracing } from '@touchline/runtime';
import type { Lag } from './lag.js';
import type { OffsetRange, RangeCounts } from './ranges.js';
import type { Reject } from './rejects.js';
import { traceBatch } from './trace-batch.js';

/** A range that was just recorded as stored. */
export interface StoredRange extends OffsetRange, RangeCounts {
  readonly topic: string;
  readonly partition: number;
}

export interface IngestWatchOptions {
  readonly metrics: Metrics;
  readonly lag: Lag;
  readonly tracing?: Tracing | undefined;
}

interface UnderWay {
  readonly batch: Batch;
  /** Its records that were stored while it was under way; the others were there before. */
  fresh: number;
}

/** Counts and times what the ingestor does, and follows the traces that come with the records. */
export class IngestWatch {
  readonly #tracing: Tracing | undefined;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #stored;
  readonly #deduplicated;
  readonly #rejected;
  readonly #failures;
  readonly #records;
  readonly #bytes;
  readonly #duration;

  constructor({ metrics, lag, tracing }: IngestWatchOptions) {
    this.#tracing = tracing;
    this.#stored = metrics.counter('touchline_ingest_stored_total');
    this.#deduplicated = metrics.counter('touchline_ingest_deduplicated_total');
    this.#rejected = metrics.counter('touchline_ingest_rejected_total');
    this.#failures = metrics.counter('touchline_ingest_failures_total');
    this.#records = metrics.histogram('touchline_ingest_batch_records');
    this.#bytes = metrics.histogram('touchline_ingest_batch_bytes');
    this.#duration = metrics.histogram('touchline_ingest_batch_duration_seconds');
    metrics.read('touchline_ingest_in_flight_records', () => [...this.#underWay.values()].reduce((sum, { batch }) => sum + batch.pack.length, 0));
    metrics.read('touchline_ingest_lag_records', async () => (await lag.now()).map(({ topic, records }) => ({ labels: { topic }, value: records })));
    metrics.read('touchline_ingest_lag_seconds', async () => (await lag.now()).map(({ topic, age_ms }) => ({ labels: { topic }, value: age_ms / 1_000 })));
  }

  /** Does the work of one batch; one at a time for each partition. */
  async batch(batch: Batch, work: () => Promise<void>): Promise<void> {
    const place = placeOf(batch);
    const underWay: UnderWay = { batch, fresh: 0 };
    this.#underWay.set(place, underWay);
    const began_ms = performance.now();
    try {
      await (this.#tracing === undefined ? work() : traceBatch(this.#tracing, batch, work));
    } finally {
      this.#underWay.delete(place);
    }
    this.#records.observe(batch.pack.length);
    this.#bytes.observe(batch.pack.byteLength);
    this.#duration.observe((performance.now() - began_ms) / 1_000);
    this.#deduplicated.inc({ topic: batch.topic }, Math.max(0, batch.pack.length - underWay.fresh));
  }

  stored(range: StoredRange): void {
    this.#stored.inc({ topic: range.topic }, range.records - range.rejected);
    const underWay = this.#underWay.get(placeOf(range));
    if (underWay === undefined) return;
    const { first_offset, last_offset } = underWay.batch;
    underWay.fresh += Math.max(0, Math.min(range.last, last_offset) - Math.max(range.first, first_offset) + 1);
  }

  rejected(rejects: readonly Reject[]): void {
    for (const { topic, code } of rejects) this.#rejected.inc({ topic, code });
  }

  failed(error: unknown): void {
    this.#failures.inc({ code: error instanceof TouchlineError ? error.code : '(none)' });
  }
}

function placeOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}
