import { currencyExponent } from '@touchline/events';
import type { Period } from '../answers.js';
import type { Level } from '../attribution-answers.js';
import { type Numeric, sql } from '../reader.js';
import { base, type ReportContext } from './context.js';

/** Currencies whose minor unit is not a hundredth; everything else has two digits. */
const ODD_CURRENCIES = Intl.supportedValuesOf('currency').filter((currency) => currencyExponent(currency) !== 2);
const ROWS_MAX = 1_000_000;

/** How the statements on costs turn an amount into the workspace's currency. */
function currencies(context: Pick<ReportContext, 'workspace'>) {
  return { currencies: ODD_CURRENCIES, digits: ODD_CURRENCIES.map(currencyExponent), workspace_digits: currencyExponent(context.workspace.currency) };
}

/** What each creator cost in a period, in the workspace's currency. */
export function spendByCreator(context: ReportContext, period: Period = context.period, creator = ''): Promise<Map<string, number>> {
  return spendBy(context, { level: 'creator', period, creator });
}

/** What was spent in a period by creator, campaign, post or platform, in the workspace's currency. */
export async function spendBy(
  context: ReportContext,
  asked: { readonly level: Level; readonly period: Period; readonly creator?: string },
): Promise<Map<string, number>> {
  const { level, period, creator = '' } = asked;
  const parameters = { ...base({ ...context, period }, creator), ...currencies(context), level };
  const rows = await context.reader.query<{ scope: string; cost_minor: Numeric }>(sql('spend'), parameters);
  return new Map(rows.map((row) => [row.scope, Number(row.cost_minor)]));
}

/** What each creator cost in each week of a period, in the workspace's currency; weeks without a cost of theirs are left out or 0. */
export async function spendByWeek(
  context: ReportContext,
  weeks: number,
): Promise<readonly { readonly creator_id: string; readonly week: number; readonly cost_minor: number }[]> {
  const parameters = { ...base(context), ...currencies(context), weeks, limit: ROWS_MAX };
  const rows = await context.reader.query<{ creator_id: string; week: Numeric; cost_minor: Numeric }>(sql('spend_by_week'), parameters);
  return rows.map((row) => ({ creator_id: row.creator_id, week: Number(row.week), cost_minor: Number(row.cost_minor) }));
}
