import type { Platform } from './creators.js';
import { DAY_MS, isoInstant, type Span } from './instants.js';
import type { PostModel } from './posts.js';
import type { Random } from './random.js';
import type { PostMetricsReport } from './reports.js';

/** When a brand looks: a day after, a week after, and when hardly anything is added any more. */
const LOOKS_DAYS = [1, 7, 21] as const;
/** After this many days 63 % of everything has been seen. */
const DECAY_DAYS = 2;

/** What a thousand impressions cost a brand of this market elsewhere, by platform: made up, like everything here. */
export const MARKET_CPMS: readonly { readonly platform: Platform; readonly cpm_minor: number }[] = [
  { platform: 'instagram', cpm_minor: 900 },
  { platform: 'tiktok', cpm_minor: 500 },
  { platform: 'youtube', cpm_minor: 1_200 },
];

/** What each post has come to at every look before the market ends; from look to look nothing gets less. */
export function makePostMetrics(posts: readonly PostModel[], span: Span, random: Random): PostMetricsReport[] {
  return posts.flatMap((post) => {
    const { followers } = post.creator.entity;
    const reach = Math.round(followers * Math.min(0.95, random.logNormal(0.38, 0.35)));
    const last = {
      reach,
      impressions: Math.round(reach * random.between(1.15, 1.6)),
      likes: Math.round(reach * random.between(0.02, 0.07)),
      comments: Math.round(reach * random.between(0.0005, 0.004)),
      shares: Math.round(reach * random.between(0.001, 0.006)),
      saves: Math.round(reach * random.between(0.002, 0.012)),
    };
    return LOOKS_DAYS.map((days) => ({ days, at_ms: post.at_ms + days * DAY_MS }))
      .filter(({ at_ms }) => at_ms < span.end_ms)
      .map(({ days, at_ms }) => look(post, at_ms, { last, share: 1 - Math.exp(-days / DECAY_DAYS) }));
  });
}

type Counts = Omit<PostMetricsReport, 'type' | 'occurred_at' | 'source' | 'post_id' | 'views' | 'followers'>;

function look(post: PostModel, at_ms: number, { last, share }: { readonly last: Counts; readonly share: number }): PostMetricsReport {
  const part = (whole: number) => Math.floor(whole * share);
  const impressions = part(last.impressions);
  return {
    type: 'post_metrics_recorded',
    occurred_at: isoInstant(at_ms),
    source: 'simulator',
    post_id: post.id,
    impressions,
    views: Math.floor(impressions * 0.8),
    reach: part(last.reach),
    likes: part(last.likes),
    comments: part(last.comments),
    shares: part(last.shares),
    saves: part(last.saves),
    followers: post.creator.entity.followers,
  };
}
