import { currencyExponent } from '@touchline/events';
import type { Period } from '../answers.js';
import { type Numeric, sql } from '../reader.js';
import { base, type ReportContext } from './context.js';

/** Currencies whose minor unit is not a hundredth; everything else has two digits. */
const ODD_CURRENCIES = Intl.supportedValuesOf('currency').filter((currency) => currencyExponent(currency) !== 2);

/** What each creator cost in a period, in the workspace's currency. */
export async function spendByCreator(context: ReportContext, period: Period = context.period, creator = ''): Promise<Map<string, number>> {
  const rows = await context.reader.query<{ creator_id: string; cost_minor: Numeric }>(sql('spend_by_creator'), {
    ...base({ ...context, period }, creator),
    currencies: ODD_CURRENCIES,
    digits: ODD_CURRENCIES.map(currencyExponent),
    workspace_digits: currencyExponent(context.workspace.currency),
  });
  return new Map(rows.map((row) => [row.creator_id, Number(row.cost_minor)]));
}
