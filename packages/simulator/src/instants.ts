export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** ISO 8601, UTC, milliseconds. */
export function isoInstant(at_ms: number): string {
  return new Date(at_ms).toISOString();
}

/** ISO 8601 day, UTC. */
export function isoDay(at_ms: number): string {
  return isoInstant(at_ms).slice(0, 10);
}

/** A span of the market's time: both ends in milliseconds since 1970. */
export interface Span {
  readonly start_ms: number;
  readonly end_ms: number;
}

export function spanOf(options: { readonly end: Date; readonly days: number }): Span {
  const end_ms = options.end.getTime();
  return { start_ms: end_ms - options.days * DAY_MS, end_ms };
}
