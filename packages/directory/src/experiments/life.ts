import { isDeepStrictEqual } from 'node:util';
import type { Entities, ExperimentState } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Stored } from '../types.js';

type Experiment = Entities['experiment'];

/**
 * Which states may follow which; `none` is before it was created. Archiving is no state of the entity: a draft or a stopped one
 * may be archived, a running one must be stopped first, and what is archived never changes again.
 *
 * | from    | to draft | to running | to stopped | archive |
 * |---------|----------|------------|------------|---------|
 * | none    | create   |            |            |         |
 * | draft   | edit     | start      |            | yes     |
 * | running |          | name it    | stop       |         |
 * | stopped |          |            | name it    | yes     |
 */
const MAY_FOLLOW: Readonly<Record<ExperimentState | 'none', readonly ExperimentState[]>> = {
  none: ['draft'],
  draft: ['draft', 'running'],
  running: ['running', 'stopped'],
  stopped: ['stopped'],
};

/** All that may change after the start: everything else fixes the analysis. */
const FREE: ReadonlySet<keyof Experiment> = new Set(['name', 'notes', 'state', 'stopped_at']);

/**
 * Why a change is refused; undefined when it is none of the reasons. Asked before a change is appended and again when it is
 * folded, because between the two another process may have started the experiment.
 * @returns TouchlineError TL_EXPERIMENT_STATE, or TL_EXPERIMENT_FROZEN with the first field that may not change.
 */
export function refusalOfChange(before: Stored<'experiment'> | undefined, next: Experiment): TouchlineError | undefined {
  if (before?.archived) return new TouchlineError('TL_EXPERIMENT_STATE', 'The experiment is archived.', 'state');
  const from = before?.entity.state ?? 'none';
  if (!MAY_FOLLOW[from].includes(next.state)) {
    return new TouchlineError('TL_EXPERIMENT_STATE', `An experiment cannot go from ${from} to ${next.state}.`, 'state');
  }
  const wrong = wrongInstant(next);
  if (wrong !== undefined) return new TouchlineError('TL_FIELD_VALUE', `It does not fit the state ${next.state}.`, wrong);
  if (before === undefined || next.state === 'draft') return undefined;
  const field = frozenField(before.entity, next, from === 'draft');
  if (field === undefined) return undefined;
  const path = field;
  const message = from === 'draft' ? `\`${path}\` cannot change in the same step that starts the experiment.` : `\`${path}\` is fixed since the start.`;
  return new TouchlineError('TL_EXPERIMENT_FROZEN', message, path);
}

/** @returns TouchlineError TL_EXPERIMENT_STATE while it runs */
export function refusalOfArchiving(before: Stored<'experiment'>): TouchlineError | undefined {
  if (before.entity.state !== 'running') return undefined;
  return new TouchlineError('TL_EXPERIMENT_STATE', 'The experiment is running: stop it first.', 'state');
}

/** The instants say what the state says. */
function wrongInstant({ state, started_at, stopped_at }: Experiment): 'started_at' | 'stopped_at' | undefined {
  if ((started_at === undefined) !== (state === 'draft')) return 'started_at';
  return (stopped_at === undefined) === (state === 'stopped') ? 'stopped_at' : undefined;
}

function frozenField(before: Experiment, next: Experiment, starting: boolean): keyof Experiment | undefined {
  const fields = new Set([...Object.keys(before), ...Object.keys(next)] as (keyof Experiment)[]);
  for (const field of fields) {
    if (FREE.has(field) || (starting && field === 'started_at')) continue;
    if (!isDeepStrictEqual(before[field], next[field])) return field;
  }
  // A stopped experiment stopped once.
  return before.state === 'stopped' && before.stopped_at !== next.stopped_at ? 'stopped_at' : undefined;
}
