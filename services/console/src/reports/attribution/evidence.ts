import type { CreatorEvidenceAnswer, Neighbour } from '../../attribution-answers.js';
import { heading, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { compareModels } from './comparison.js';
import { type CreditInterval, creditIntervals, REPLICATES } from './intervals.js';
import { identityOf } from './models.js';

/** As many creators stand beside one on each side. */
const NEIGHBOURS_EACH_SIDE = 3;
const CREATORS_MAX = 20_000;
const NOTHING: CreditInterval = { revenue_minor: 0, orders: 0, interval: { low: 0, high: 0 }, apart: { low: 0, high: 0 } };

/** How sure a creator's credit is, by every model, and whether it can be told apart from the credit of those next to it. */
export async function evidenceReport(context: ReportContext, creator: string): Promise<CreatorEvidenceAnswer> {
  const [{ compared }, intervals] = await Promise.all([
    compareModels(context, { creator, limit: 1 }),
    creditIntervals(context, { against: creator, limit: CREATORS_MAX }),
  ]);
  const own = intervals.get(creator) ?? NOTHING;
  const beside = besideOf(intervals, creator);
  const names = await namesOf(context, [creator, ...beside.map(([id]) => id)]);
  return {
    ...heading(context),
    creator: identityOf(names, creator),
    revenue_minor: own.revenue_minor,
    orders: own.orders,
    interval: own.interval,
    replicates: REPLICATES,
    models: compared[0]?.credits ?? [],
    disagreement: compared[0]?.disagreement ?? null,
    neighbours: beside.map(
      ([id, { revenue_minor, interval, apart }]): Neighbour => ({
        ...identityOf(names, id),
        ...{ revenue_minor, interval, apart },
        distinguishable: apart.low > 0 || apart.high < 0,
      }),
    ),
  };
}

/** The creators right above and below one that has credit, in their order; for one that has none there is nobody to be told apart from. */
function besideOf(intervals: ReadonlyMap<string, CreditInterval>, creator: string): (readonly [string, CreditInterval])[] {
  const ranked = [...intervals].filter(([id]) => id !== '');
  const place = ranked.findIndex(([id]) => id === creator);
  if (place === -1) return [];
  return ranked.slice(Math.max(0, place - NEIGHBOURS_EACH_SIDE), place + NEIGHBOURS_EACH_SIDE + 1).filter(([id]) => id !== creator);
}
