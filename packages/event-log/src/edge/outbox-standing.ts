import { type Config, degraded, type Health, type HealthState, healthy, unhealthy } from '@touchline/runtime';
import type { Outbox } from '../port.js';

/** So full, an outbox counts as at its limit: a large append may be refused already. */
const FULL_SHARE = 0.95;
const SECOND_MS = 1_000;
const MIB = 1_048_576;

/** How an outbox stands, in numbers. */
export interface OutboxStanding {
  readonly records: number;
  readonly bytes: number;
  readonly bytes_max: number;
  /** How long the oldest record has waited; 0 when none does. */
  readonly oldest_age_ms: number;
  /** degraded: the oldest waits for longer than it should. unhealthy: at the limit, so that nothing more is taken. */
  readonly state: HealthState;
}

/** Cheap enough to be asked for every scrape and every look at health. */
export function outboxStanding(outbox: Outbox, { TOUCHLINE_OUTBOX_AGE_MS_MAX }: Pick<Config, 'TOUCHLINE_OUTBOX_AGE_MS_MAX'>): OutboxStanding {
  const depth = outbox.depth();
  const records = depth.reduce((sum, each) => sum + each.records, 0);
  const bytes = depth.reduce((sum, each) => sum + each.bytes, 0);
  const oldest_ms = Math.min(...depth.map(({ oldest_at_ms }) => oldest_at_ms ?? Number.POSITIVE_INFINITY));
  const oldest_age_ms = Number.isFinite(oldest_ms) ? Math.max(0, Date.now() - oldest_ms) : 0;
  const isFull = bytes >= FULL_SHARE * outbox.bytes_max;
  const state = isFull ? 'unhealthy' : oldest_age_ms > TOUCHLINE_OUTBOX_AGE_MS_MAX ? 'degraded' : 'ready';
  return { records, bytes, bytes_max: outbox.bytes_max, oldest_age_ms, state };
}

/** What an outbox means for the health of whoever appends to it or empties it. */
export function outboxHealth({ state, records, bytes, bytes_max, oldest_age_ms }: OutboxStanding): Health {
  const depth = `${records} records (${Math.round(bytes / MIB)} of ${Math.round(bytes_max / MIB)} MiB) wait for Kafka`;
  if (state === 'unhealthy') return unhealthy(`the outbox is full: ${depth}`);
  if (state === 'degraded') return degraded(`${depth}, the oldest for ${Math.round(oldest_age_ms / SECOND_MS)} s`, { ready: true });
  return healthy();
}
