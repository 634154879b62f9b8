import { type Entities, EXPERIMENT_GUARDS } from '@touchline/events';
import { errorOfIssues, TouchlineError } from '@touchline/runtime';
import { nanoid } from 'nanoid';
import { checkDestination } from '../destination.js';
import { newEntityId } from '../entity-ids.js';
import type { Stored } from '../types.js';
import { type ExperimentBody, experimentBody } from './body.js';
import { DESIGNS, type DesignRules } from './designs.js';
import { checkScope } from './scope.js';
import { armsOf } from './told-arms.js';
import type { WritingContext } from './writing-context.js';

type Experiment = Entities['experiment'];

/** Methods that only make sense of one metric. */
const RATES_ONLY: ReadonlySet<Experiment['method']> = new Set(['two_proportion', 'bayes_proportion']);
const NEEDS_N_STAR: Experiment['method'] = 'sequential';

/** What to store: `fresh` when the caller named no id, so that nothing there may be overwritten. */
export interface PreparedExperiment {
  readonly id: string;
  readonly entity: Experiment;
  readonly fresh: boolean;
}

/**
 * An experiment as a brand writes it, made whole and checked: the tracker's API and the console write the same.
 * @throws TouchlineError TL_FIELD_…, TL_ENTITY_UNKNOWN, TL_CREATOR_UNKNOWN, TL_DESTINATION_…
 */
export function prepareExperiment(raw: unknown, context: WritingContext): PreparedExperiment {
  const parsed = experimentBody.safeParse(raw);
  if (!parsed.success) throw errorOfIssues(parsed.error);
  const body = parsed.data;
  const before = body.id === undefined ? undefined : context.directory.get('experiment', context.workspace_id, body.id);
  return { id: body.id ?? newEntityId(), entity: entityOf(body, before, context), fresh: body.id === undefined };
}

/**
 * The experiment as it would stand. How far it has come stays as it is; its salt too, unless another is given.
 * @throws TouchlineError TL_FIELD_…, TL_ENTITY_UNKNOWN, TL_CREATOR_UNKNOWN, TL_DESTINATION_…
 */
function entityOf(body: ExperimentBody, before: Stored<'experiment'> | undefined, context: WritingContext): Experiment {
  const rules = DESIGNS[body.design];
  const { id, control_share, ...told } = body;
  const entity: Experiment = {
    ...told,
    ...armsOf(body),
    assignment: oneOf(rules.assignments, body.assignment, 'assignment'),
    unit: oneOf(rules.units, body.unit, 'unit'),
    method: oneOf(rules.methods, body.method, 'method'),
    guards: body.guards ?? [...EXPERIMENT_GUARDS],
    salt: body.salt ?? before?.entity.salt ?? nanoid(),
    state: 'draft',
    ...progressOf(before),
  };
  checkMetric(entity, rules);
  checkScope(entity, context);
  checkTimes(entity, context.now ?? new Date());
  if (entity.holdout_url === undefined) return entity;
  if (entity.design !== 'redirect_holdout') throw new TouchlineError('TL_FIELD_VALUE', 'Only a redirect holdout has a holdout URL.', 'holdout_url');
  return { ...entity, holdout_url: checkDestination(entity.holdout_url, context.destinations, 'holdout_url') };
}

function progressOf(before: Stored<'experiment'> | undefined): Partial<Pick<Experiment, 'state' | 'started_at' | 'stopped_at'>> {
  if (before === undefined) return {};
  const { state, started_at, stopped_at } = before.entity;
  return { state, ...(started_at === undefined ? {} : { started_at }), ...(stopped_at === undefined ? {} : { stopped_at }) };
}

function oneOf<T extends string>(allowed: readonly [T, ...T[]], told: string | undefined, path: string): T {
  if (told === undefined) return allowed[0];
  const found = allowed.find((each) => each === told);
  if (found === undefined) throw new TouchlineError('TL_FIELD_VALUE', `This design takes ${allowed.join(', ')}.`, path);
  return found;
}

function checkMetric({ metric, method, n_star, unit }: Experiment, rules: DesignRules): void {
  if ((metric.kind === 'geo_outcome') !== (unit === 'geo')) {
    const expected = unit === 'geo' ? 'Markets are compared by a figure they report: geo_outcome.' : 'Expected conversion_rate, orders or revenue.';
    throw new TouchlineError('TL_FIELD_VALUE', expected, 'metric.kind');
  }
  if (RATES_ONLY.has(method) && metric.kind !== 'conversion_rate') {
    throw new TouchlineError(
      'TL_FIELD_VALUE',
      `With this metric this design takes ${rules.methods.filter((each) => !RATES_ONLY.has(each)).join(', ')}.`,
      'method',
    );
  }
  if (method === NEEDS_N_STAR && n_star === undefined) {
    throw new TouchlineError('TL_FIELD_MISSING', 'A confidence sequence needs the number of units at which it is narrowest.', 'n_star');
  }
}

/** What has begun may come to its end. */
function checkTimes({ planned_end, pre_period, state }: Experiment, now: Date): void {
  if (pre_period !== undefined && Date.parse(pre_period.to) <= Date.parse(pre_period.from)) {
    throw new TouchlineError('TL_FIELD_VALUE', 'Expected an instant after `pre_period.from`.', 'pre_period.to');
  }
  if (state === 'draft' && Date.parse(planned_end) <= now.getTime())
    throw new TouchlineError('TL_FIELD_VALUE', 'Expected an instant in the future.', 'planned_end');
}
