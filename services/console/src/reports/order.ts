import { TouchlineError } from '@touchline/runtime';
import type { OrderAnswer } from '../answers.js';
import type { Explain } from '../explainer.js';
import { type Numeric, sql } from '../reader.js';
import type { ReportContext } from './context.js';
import { namesOf } from './orders.js';

/** One order explained, with what to call the creators; now, or as it was known at an instant. @throws TouchlineError TL_ENTITY_UNKNOWN */
export async function orderReport(context: Pick<ReportContext, 'reader' | 'workspace' | 'as_of'>, explain: Explain, orderId: string): Promise<OrderAnswer> {
  const explanation = await explain(context.workspace.workspace_id, orderId, await instantOf(context));
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

/** An instant without an offset is one of the workspace's clock. */
async function instantOf({ reader, workspace, as_of }: Pick<ReportContext, 'reader' | 'workspace' | 'as_of'>): Promise<Date | undefined> {
  if (as_of === undefined) return undefined;
  const [row] = await reader.query<{ at_ms: Numeric }>(sql('instant'), { as_of, zone: workspace.time_zone });
  return row === undefined ? undefined : new Date(Number(row.at_ms));
}
