import { armNameSchema, EXPERIMENT_DESIGNS, EXPERIMENT_UNITS, experimentSchema } from '@touchline/events';
import { errorOfIssues } from '@touchline/runtime';
import { z } from 'zod';

const { shape } = experimentSchema;

/** What the planner is asked: the experiment as far as it is written, and what it should be able to see. */
const schema = z.strictObject({
  design: z.enum(EXPERIMENT_DESIGNS),
  unit: z.enum(EXPERIMENT_UNITS),
  scope: shape.scope,
  metric: shape.metric,
  scale: shape.scale,
  arms: shape.arms,
  control_arm: armNameSchema,
  alpha: shape.alpha,
  conversion_window_ms: shape.conversion_window_ms,
  /** As a share of the mean without treatment: 0.1 is a tenth more. */
  effect: z.number().gt(0).max(10),
  power: z.number().gt(0.5).lt(1).default(0.8),
  /** Figures in place of the history's, for who knows better. */
  mean: z.number().positive().optional(),
  units_per_day: z.number().positive().max(1e9).optional(),
});

export type PlanQuestion = z.infer<typeof schema>;

/** @throws TouchlineError TL_FIELD_… with the field's path */
export function planQuestion(body: unknown): PlanQuestion {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw errorOfIssues(parsed.error);
  return parsed.data;
}
