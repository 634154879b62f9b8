import type { Metrics } from './metrics.js';

/** How a local log stands that is shipped to Kafka in the background. */
export interface OutboxFigures {
  /** Records that wait: not acknowledged yet, or so lately that they are still to be removed. */
  readonly records: number;
  /** Disk these records take. */
  readonly bytes: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly oldest_age_ms: number;
  /** Since the process began. */
  readonly shipped_total: number;
  readonly failures_total: number;
}

/** Shows an outbox among the metrics; asked at every scrape, so it must be quick. */
export function showOutbox(metrics: Metrics, now: () => OutboxFigures | Promise<OutboxFigures>): void {
  metrics.read('touchline_outbox_records', async () => (await now()).records);
  metrics.read('touchline_outbox_bytes', async () => (await now()).bytes);
  metrics.read('touchline_outbox_oldest_age_seconds', async () => (await now()).oldest_age_ms / 1_000);
  metrics.read('touchline_outbox_shipped_total', async () => (await now()).shipped_total);
  metrics.read('touchline_outbox_failures_total', async () => (await now()).failures_total);
}
