import type { Market } from '../market.js';
import { type Door, PlayError } from './doors.js';
import { eachAtMost } from './pool.js';

const CONCURRENCY = 8;

/** What is made by the tracker's API, in the order in which one may name another. */
export function entitySteps(market: Market): readonly (readonly [path: string, entities: readonly { readonly id: string; readonly entity: object }[]])[] {
  return [
    ['/v1/creators', market.creators],
    ['/v1/campaigns', market.campaigns],
    ['/v1/posts', market.posts],
    ['/v1/links', market.links],
    ['/v1/codes', market.codes],
    ['/v1/cpms', market.cpms],
  ];
}

/** Creates creators, campaigns, posts, links, codes and what impressions cost; those that are there already stay as they are. */
export async function playEntities(market: Market, tracker: Door, token: string, advance: () => void): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (const [path, entities] of entitySteps(market)) {
    await eachAtMost(entities, CONCURRENCY, async ({ id, entity }) => {
      const answer = await tracker.ask({ method: 'POST', path, headers, body: JSON.stringify({ id, ...entity }) });
      if (answer.status >= 300) throw new PlayError(`POST ${path} (${id}): ${answer.body.slice(0, 500)}`, answer.status, codeOf(answer.body));
      advance();
    });
  }
}

export function codeOf(body: string): string | undefined {
  return /"code":"(TL_[A-Z_]+)"/.exec(body)?.[1];
}
