import { entityIdSchema, experimentSchema } from '@touchline/events';
import { z } from 'zod';

const { shape } = experimentSchema;
const { shape: scope } = shape.scope;

/** What a brand writes of an experiment: all that has a sensible default may be left out, and how far it has come is not theirs to say. */
export const experimentBody = z.strictObject({
  id: entityIdSchema.optional(),
  name: shape.name,
  notes: shape.notes,
  design: shape.design,
  assignment: shape.assignment.optional(),
  unit: shape.unit.optional(),
  scope: z
    .strictObject({
      link_ids: scope.link_ids.default([]),
      creator_ids: scope.creator_ids.default([]),
      campaign_ids: scope.campaign_ids.default([]),
      geos: scope.geos.default([]),
    })
    .default({ link_ids: [], creator_ids: [], campaign_ids: [], geos: [] }),
  arms: shape.arms.optional(),
  control_arm: shape.control_arm.optional(),
  /** In place of `arms`: the share of units that the arm `control` has; the others are `treated`. */
  control_share: z.number().gt(0).lt(1).optional(),
  holdout_url: shape.holdout_url,
  metric: shape.metric,
  scale: shape.scale.default('absolute'),
  method: shape.method.optional(),
  n_star: shape.n_star,
  planned_end: shape.planned_end,
  alpha: shape.alpha.default(0.05),
  guards: shape.guards.optional(),
  salt: shape.salt.optional(),
  conversion_window_ms: shape.conversion_window_ms.default(7 * 86_400_000),
  winsorising_cap_minor: shape.winsorising_cap_minor,
  pre_period: shape.pre_period,
});

export type ExperimentBody = z.infer<typeof experimentBody>;
