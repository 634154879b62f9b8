import { DESIGNS, type Directory, type Stored } from '@touchline/directory';
import { TouchlineError } from '@touchline/runtime';
import type { ExperimentRow, ExperimentsAnswer, LiftResult } from '../experiment-answers.js';

const LISTED_MAX = 500;
/** Pages of so many that are read for them. */
const PAGES_MAX = 20;
const ORDER: readonly ExperimentRow['state'][] = ['running', 'draft', 'stopped', 'archived'];

/** An experiment as the directory knows it at this moment. @throws TouchlineError TL_ENTITY_UNKNOWN */
export function experimentOf(directory: Directory, workspaceId: string, id: string): Stored<'experiment'> {
  const stored = directory.get('experiment', workspaceId, id);
  if (stored === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', 'There is no experiment of this id.', 'id');
  return stored;
}

export function listExperiments(directory: Directory, workspaceId: string): ExperimentsAnswer {
  const experiments: ExperimentRow[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX && experiments.length < LISTED_MAX; page += 1) {
    const { items, next } = directory.list('experiment', workspaceId, { limit: LISTED_MAX, include_archived: true, ...(after === undefined ? {} : { after }) });
    // A draft that was discarded is nothing to come back to, and takes nobody's place.
    experiments.push(...items.map(viewOf).filter(({ state, started_at }) => state !== 'archived' || started_at !== null));
    after = next;
    if (after === undefined) break;
  }
  const more = after !== undefined || experiments.length > LISTED_MAX;
  experiments.sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || one.name.localeCompare(other.name, 'en'));
  return { experiments: experiments.slice(0, LISTED_MAX), more };
}

/** The salt stays behind: whoever knows it knows everybody's arm. */
export function viewOf({ id, entity, archived }: Stored<'experiment'>): ExperimentRow {
  const { name, notes = '', design, state, unit, metric, scale, method, alpha, arms, control_arm, scope, guards, planned_end, conversion_window_ms } = entity;
  const { grade, measures } = DESIGNS[design];
  return {
    ...{ id, name, notes, design, grade, measures, unit, metric, scale, method, alpha, arms, control_arm, scope, guards, planned_end, conversion_window_ms },
    state: archived ? 'archived' : state,
    assignment: entity.assignment,
    n_star: entity.n_star ?? null,
    winsorising_cap_minor: entity.winsorising_cap_minor ?? null,
    pre_period: entity.pre_period ?? null,
    holdout_url: entity.holdout_url ?? null,
    started_at: entity.started_at ?? null,
    stopped_at: entity.stopped_at ?? null,
  };
}

/** What the creators that were drawn are called; markets and weeks are called what they are. */
export function unitNames(directory: Directory, workspaceId: string, { unit, comparisons }: LiftResult): Record<string, string> {
  if (unit !== 'creator') return {};
  const ids = new Set(comparisons.flatMap(({ lottery }) => lottery?.units.map((drawn) => drawn.unit) ?? []));
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const name = directory.get('creator', workspaceId, id)?.entity.name;
      return name === undefined ? [] : [[id, name]];
    }),
  );
}
