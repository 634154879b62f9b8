import { DAY_MS } from '../instants.js';
import type { Market } from '../market.js';
import { makeTrial, type Trial } from './trial.js';

const RAN_DAYS = 28;
/** Full weeks from the start to the planned end. */
const PLANNED_DAYS = 42;
const VISITORS = 1_400;

/** One offer that works and one that hardly does, each on a link of one of the market's creators. */
const OFFERS = [
  { id: 'welcome-offer', name: 'Welcome offer page (simulated)', seed: 41, plain_chance: 0.04, offer_chance: 0.09 },
  { id: 'bundle-page', name: 'Bundle page (simulated)', seed: 42, plain_chance: 0.05, offer_chance: 0.056 },
] as const;

/** Redirect holdouts that ran in the market's last four weeks and go on for two more. */
export function demoTrials(market: Market, { currency, shop_url }: { readonly currency: string; readonly shop_url: string }): Trial[] {
  const end_ms = Date.parse(market.end);
  const span = { start_ms: end_ms - RAN_DAYS * DAY_MS, end_ms };
  const planned_end_ms = span.start_ms + PLANNED_DAYS * DAY_MS;
  return OFFERS.flatMap((offer, place) => {
    const creator = market.creators[place];
    return creator === undefined ? [] : [makeTrial({ ...offer, creator, visitors: VISITORS, span, planned_end_ms, currency, shop_url })];
  });
}
