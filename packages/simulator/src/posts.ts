import type { CreatorModel } from './creators.js';
import { DAY_MS, HOUR_MS, isoInstant, spanOf } from './instants.js';
import type { MarketOptions } from './options.js';
import type { Random } from './random.js';

const CAMPAIGN_NAMES = ['Autumn glow', 'Back to routine', 'Winter skin', 'Gift season', 'New year reset', 'Spring light', 'Summer ready'] as const;
const PRODUCTS = ['serum', 'balm', 'cleanser', 'mask', 'oil', 'sunscreen', 'gift-set'] as const;

interface Identified<E> {
  readonly id: string;
  readonly entity: E;
}

export type MarketCampaign = Identified<{ readonly name: string }>;
export type MarketPost = Identified<{
  readonly name: string;
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly platform: string;
  readonly url: string;
  readonly posted_at: string;
}>;
export type MarketLink = Identified<{
  readonly slug: string;
  readonly destination: string;
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly post_id: string;
  readonly platform: string;
}>;
export type MarketCode = Identified<{ readonly code: string; readonly creator_id: string; readonly campaign_id: string }>;

export interface PostModel extends MarketPost {
  readonly at_ms: number;
  readonly creator: CreatorModel;
  /** Index of its link in the market's links. */
  readonly link_index: number;
}

export interface Catalogue {
  readonly campaigns: MarketCampaign[];
  readonly posts: PostModel[];
  readonly links: MarketLink[];
  readonly codes: MarketCode[];
  readonly code_of_creator: ReadonlyMap<string, string>;
}

/** Campaigns follow one another; each creator posts once in every so many of them, with one link a post and perhaps a code. */
export function makeCatalogue(options: MarketOptions, creators: readonly CreatorModel[], random: Random): Catalogue {
  const campaigns = Array.from({ length: options.campaigns }, (_, index) => ({
    id: `ca-${index + 1}`,
    entity: { name: CAMPAIGN_NAMES[index % CAMPAIGN_NAMES.length] + (index < CAMPAIGN_NAMES.length ? '' : ` ${index + 1}`) },
  }));
  const posts: PostModel[] = [];
  const links: MarketLink[] = [];
  for (const creator of creators) {
    for (let number = 1; number <= options.posts_per_creator; number += 1) {
      const post = makePost(options, { creator, number, campaigns, link_index: links.length }, random);
      posts.push(post);
      links.push(makeLink(options, post, random));
    }
  }
  const codes = creators.filter(() => random.chance(0.6)).map((creator) => makeCode(creator, campaigns, random));
  return { campaigns, posts, links, codes, code_of_creator: new Map(codes.map(({ entity }) => [entity.creator_id, entity.code])) };
}

interface Placement {
  readonly creator: CreatorModel;
  readonly number: number;
  readonly campaigns: readonly MarketCampaign[];
  readonly link_index: number;
}

function makePost(options: MarketOptions, placement: Placement, random: Random): PostModel {
  const { creator, number, campaigns, link_index } = placement;
  const { start_ms, end_ms } = spanOf(options);
  const share = (number - 1 + random.between(0.05, 0.9)) / options.posts_per_creator;
  const day_ms = start_ms + Math.floor(share * options.days) * DAY_MS;
  const at_ms = Math.min(day_ms + Math.floor(random.between(0, 20) * HOUR_MS), end_ms - HOUR_MS);
  const campaign = campaigns[Math.min(campaigns.length - 1, Math.floor(share * campaigns.length))] ?? random.pick(campaigns);
  const { name, handle, platform } = creator.entity;
  const id = `po-${creator.id.slice(3)}-${number}`;
  const entity = {
    name: `${campaign.entity.name}: ${name}, post ${number}`,
    creator_id: creator.id,
    campaign_id: campaign.id,
    platform,
    url: `https://example.com/${platform}/${handle}/${number}`,
    posted_at: isoInstant(at_ms),
  };
  return { id, entity, at_ms, creator, link_index };
}

function makeLink(options: MarketOptions, post: PostModel, random: Random): MarketLink {
  const { creator_id, campaign_id, platform } = post.entity;
  const destination = new URL(options.shop_url);
  destination.searchParams.set('product', random.pick(PRODUCTS));
  destination.searchParams.set('utm_source', platform);
  destination.searchParams.set('utm_medium', 'influencer');
  destination.searchParams.set('utm_campaign', campaign_id);
  destination.searchParams.set('utm_content', post.id);
  const number = post.id.slice(post.id.lastIndexOf('-') + 1);
  const slug = `${post.creator.entity.handle.replaceAll('.', '-')}-${number}`;
  return { id: `li-${post.id.slice(3)}`, entity: { slug, destination: destination.href, creator_id, campaign_id, post_id: post.id, platform } };
}

function makeCode(creator: CreatorModel, campaigns: readonly MarketCampaign[], random: Random): MarketCode {
  const [first = 'CODE'] = creator.entity.handle.split('.');
  const number = creator.id.slice(3);
  return {
    id: `co-${number}`,
    entity: { code: `${first.toUpperCase()}${number}`, creator_id: creator.id, campaign_id: random.pick(campaigns).id },
  };
}
