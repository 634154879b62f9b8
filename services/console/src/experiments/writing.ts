import { isDeepStrictEqual } from 'node:util';
import { type ExperimentStep, experimentAfter, prepareExperiment, type Stored, type WritingContext } from '@touchline/directory';
import { experimentOf } from './view.js';

export interface Wish extends WritingContext {
  /** Everything is checked and answered, and nothing written. */
  readonly dry_run: boolean;
}

/**
 * Writes an experiment down, or a draft anew, by the rules of `POST /v1/experiments`; a repeat changes nothing (I2).
 * @throws TouchlineError TL_FIELD_…, TL_ENTITY_UNKNOWN, TL_CREATOR_UNKNOWN, TL_DESTINATION_…, TL_EXPERIMENT_FROZEN, TL_EXPERIMENT_STATE
 */
export async function writeExperiment(body: unknown, wish: Wish): Promise<Stored<'experiment'>> {
  const { directory, workspace_id } = wish;
  const { id, entity } = prepareExperiment(body, wish);
  const before = directory.get('experiment', workspace_id, id);
  if (before !== undefined && !before.archived && isDeepStrictEqual(before.entity, entity)) return before;
  return keep({ workspace_id, kind: 'experiment', id, entity, archived: false, offset: before?.offset ?? 0 }, wish);
}

/** @throws TouchlineError TL_ENTITY_UNKNOWN, TL_EXPERIMENT_STATE, TL_EXPERIMENT_OVERLAP, TL_FIELD_VALUE */
export async function stepExperiment(id: string, step: ExperimentStep | 'archive', wish: Wish): Promise<Stored<'experiment'>> {
  const { directory, workspace_id, dry_run } = wish;
  const before = experimentOf(directory, workspace_id, id);
  if (step === 'archive') {
    if (dry_run) return { ...directory.checkArchive(workspace_id, 'experiment', id), archived: true };
    return directory.archive(workspace_id, 'experiment', id);
  }
  const entity = experimentAfter(step, before, { ...wish, at: new Date() });
  return entity === undefined ? before : keep({ ...before, entity }, wish);
}

async function keep(next: Stored<'experiment'>, { directory, dry_run }: Wish): Promise<Stored<'experiment'>> {
  const { workspace_id, id, entity } = next;
  if (!dry_run) return directory.upsert(workspace_id, 'experiment', id, entity);
  directory.check(workspace_id, 'experiment', id, entity);
  return next;
}
