import { v5 } from 'uuid';
import { makePurchases } from './buying.js';
import { type MarketClick, makeImpressions, requestOf, type Touch } from './clicks.js';
import { makeCosts } from './costs.js';
import { type CreatorModel, type MarketCreator, makeCreators } from './creators.js';
import { Exchange } from './exchange.js';
import { makeIdentities } from './identities.js';
import { isoInstant, type Span, spanOf } from './instants.js';
import { machineRequests } from './machines.js';
import { checkOptions, type MarketOptions } from './options.js';
import { makeOrders, makeRedemptions, type OrderModel } from './orders.js';
import { makePeople } from './people.js';
import { MARKET_CPMS, makePostMetrics } from './post-metrics.js';
import { type MarketCampaign, type MarketCode, type MarketLink, type MarketPost, makeCatalogue, type PostModel } from './posts.js';
import { Random } from './random.js';
import { makeRefunds } from './refunds.js';
import type { MarketReport } from './reports.js';
import { type MarketTruth, truthOf } from './truth.js';

const CLICK_NAMESPACE = '6f6d3d0e-2f3a-5c55-8a53-0d1c8e7e4b21';

/** Everything that happens, in the order of time, and beside it what nobody there can know. Plain data. */
export interface Market {
  readonly start: string;
  readonly end: string;
  readonly creators: readonly MarketCreator[];
  readonly campaigns: readonly MarketCampaign[];
  readonly posts: readonly MarketPost[];
  readonly links: readonly MarketLink[];
  readonly codes: readonly MarketCode[];
  readonly cpms: readonly { readonly id: string; readonly entity: { readonly platform: string; readonly cpm_minor: number } }[];
  readonly clicks: readonly MarketClick[];
  readonly reports: readonly MarketReport[];
  readonly truth: MarketTruth;
}

/**
 * Makes a market: creators with true effects, people with habits, what they click, buy and send back.
 * Pure: the same options give the same market.
 * @throws RangeError naming an option that makes no market.
 */
export function simulateMarket(given: MarketOptions): Market {
  const options = checkOptions(given);
  const span = spanOf(options);
  const root = Random.fromSeed(options.seed);
  const creators = makeCreators(options, root.split());
  const catalogue = makeCatalogue(options, creators, root.split());
  const people = makePeople(options, creators, root.split());
  const impressions = makeImpressions(catalogue.posts, people, span, root.split());
  const purchases = makePurchases(people, impressions, span, root.split());
  const exchange = new Exchange(span, root.split());
  const orders = makeOrders({ options, catalogue, exchange }, purchases, root.split());
  const { clicks, indexOf } = makeClicks({ touches: impressions.touches, posts: catalogue.posts, span, seed: options.seed }, root.split());
  const others = [
    ...makeRedemptions(orders, root.split()),
    ...makeRefunds(orders, span, root.split()),
    ...makeIdentities(impressions.touches, orders, span, root.split()),
    ...makeCosts(options, catalogue.posts, root.split()),
    ...makePostMetrics(catalogue.posts, span, root.split()),
  ].map((event) => ({ event }));
  return {
    start: isoInstant(span.start_ms),
    end: isoInstant(span.end_ms),
    creators: creators.map(({ id, entity }: CreatorModel) => ({ id, entity })),
    campaigns: catalogue.campaigns,
    posts: catalogue.posts.map(({ id, entity }) => ({ id, entity })),
    links: catalogue.links,
    codes: catalogue.codes,
    cpms: MARKET_CPMS.map((entity) => ({ id: entity.platform, entity })),
    clicks,
    reports: byTime([...orders.map((order) => reportOf(order, indexOf)), ...others], ({ event }) => event.occurred_at),
    truth: truthOf(creators, impressions.touches, orders),
  };
}

interface ClickSources {
  readonly touches: readonly Touch[];
  readonly posts: readonly PostModel[];
  readonly span: Span;
  readonly seed: number;
}

function makeClicks({ touches, posts, span, seed }: ClickSources, random: Random) {
  const human = touches.map((touch) => ({ touch, click: { at: isoInstant(touch.at_ms), ...requestOf(touch, random) } }));
  const machine = machineRequests(posts, span, random).map((click) => ({ touch: undefined, click }));
  const all = byTime<{ touch: Touch | undefined; click: Omit<MarketClick, 'id'> }>([...human, ...machine], ({ click }) => click.at);
  const indexOf = new Map(all.map(({ touch }, index) => [touch, index]));
  return { clicks: all.map(({ click }, index) => ({ id: v5(`${seed} ${click.at} ${index}`, CLICK_NAMESPACE), ...click })), indexOf };
}

function reportOf(order: OrderModel, indexOf: ReadonlyMap<Touch | undefined, number>): MarketReport {
  const click_index = order.click === undefined ? undefined : indexOf.get(order.click);
  return click_index === undefined ? { event: order.report } : { event: order.report, click_index };
}

/** Ascending; equal instants keep the order they were made in. */
function byTime<T>(entries: readonly T[], instant: (entry: T) => string): T[] {
  return [...entries].sort((a, b) => (instant(a) < instant(b) ? -1 : instant(a) > instant(b) ? 1 : 0));
}
