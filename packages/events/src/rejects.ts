import { z } from 'zod';

/** The raw bytes stand in the event's person part; nobody knows what is in them. */
export const rejectedSchema = z.strictObject({
  /** edge: refused when it came in. ingest: in the log, but not fit for the warehouse. */
  stage: z.enum(['edge', 'ingest']),
  code: z.string(),
  path: z.string(),
  message: z.string().max(2_048),
  bytes: z.int().min(0),
  origin_topic: z.string(),
  origin_partition: z.int(),
  origin_offset: z.int(),
});
