import { TouchlineError } from '@touchline/runtime';
import type { OrderAnswer } from '../answers.js';
import type { Explain } from '../explainer.js';
import type { ReportContext } from './context.js';
import { namesOf } from './orders.js';

/** One order explained, with what to call the creators. @throws TouchlineError TL_ENTITY_UNKNOWN */
export async function orderReport(context: Pick<ReportContext, 'reader' | 'workspace'>, explain: Explain, orderId: string): Promise<OrderAnswer> {
  const explanation = await explain(context.workspace.workspace_id, orderId);
  if (explanation === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no order \`${orderId}\`.`, 'order_id');
  const names = await namesOf(context, [...new Set(explanation.touches.map((touch) => touch.creator_id))]);
  return {
    ...explanation,
    touches: explanation.touches.map((touch) => {
      const known = names.get(touch.creator_id);
      return { ...touch, name: known?.name ?? touch.creator_id, handle: known?.handle ?? '', platform: known?.platform ?? '' };
    }),
  };
}
