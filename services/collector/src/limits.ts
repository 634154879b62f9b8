export const BODY_BYTES_MAX = 1_048_576;
/** A body that is too large is read and thrown away up to here, so that its sender hears the answer; then the connection ends. */
export const BODY_DRAIN_BYTES_MAX = 8 * BODY_BYTES_MAX;
export const REQUEST_MS_MAX = 60_000;
export const EVENTS_MAX = 1_000;
export const EVENT_BYTES_MAX = 65_536;
/** No event of ours nests deeper than its items. */
export const EVENT_DEPTH_MAX = 8;
export const CLOCK_AHEAD_MS_MAX = 300_000;
/** How much of what was refused is kept. */
export const RAW_BYTES_MAX = 65_536;
export const MESSAGE_CHARS_MAX = 500;
export const COST_PERIOD_DAYS_MAX = 3_660;
