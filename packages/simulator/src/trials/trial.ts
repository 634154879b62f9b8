import { v5 } from 'uuid';
import type { MarketCreator } from '../creators.js';
import { HOUR_MS, isoInstant, MINUTE_MS, type Span } from '../instants.js';
import { makeAddress } from '../people.js';
import { Random } from '../random.js';
import { makeUserAgents } from '../user-agents.js';

const NAMESPACE = '8b9a3c1e-5d0f-5f1a-9c59-2f6f1d1c7e10';
const BASKET_MINOR = 4_500;
const BASKET_SIGMA = 0.45;
/** Clicks stop a little before the end, so that most orders still come before it. */
const QUIET_MS = 3 * HOUR_MS;

/** One who follows the link, and what they would do on either page. Never sent but by what they do. */
export interface TrialVisit {
  readonly id: string;
  readonly at: string;
  readonly visitor_id: string;
  readonly address: string;
  readonly user_agent: string;
  /** Minor units of the order from the page with the offer; undefined: none. */
  readonly offer_minor: number | undefined;
  readonly plain_minor: number | undefined;
  /** When the order comes, on whichever page. */
  readonly order_at: string;
}

/** A redirect holdout on a link of its own whose true effect is known: a share of those who click lands on a plain page. */
export interface Trial {
  readonly link: { readonly id: string; readonly entity: object };
  /** As `POST /v1/experiments` takes it. */
  readonly experiment: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly started_at: string;
  /** Of the page that the control arm lands on. */
  readonly holdout_path: string;
  readonly currency: string;
  readonly visits: readonly TrialVisit[];
  /** Of everybody there could be: the offer's conversion rate less the plain page's. Never sent. */
  readonly truth: { readonly conversion_difference: number };
}

export interface TrialOptions {
  readonly id: string;
  readonly name: string;
  readonly creator: MarketCreator;
  readonly seed: number;
  readonly visitors: number;
  readonly plain_chance: number;
  readonly offer_chance: number;
  /** From the start to now. */
  readonly span: Span;
  readonly planned_end_ms: number;
  readonly currency: string;
  readonly shop_url: string;
}

/** Pure: the same options give the same trial. */
export function makeTrial(options: TrialOptions): Trial {
  const { id, creator, currency, name, shop_url, span, visitors } = options;
  const random = Random.fromSeed(options.seed);
  const holdout_path = `/${id}-plain`;
  return {
    link: {
      id,
      entity: { slug: id, creator_id: creator.id, destination: new URL(`/${id}`, shop_url).href, platform: creator.entity.platform },
    },
    experiment: {
      id,
      name,
      notes: 'Simulated: every click and order of it is made up, and its true effect is known to the simulator alone.',
      design: 'redirect_holdout',
      scope: { link_ids: [id] },
      control_share: 0.5,
      holdout_url: new URL(holdout_path, shop_url).href,
      metric: { kind: 'conversion_rate' },
      n_star: visitors,
      planned_end: isoInstant(options.planned_end_ms),
      salt: `salt of the simulated trial ${id}`,
    },
    started_at: isoInstant(span.start_ms),
    holdout_path,
    currency,
    visits: Array.from({ length: visitors }, (_, index) => makeVisit(options, index, random)).sort((one, other) => (one.at < other.at ? -1 : 1)),
    truth: { conversion_difference: options.offer_chance - options.plain_chance },
  };
}

function makeVisit({ id, span, plain_chance, offer_chance, creator }: TrialOptions, index: number, random: Random): TrialVisit {
  const at_ms = span.start_ms + Math.floor(random.unit() * (span.end_ms - span.start_ms - QUIET_MS));
  const amount_minor = Math.round(random.logNormal(BASKET_MINOR, BASKET_SIGMA));
  // One draw for both pages: whoever buys from the plain page buys from the better offer too.
  const reluctance = random.unit();
  const agents = makeUserAgents(random.chance(0.55) ? 'iphone' : 'android', random);
  return {
    id: v5(`${id}/click/${index}`, NAMESPACE),
    at: isoInstant(at_ms),
    visitor_id: v5(`${id}/visitor/${index}`, NAMESPACE),
    address: makeAddress(random),
    user_agent: agents.in_app[creator.entity.platform],
    offer_minor: reluctance < offer_chance ? amount_minor : undefined,
    plain_minor: reluctance < plain_chance ? amount_minor : undefined,
    order_at: isoInstant(Math.min(span.end_ms, at_ms + 5 * MINUTE_MS + Math.floor(random.exponential(40 * MINUTE_MS)))),
  };
}
