import { currencyExponent } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import type { EntitiesAt } from './entities-at.js';
import type { Experiment } from './result.js';
import { COSTS } from './sql.js';

interface Row {
  readonly costs: number;
  readonly without_rate: number;
  readonly amount_minor: number;
}

/**
 * What was spent on an experiment's scope while it ran, in the workspace's minor units. null where nothing was told, where a cost
 * in another currency came without a rate, and for a redirect holdout: it measures a landing page, which no creator's fee pays for.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function costOf(
  warehouse: Warehouse,
  workspace_id: string,
  experiment: Experiment,
  known: EntitiesAt & { readonly as_of: Date },
): Promise<number | null> {
  const { scope, design, started_at = '', stopped_at } = experiment;
  const creators = new Set([...scope.creator_ids, ...scope.link_ids.flatMap((link) => known.creator_of_link.get(link) ?? [])]);
  if (design === 'redirect_holdout' || (creators.size === 0 && scope.campaign_ids.length === 0)) return null;
  const { currency } = known.workspace;
  const odd = Intl.supportedValuesOf('currency').filter((each) => currencyExponent(each) !== 2);
  const until = stopped_at === undefined ? known.as_of : new Date(Math.min(known.as_of.getTime(), Date.parse(stopped_at)));
  const [row] = await warehouse.query<Row>(COSTS, {
    workspace_id,
    currency,
    as_of_ms: known.as_of.getTime(),
    digits: currencyExponent(currency),
    currencies: odd,
    exponents: odd.map(currencyExponent),
    creator_ids: [...creators],
    campaign_ids: scope.campaign_ids,
    from_day: started_at.slice(0, 10),
    to_day: until.toISOString().slice(0, 10),
  });
  return row === undefined || row.costs === 0 || row.without_rate > 0 ? null : Math.round(row.amount_minor);
}
