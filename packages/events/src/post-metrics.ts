import { z } from 'zod';
import { entityIdSchema } from './entity-id.js';

/** Sums over thousands of posts are still exact in a double. */
const COUNT_MAX = 1_000_000_000_000;
const count = z.int().min(0).max(COUNT_MAX).optional();

/** What platforms count of a post. All but `followers`, which is a level, only ever add up from the post's first moment on. */
export const POST_METRICS = ['impressions', 'views', 'reach', 'likes', 'comments', 'shares', 'saves', 'watched_ms', 'followers'] as const;
export type PostMetric = (typeof POST_METRICS)[number];

/**
 * What a platform showed of a post at the event's instant: sums since it was posted, as the platform counts them. What is left out is not
 * known, and stays what it was told to be before. A figure that is corrected is told again for the same instant with a higher revision.
 */
export const postMetricsRecordedSchema = z.strictObject({
  post_id: entityIdSchema,
  /** How often it was put before somebody. */
  impressions: count,
  /** Plays, where a platform counts them beside impressions or in their place. */
  views: count,
  /** Different people. */
  reach: count,
  likes: count,
  comments: count,
  shares: count,
  saves: count,
  /** Watch time of everybody together. */
  watched_ms: count,
  /** Of the creator, at that instant. */
  followers: count,
  revision: z.int().min(0).max(1_000_000).default(0),
});
