/** A call that needs a larger block is appended to the store instead. */
export const BLOCK_BYTES_MAX = 4 * 1024 * 1024;
/** So much of a segment is filled with zeros at a time: writing into what is allocated costs one flush of data and none of a file system's books. */
export const CHUNK_BYTES = 4 * 1024 * 1024;
/** Less room than this, and the next chunk is prepared while writing goes on. */
export const ROOM_BYTES_MIN = CHUNK_BYTES / 2;
/** A segment as long as this is closed, so that its disk space is given back soon after it was moved. */
export const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
/** Most bytes that may wait to be written; beyond, the call is refused with TL_LOG_UNAVAILABLE. */
export const WAITING_BYTES_MAX = 256 * 1024 * 1024;
/** Whoever wrote nothing for so long writes into a new segment … */
export const WRITER_IDLE_MS_MAX = 5 * 60_000;
/** … so that a segment nobody wrote to for so much longer has no writer any more: it was killed. */
export const SEGMENT_IDLE_MS_MAX = 3 * WRITER_IDLE_MS_MAX;
/** Moved in one transaction, so that others who write do not wait long behind it. */
export const MOVE_BYTES_MAX = 4 * 1024 * 1024;
/** How often an outbox sees to it that nothing waits in a journal because its forwarder is gone. */
export const OUTBOX_SETTLE_EVERY_MS = 1_000;
