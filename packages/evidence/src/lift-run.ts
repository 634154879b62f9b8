import { createHash } from 'node:crypto';
import { DESIGNS } from '@touchline/directory';
import { naturalEventId } from '@touchline/events';
import { armSums } from '@touchline/lift';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { compareArms } from './compare.js';
import { costOf } from './cost.js';
import { type EntitiesAt, entitiesAt } from './entities-at.js';
import type { Experiment, LiftInputs, LiftRun } from './result.js';
import { resultOf } from './result-of.js';
import { othersOnScope } from './scope.js';

/** Changes with every formula or guard, so that results of different ones are told apart. */
const FORMULA_VERSION = 1;

const PEOPLE: ReadonlySet<Experiment['unit']> = new Set(['visitor', 'customer', 'email']);

export interface LiftRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  readonly experiment_id: string;
  /** Nothing that happened or was received from this instant on is looked at. */
  readonly as_of: Date;
}

/**
 * What an experiment had shown by an instant. The same log gives the same result for ever: nothing received later counts.
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN, TL_ENTITY_UNKNOWN, TL_EXPERIMENT_STATE before the start, TL_STORE_UNAVAILABLE
 */
export async function runLift(request: LiftRequest): Promise<LiftRun> {
  const entities = await entitiesAt(request.warehouse, request.workspace_id, request.as_of);
  return runKnown(request, entities);
}

/** As `runLift`, of every experiment that had started and is of the kind that can be run, in the order of their ids. */
export async function runPortfolio(request: Omit<LiftRequest, 'experiment_id'>): Promise<LiftRun[]> {
  const entities = await entitiesAt(request.warehouse, request.workspace_id, request.as_of);
  const runs: LiftRun[] = [];
  for (const [experiment_id, experiment] of entities.experiments) {
    if (experiment.started_at !== undefined) runs.push(await runKnown({ ...request, experiment_id }, entities));
  }
  return runs;
}

async function runKnown(request: LiftRequest, entities: EntitiesAt): Promise<LiftRun> {
  const { workspace_id, experiment_id, as_of } = request;
  const experiment = entities.experiments.get(experiment_id);
  if (experiment === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no experiment \`${experiment_id}\` at that instant.`, 'id');
  if (experiment.started_at === undefined)
    throw new TouchlineError('TL_EXPERIMENT_STATE', 'The experiment has not started, so there is nothing to show.', 'state');
  const inputs = await inputsOf(request, experiment, entities);
  const { grade } = DESIGNS[experiment.design];
  const result = resultOf({
    ...request,
    entities,
    inputs,
    compared: compareArms(inputs, { grade, cost_minor: inputs.cost_minor }),
    formula_version: FORMULA_VERSION,
  });
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  return { run_id: naturalEventId(['lift_run', workspace_id, experiment_id, as_of.toISOString(), String(FORMULA_VERSION), digest]), result, inputs };
}

async function inputsOf(request: LiftRequest, experiment: Experiment, entities: EntitiesAt): Promise<LiftInputs> {
  const { warehouse, workspace_id, experiment_id, as_of } = request;
  const cost_minor = await costOf(warehouse, workspace_id, experiment, { ...entities, as_of });
  const others_on_scope = othersOnScope(experiment_id, entities, as_of);
  if (!PEOPLE.has(experiment.unit) || DESIGNS[experiment.design].grade === 'C') {
    return { experiment, sums: null, sums_at_end: null, others_on_scope, cost_minor };
  }
  const sumsUntil = (until: Date) =>
    armSums({ warehouse, workspace_id, currency: entities.workspace.currency, experiment_id, experiment, until, known: as_of });
  const planned_end = new Date(experiment.planned_end);
  const sums_at_end = planned_end <= as_of ? await sumsUntil(planned_end) : null;
  return { experiment, sums: await sumsUntil(as_of), sums_at_end, others_on_scope, cost_minor };
}
