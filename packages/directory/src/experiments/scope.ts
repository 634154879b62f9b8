import type { Entities } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { WritingContext } from './writing-context.js';

const REDIRECT_ARMS = 2;

/**
 * Whatever is under test must be there, in the same workspace (I6).
 * @throws TouchlineError TL_ENTITY_UNKNOWN, TL_CREATOR_UNKNOWN, TL_FIELD_MISSING or TL_FIELD_VALUE
 */
export function checkScope(experiment: Entities['experiment'], context: WritingContext): void {
  const { scope, design, arms } = experiment;
  for (const [place, id] of scope.link_ids.entries()) checkThere('link', id, `scope.link_ids.${place}`, context);
  for (const [place, id] of scope.creator_ids.entries()) checkThere('creator', id, `scope.creator_ids.${place}`, context);
  for (const [place, id] of scope.campaign_ids.entries()) checkThere('campaign', id, `scope.campaign_ids.${place}`, context);
  if (design !== 'redirect_holdout') return;
  if (scope.link_ids.length === 0) throw new TouchlineError('TL_FIELD_MISSING', 'Name the links whose clickers are split.', 'scope.link_ids');
  if (arms.length !== REDIRECT_ARMS) throw new TouchlineError('TL_FIELD_VALUE', 'A redirect holdout has two arms.', 'arms');
}

function checkThere(kind: 'link' | 'creator' | 'campaign', id: string, path: string, { directory, workspace_id }: WritingContext): void {
  const stored = directory.get(kind, workspace_id, id);
  if (stored !== undefined && !stored.archived) return;
  throw new TouchlineError(kind === 'creator' ? 'TL_CREATOR_UNKNOWN' : 'TL_ENTITY_UNKNOWN', `There is no ${kind} \`${id}\`.`, path);
}
