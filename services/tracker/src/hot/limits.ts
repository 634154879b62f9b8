/** Most open connections of both paths; the system refuses further ones. */
export const CONNECTIONS_MAX = 20_000;
/** From so many on, connections are closed after their answer, so that they do not fill up with idle ones. */
export const KEEP_ALIVE_CONNECTIONS_MAX = 10_000;
/** How long a connection may say nothing before its first request. */
export const FIRST_BYTE_MS_MAX = 10_000;
/** How long a connection is kept for a further request. */
export const KEEP_ALIVE_MS = 5_000;
/** How often quiet connections are looked for. */
export const QUIET_CHECK_MS = 500;
/** Most requests taken from one read; what is pipelined beyond waits for its turn. */
export const PIPELINED_MAX = 16;
/** Most bytes, over all connections, that were read while an earlier request was still being answered. */
export const STASHED_BYTES_MAX = 16 * 1024 * 1024;
/** The slow path's: a header block that trickles in is cut off after this. */
export const SLOW_HEADERS_MS_MAX = 10_000;
/** The slow path's: a whole request must be there after this. */
export const SLOW_REQUEST_MS_MAX = 30_000;
export const SLOW_CHECK_MS = 1_000;
export const SLOW_HEADER_BYTES_MAX = 16 * 1024;
