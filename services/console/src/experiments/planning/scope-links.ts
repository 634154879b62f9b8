import type { Directory } from '@touchline/directory';
import type { PlanQuestion } from './question.js';

const PAGE = 1_000;
/** Links that are looked through: more than any brand has creators. */
const LOOKED_AT_MAX = 200_000;

/** The links that a scope means; undefined for every link, where it names nothing. */
export function linksOf(directory: Directory, workspaceId: string, scope: PlanQuestion['scope']): string[] | undefined {
  const [links, creators, campaigns] = [new Set(scope.link_ids), new Set(scope.creator_ids), new Set(scope.campaign_ids)];
  if (links.size + creators.size + campaigns.size === 0) return undefined;
  if (creators.size + campaigns.size === 0) return [...links];
  let after: string | undefined;
  for (let seen = 0; seen < LOOKED_AT_MAX; seen += PAGE) {
    const page = directory.list('link', workspaceId, { limit: PAGE, after, include_archived: true });
    for (const { id, entity } of page.items) {
      if (creators.has(entity.creator_id) || (entity.campaign_id !== undefined && campaigns.has(entity.campaign_id))) links.add(id);
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  return [...links];
}
