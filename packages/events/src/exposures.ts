import { z } from 'zod';
import { entityIdSchema } from './entity-id.js';
import { armNameSchema, EXPERIMENT_ASSIGNMENTS, EXPERIMENT_UNITS } from './experiments.js';

const id = z.string().min(1).max(128);

/** Somebody saw a creator's post; who, the person part says, where it is known. */
export const viewSchema = z.strictObject({
  view_id: id,
  creator_id: id,
  campaign_id: id.optional(),
  post_id: id.optional(),
  platform: z.string().max(32).optional(),
  /** How long it was on the screen. */
  watched_ms: z.int().min(0).max(86_400_000).optional(),
});

const assigned = {
  experiment_id: entityIdSchema,
  arm: armNameSchema,
  unit: z.enum(EXPERIMENT_UNITS),
  /** The geo, creator or week; persons stand in the person part. */
  unit_id: z.string().min(1).max(128).optional(),
};

/** A unit has its arm from now on, whether it is ever treated or not. */
export const experimentAssignedSchema = z.strictObject({
  ...assigned,
  assignment: z.enum(EXPERIMENT_ASSIGNMENTS),
  /** What a lottery was drawn with, so that it can be drawn again. */
  seed: z.string().max(128).optional(),
  /** Units are drawn within it: pair or stratum. */
  stratum: z.string().max(128).optional(),
});

/** A unit met what its arm does to it, or, in the control arm, would have met it. */
export const experimentExposedSchema = z.strictObject({ ...assigned, exposure_id: id.optional() });
