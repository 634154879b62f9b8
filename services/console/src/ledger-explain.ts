import { explainOrderAsOf } from '@touchline/ledger';
import type { Warehouse } from '@touchline/warehouse';
import type { Explain, Explanation } from './explainer.js';

/** Explains orders from the ledger. Field by field, because who the person is stays in the ledger (I9). */
export function ledgerExplain(warehouse: Warehouse): Explain {
  return async (workspaceId, orderId, as_of): Promise<Explanation | undefined> => {
    const found = await explainOrderAsOf(warehouse, workspaceId, { order_id: orderId, as_of });
    if (found === undefined) return undefined;
    const { order_id, occurred_at, amount_minor, currency, net_minor, new_customer, codes, refunds, ledger } = found;
    return {
      ...{ order_id, occurred_at, amount_minor, currency, net_minor, new_customer, codes, refunds, ledger },
      touches: found.touches.map(({ touch_id, kind, occurred_at: at, label, click_class, counted, reason, creator_id }) => ({
        ...{ touch_id, kind, occurred_at: at, label, click_class, counted, reason, creator_id },
      })),
      models: [...found.models, ...found.fitted_models].map(({ model, lines, total_minor }) => ({
        model,
        lines: lines.map(({ touch_id, weight, amount_minor: part }) => ({ touch_id, weight, amount_minor: part })),
        total_minor,
      })),
    };
  };
}
