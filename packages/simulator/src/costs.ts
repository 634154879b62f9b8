import { DAY_MS, isoDay } from './instants.js';
import type { MarketOptions } from './options.js';
import type { PostModel } from './posts.js';
import type { Random } from './random.js';
import type { CostReport } from './reports.js';

/** A post's cost is spread over the two weeks it works. */
const PERIOD_MS = 13 * DAY_MS;

/** Each post's fee, the product sent for it, and its shipping. */
export function makeCosts(options: MarketOptions, posts: readonly PostModel[], random: Random): CostReport[] {
  return posts.flatMap((post) => [
    cost(options, post, { kind: 'fee', amount_minor: post.creator.effect.fee_minor }),
    ...(random.chance(0.7) ? [cost(options, post, { kind: 'product', amount_minor: random.integer(1_500, 6_000) })] : []),
    ...(random.chance(0.7) ? [cost(options, post, { kind: 'shipping', amount_minor: random.integer(390, 990) })] : []),
  ]);
}

function cost(options: MarketOptions, post: PostModel, paid: Pick<CostReport, 'kind' | 'amount_minor'>): CostReport {
  return {
    type: 'cost_recorded',
    occurred_at: post.entity.posted_at,
    source: 'simulator',
    cost_id: `S${options.seed}-${post.id}-${paid.kind}`,
    creator_id: post.creator.id,
    campaign_id: post.entity.campaign_id,
    post_id: post.id,
    ...paid,
    currency: options.currency,
    period_from: isoDay(post.at_ms),
    period_to: isoDay(Math.min(post.at_ms + PERIOD_MS, options.end.getTime())),
  };
}
