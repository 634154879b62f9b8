import { createHash } from 'node:crypto';
import { DESIGNS } from '@touchline/directory';
import { naturalEventId } from '@touchline/events';
import { type ArmSumsReport, armSums, dailyFigures, type ObservedPeople, observedPeople } from '@touchline/lift';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { costOf } from './cost.js';
import { type EntitiesAt, entitiesAt } from './entities-at.js';
import { inMoney, kindOf } from './kind.js';
import { compareArms } from './people/compare-arms.js';
import { comparePeople } from './people/compare-people.js';
import { lookInstants } from './people/looks.js';
import type { Experiment, LiftInputs, LiftRun, LookSums } from './result.js';
import { resultOf } from './result-of.js';
import { othersOnScope } from './scope.js';
import { compareUnits } from './units/compare-units.js';

/** Changes with every formula or guard, so that results of different ones are told apart. */
const FORMULA_VERSION = 3;

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

/** As `runLift`, of every experiment that had started, in the order of their ids. */
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
  const { inputs, people } = await inputsOf(request, experiment, entities);
  const context = { grade: DESIGNS[experiment.design].grade, cost_minor: inputs.cost_minor, in_money: inMoney(experiment, inputs.figures) };
  const compared = [
    ...(people === null ? [] : comparePeople(experiment, people)),
    ...(inputs.figures === null || !isOver(experiment, as_of) ? [] : compareUnits({ experiment, figures: inputs.figures }, context)),
    ...compareArms(inputs, context, as_of),
  ];
  const result = resultOf({ ...request, entities, inputs, compared, formula_version: FORMULA_VERSION });
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  return { run_id: naturalEventId(['lift_run', workspace_id, experiment_id, as_of.toISOString(), String(FORMULA_VERSION), digest]), result, inputs };
}

const isOver = ({ planned_end }: Experiment, as_of: Date) => Date.parse(planned_end) <= as_of.getTime();

interface Read {
  readonly inputs: LiftInputs;
  /** Kept nowhere: their digest stands in the inputs. */
  readonly people: ObservedPeople | null;
}

async function inputsOf(request: LiftRequest, experiment: Experiment, entities: EntitiesAt): Promise<Read> {
  const { warehouse, workspace_id, experiment_id, as_of } = request;
  const { currency, time_zone } = entities.workspace;
  const cost_minor = await costOf(warehouse, workspace_id, experiment, { ...entities, as_of });
  const others_on_scope = othersOnScope(experiment_id, entities, as_of);
  const nothing: LiftInputs = { experiment, sums: null, sums_at_end: null, looks: [], figures: null, people: null, others_on_scope, cost_minor };
  const asked = { warehouse, workspace_id, currency, experiment_id, experiment, known: as_of };
  const planned_end = new Date(experiment.planned_end);
  const kind = kindOf(experiment);
  if (kind === 'units') {
    const figures = await dailyFigures({ ...asked, time_zone, until: endOf(experiment, as_of) });
    return { inputs: { ...nothing, figures }, people: null };
  }
  if (kind === 'people') {
    if (!isOver(experiment, as_of)) return { inputs: nothing, people: null };
    const people = await observedPeople({ ...asked, until: endOf(experiment, as_of) });
    const { rows: _, ...kept } = people;
    return { inputs: { ...nothing, people: kept }, people };
  }
  const sumsUntil = (until: Date) => armSums({ ...asked, until });
  const sums = await sumsUntil(as_of);
  const sums_at_end = planned_end <= as_of ? await sumsUntil(planned_end) : null;
  const looks: LookSums[] = [];
  for (const at of looksBefore(experiment, sums, as_of)) looks.push({ at: at.toISOString(), sums: await sumsUntil(at) });
  return { inputs: { ...nothing, sums, sums_at_end, looks }, people: null };
}

/** The planned end, or when it was stopped before; now while it runs. */
function endOf({ planned_end, stopped_at }: Experiment, as_of: Date): Date {
  const stopped_ms = stopped_at === undefined ? Number.POSITIVE_INFINITY : Date.parse(stopped_at);
  return new Date(Math.min(as_of.getTime(), Date.parse(planned_end), stopped_ms));
}

/** Of more people each look costs seconds; a course that is only looked at is not worth that, a planned one is. */
const LOOKED_AT_MAX = 5_000_000;

/** Looks that the experiment planned, or that show how its confidence sequence came about. */
function looksBefore({ method, n_star, started_at = '', planned_end }: Experiment, { arms }: ArmSumsReport, as_of: Date): Date[] {
  const units = arms.reduce((sum, { n }) => sum + n, 0);
  const asked = method === 'group_sequential' || (n_star !== undefined && units <= LOOKED_AT_MAX);
  return asked ? lookInstants({ started_at, planned_end }).filter((at) => at < as_of) : [];
}
