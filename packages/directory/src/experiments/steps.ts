import type { Entities } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Stored } from '../types.js';
import { checkScope } from './scope.js';
import type { WritingContext } from './writing-context.js';

type Experiment = Entities['experiment'];

export interface StepContext extends WritingContext {
  /** When the step is taken. */
  readonly at: Date;
}

export type ExperimentStep = 'start' | 'stop';

/**
 * The experiment after the step; undefined when it has been taken already, so that a repeat changes nothing (I2). Whether the state
 * allows it is asked when it is written.
 * @throws TouchlineError TL_FIELD_VALUE, TL_ENTITY_UNKNOWN, TL_CREATOR_UNKNOWN
 */
export function experimentAfter(step: ExperimentStep, { entity, archived }: Stored<'experiment'>, context: StepContext): Experiment | undefined {
  const at = context.at.toISOString();
  if (step === 'stop') return entity.state === 'stopped' ? undefined : { ...entity, state: 'stopped', stopped_at: at };
  if (entity.state === 'running') return undefined;
  if (entity.state === 'draft' && !archived) checkStart(entity, context);
  return { ...entity, state: 'running', started_at: entity.started_at ?? at };
}

/** What was true when it was written down may no longer be. */
function checkStart(entity: Experiment, context: StepContext): void {
  checkScope(entity, context);
  const at_ms = context.at.getTime();
  if (Date.parse(entity.planned_end) <= at_ms) throw new TouchlineError('TL_FIELD_VALUE', 'The planned end is over.', 'planned_end');
  if (entity.pre_period !== undefined && Date.parse(entity.pre_period.to) > at_ms) {
    throw new TouchlineError('TL_FIELD_VALUE', 'The pre-period is not over.', 'pre_period.to');
  }
}
