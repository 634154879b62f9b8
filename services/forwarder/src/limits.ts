/** Most records in one append; with the bytes below it bounds what is held in memory, one batch a partition. */
export const BATCH_RECORDS_MAX = 2_000;
/** Most bytes in one append: below what Kafka takes as one request for a partition (1 MB) as it comes. */
export const BATCH_BYTES_MAX = 512 * 1024;
/** How long a batch gathers. Each costs one flush of the outbox, whose one writer those who answer people wait for, too. */
export const LINGER_MS = 100;
/** How often what is in Kafka is removed from the outbox. */
export const TRIM_EVERY_MS = 1_000;
