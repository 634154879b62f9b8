/** Most records that may wait to be written; beyond, an append is refused with TL_LOG_UNAVAILABLE. */
export const QUEUED_RECORDS_MAX = 262_144;
/** Most bytes that may wait to be written; beyond, an append is refused with TL_LOG_UNAVAILABLE. */
export const QUEUED_BYTES_MAX = 256 * 1024 * 1024;
/** A group takes no further call beyond this, so that its transaction does not hold up the event loop. */
export const GROUP_RECORDS_MAX = 8_192;
/** Likewise for bytes; one call that is larger makes a group of its own, as a call is written whole. */
export const GROUP_BYTES_MAX = 32 * 1024 * 1024;
/** Longest wait for the one writer's place among all processes; beyond, the write is given up before it began. */
export const WRITE_WAIT_MS_MAX = 10_000;

/** Records copied out of the store before the event loop gets its turn. */
export const READ_TURN_RECORDS_MAX = 2_000;
/** Likewise for bytes. */
export const READ_TURN_BYTES_MAX = 8 * 1024 * 1024;

/** A lease nobody renewed for this long has lapsed: so long may a handover take after a consumer was killed. */
export const LEASE_MS = 3_000;
/** How often a consumer renews the leases it holds. */
export const LEASE_RENEW_MS = 1_000;
/** First pause before a rejected batch is handed out again; it doubles from there. */
export const RETRY_PAUSE_MS_MIN = 100;
/** Longest pause before a rejected batch is handed out again. */
export const RETRY_PAUSE_MS_MAX = 5_000;
/** How often a consumer looks for new records when nothing else is said. */
export const POLL_MS_DEFAULT = 25;

/** Records removed in one transaction, so that those who append do not wait long behind a trim. */
export const TRIM_RECORDS_MAX = 5_000;
/** How exact the age of an outbox's oldest record is: it may be shown older than it is by so much. */
export const MARK_EVERY_MS = 1_000;
/** How often a process measures how full the outbox is; what others append meanwhile may go beyond the limit. */
export const QUOTA_MEASURE_EVERY_MS = 100;
/** An outbox answers `duplicate` for at least so long after the first, and for twice as long at most … */
export const ONCE_KEPT_MS = 7 * 86_400_000;
/** … or for so many once_ids since, where they come faster than that. */
export const ONCE_KEPT_MAX = 2_000_000;
/** How often it is looked whether once_ids can be forgotten and whether readers were killed. */
export const HOUSEKEEPING_EVERY_MS = 30_000;

/** Address space kept for the map: a bound on nothing but that, since the store grows past it by itself. */
export const MAP_BYTES = 2 ** 40;
export const DATABASES_MAX = 64;
/** One slot is one process that reads (or two, where one process opens the log twice). */
export const READERS_MAX = 512;
