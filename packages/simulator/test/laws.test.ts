import fc from 'fast-check';
import { describe, it } from 'vitest';
import { converted } from '../src/exchange.js';
import { DEMO_MARKET, type Market, type MarketOptions, simulateMarket } from '../src/index.js';

const options: fc.Arbitrary<MarketOptions> = fc.record({
  ...Object.fromEntries(Object.entries(DEMO_MARKET).map(([name, value]) => [name, fc.constant(value)])),
  seed: fc.integer(),
  creators: fc.integer({ min: 1, max: 8 }),
  posts_per_creator: fc.integer({ min: 1, max: 4 }),
  campaigns: fc.integer({ min: 1, max: 9 }),
  people: fc.integer({ min: 1, max: 150 }),
  days: fc.integer({ min: 1, max: 90 }),
  end: fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
} as { [K in keyof MarketOptions]: fc.Arbitrary<MarketOptions[K]> });

/** Every law holds in every market. */
function law(name: string, holds: (market: Market, made: MarketOptions) => boolean): void {
  it(name, () =>
    fc.assert(
      fc.property(options, (made) => holds(simulateMarket(made), made)),
      { numRuns: 40 },
    ),
  );
}

const ordersOf = (market: Market) => market.reports.flatMap((report) => (report.event.type === 'order_placed' ? [{ ...report, event: report.event }] : []));

describe('in every market', () => {
  law('every click belongs to a link, every link to a creator, a campaign and a post', ({ clicks, links, creators, campaigns, posts }) => {
    const ids = new Set([...creators, ...campaigns, ...posts].map(({ id }) => id));
    return (
      clicks.every(({ link_index }) => links[link_index] !== undefined) &&
      links.every(({ entity }) => [entity.creator_id, entity.campaign_id, entity.post_id].every((id) => ids.has(id)))
    );
  });

  law('no two entities, slugs, codes or orders share a name', (market) => {
    const { creators, campaigns, posts, links, codes } = market;
    const lists = [
      ...[creators, campaigns, posts, links, codes].map((list) => list.map(({ id }) => id)),
      links.map(({ entity }) => entity.slug),
      codes.map(({ entity }) => entity.code),
      ordersOf(market).map(({ event }) => event.order_id),
    ];
    return lists.every((list) => new Set(list).size === list.length);
  });

  law('nothing happens after the end, and things are told in the order of time', ({ clicks, reports, end }) => {
    const instants = [clicks.map(({ at }) => at), reports.map(({ event }) => event.occurred_at)];
    return instants.every((list) => list.every((at, index) => at <= end && at >= (list[index - 1] ?? '')));
  });

  law('every order’s click is before it, and a person’s', (market) =>
    ordersOf(market).every(({ event, click_index }) => {
      if (click_index === undefined) return true;
      const click = market.clicks[click_index];
      return click?.person_index !== undefined && click.at < event.occurred_at;
    }),
  );

  law('an order’s items sum to its amount', (market) =>
    ordersOf(market).every(
      ({ event }) => event.amount_minor > 0 && event.items.reduce((sum, { amount_minor }) => sum + amount_minor, 0) === event.amount_minor,
    ),
  );

  law('refunds come after their order and never exceed it', (market) => {
    const orders = new Map(ordersOf(market).map(({ event }) => [event.order_id, event]));
    const back = new Map<string, number>();
    return market.reports.every(({ event }) => {
      if (event.type !== 'order_refunded') return true;
      const order = orders.get(event.order_id);
      back.set(event.order_id, (back.get(event.order_id) ?? 0) - event.delta_minor);
      return order !== undefined && order.occurred_at < event.occurred_at && event.delta_minor < 0 && (back.get(event.order_id) ?? 0) <= order.amount_minor;
    });
  });

  law('an order in another currency brings a rate, and only that', (market, { currency }) =>
    ordersOf(market).every(({ event }) => (event.currency === currency) === (event.fx_rate === undefined)),
  );

  law('an identification joins at least two identifiers', ({ reports }) =>
    reports.every(
      ({ event }) => event.type !== 'identified' || [event.visitor_id, event.customer_id, event.email].filter((id) => id !== undefined).length >= 2,
    ),
  );

  law('the private send no cookie and no visitor id', ({ clicks }) =>
    clicks.every(({ headers, visitor_id }) => headers['sec-gpc'] === undefined || visitor_id === undefined),
  );

  law('the truth adds up: per creator, over all, and with the orders', (market) => {
    const { truth } = market;
    const orders = new Map(ordersOf(market).map(({ event }) => [event.order_id, event]));
    const caused = Object.entries(truth.caused_by);
    return (
      truth.organic_orders + truth.incremental_orders === orders.size &&
      caused.length === truth.incremental_orders &&
      truth.creators.every(({ creator_id, incremental_orders, incremental_revenue_minor }) => {
        const own = caused.flatMap(([order_id, creator]) => (creator === creator_id ? [orders.get(order_id)] : []));
        const revenue_minor = own.reduce((sum, order) => sum + (order === undefined ? Number.NaN : converted(order.amount_minor, order.fx_rate)), 0);
        return own.length === incremental_orders && revenue_minor === incremental_revenue_minor;
      })
    );
  });
});
