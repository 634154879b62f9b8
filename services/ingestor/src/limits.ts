/** Most bytes of records in one batch; one insert then is one block, which ClickHouse takes whole or not at all. */
export const BATCH_BYTES_MAX = 32 * 1_048_576;
/** Records read at once when the warehouse is behind what the log hands out. */
export const REFILL_RECORDS_MAX = 10_000;
/** Refusals appended to the log at once. */
export const REJECTS_PER_APPEND_MAX = 500;
/** What the catalogue takes as a refused record's text, in characters. */
export const RAW_CHARACTERS_MAX = 65_536;
export const MIGRATE_PAUSE_MS_MIN = 100;
export const MIGRATE_PAUSE_MS_MAX = 5_000;
