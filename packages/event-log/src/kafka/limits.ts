/** A TCP and TLS connection that is not up by then has failed. */
export const CONNECT_MS_MAX = 5_000;
export const AUTHENTICATE_MS_MAX = 10_000;
/** A request that is not answered by then has failed. */
export const REQUEST_MS_MAX = 30_000;
/** How often kafkajs itself tries a request again, and how long it pauses before. */
export const CLIENT_RETRIES_MAX = 6;
export const CLIENT_PAUSE_MS_MIN = 100;
export const CLIENT_PAUSE_MS_MAX = 2_000;
/** A client that has not disconnected by then is left to itself. */
export const DISCONNECT_MS_MAX = 5_000;

/** A question (heads, positions, a read) that failed is asked again, by a new client after a pause, until this is over. */
export const QUESTION_MS_MAX = 8_000;
export const QUESTION_PAUSE_MS = 250;
/** Most bytes one read asks of the broker at once. */
export const READ_BYTES_MAX = 4 * 1_048_576;

/** Most records that may wait to be sent; beyond, an append is refused with TL_LOG_UNAVAILABLE. */
export const QUEUED_RECORDS_MAX = 262_144;
/** Likewise for bytes. */
export const QUEUED_BYTES_MAX = 256 * 1_048_576;
/** Most bytes of one partition in one send: kafkajs makes one record batch of them, and brokers take 1 MiB at most. */
export const SEND_PARTITION_BYTES_MAX = 900_000;
/** Most records in one send. */
export const SEND_RECORDS_MAX = 20_000;
/** What a record takes beside its key and value, generously. */
export const RECORD_OVERHEAD_BYTES = 64;
/** Likewise for each header. */
export const HEADER_OVERHEAD_BYTES = 8;

/** A member that sends no heartbeat for this long is taken for dead. */
export const SESSION_MS = 30_000;
/** So long may a rebalance wait for the members to finish what they are at, as a multiple of the session. */
export const REBALANCE_PER_SESSION = 2;
/** The part of that which our own handlers get; the rest is for joining in time. */
export const DRAIN_SHARE = 0.8;
export const HEARTBEAT_MS = 2_000;
/** How long a fetch may wait for records; a paused partition is taken up again after this at the latest. */
export const FETCH_WAIT_MS_MAX = 250;
/** Most bytes a fetch brings: of all partitions, and of one. All partitions fit, so that none waits for the others. */
export const FETCH_BYTES_MAX = 32 * 1_048_576;
export const FETCH_PARTITION_BYTES_MAX = 1_048_576;
/** Most bytes fetched and not yet handed out, over all partitions of a consumer. */
export const BUFFERED_BYTES_MAX = 256 * 1_048_576;
/** A batch waits so long beyond its linger for records that are known to be there. */
export const CATCH_UP_MS_MAX = 1_000;
/** A partition that has records to fetch and got none for two looks in a row is stuck. */
export const WATCH_MS = 30_000;
/** A consumer that ran this long counts as healthy: the next one is built without a long pause. */
export const HEALTHY_MS = 60_000;
