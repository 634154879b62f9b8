import type { Cause } from './buying.js';
import type { Touch } from './clicks.js';
import type { CreatorEffect, CreatorModel } from './creators.js';
import { groupBy } from './groups.js';
import type { OrderModel } from './orders.js';

export interface CreatorTruth {
  readonly creator_id: string;
  readonly effect: CreatorEffect;
  readonly human_clicks: number;
  /** Orders that would not have come without this creator. */
  readonly incremental_orders: number;
  /** Their amounts in the workspace's currency, before refunds. */
  readonly incremental_revenue_minor: number;
}

export interface MarketTruth {
  readonly creators: readonly CreatorTruth[];
  /** Orders that would have come anyway, whatever anybody clicked before them. */
  readonly organic_orders: number;
  readonly incremental_orders: number;
  /** The creator who caused each order; organic orders are not in it. */
  readonly caused_by: Readonly<Record<string, string>>;
}

export function truthOf(creators: readonly CreatorModel[], touches: readonly Touch[], orders: readonly OrderModel[]): MarketTruth {
  const causes = orders.flatMap((order) => {
    const creator_id = causeCreator(order.cause);
    return creator_id === undefined ? [] : [{ creator_id, order }];
  });
  const clicksOf = groupBy(touches, ({ post }) => post.creator.id);
  const causedBy = groupBy(causes, ({ creator_id }) => creator_id);
  return {
    creators: creators.map(({ id, effect }) => {
      const caused = causedBy.get(id) ?? [];
      return {
        creator_id: id,
        effect,
        human_clicks: clicksOf.get(id)?.length ?? 0,
        incremental_orders: caused.length,
        incremental_revenue_minor: caused.reduce((sum, { order }) => sum + order.amount_workspace_minor, 0),
      };
    }),
    organic_orders: orders.length - causes.length,
    incremental_orders: causes.length,
    caused_by: Object.fromEntries(causes.map(({ creator_id, order }) => [order.report.order_id, creator_id])),
  };
}

function causeCreator(cause: Cause): string | undefined {
  switch (cause.kind) {
    case 'organic':
      return undefined;
    case 'click':
      return cause.touch.post.creator.id;
    case 'code':
      return cause.memory.post.creator.id;
  }
}
