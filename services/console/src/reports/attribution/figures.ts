import { earnedMediaValue, marketingEfficiency, type Outcome, rates, sumOutcomes } from '@touchline/attribution';
import type { Period } from '../../answers.js';
import type { FiguresAnswer, FiguresRow, Level, OutcomeFigures } from '../../attribution-answers.js';
import { addDays } from '../../days.js';
import { withoutFloatDust } from '../../ratios.js';
import { type Numeric, sql } from '../../reader.js';
import { base, heading, ledgerSql, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { spendBy } from '../spend.js';

const BENCHMARK_DAYS = 90;
/** More creators, campaigns or posts than this are not listed. */
const ROWS_MAX = 20_000;
const NOTHING: Outcome = sumOutcomes([]);

interface CreditRow {
  readonly scope: string;
  readonly conversions: number;
  readonly revenue_minor: Numeric;
  readonly new_customers: number;
}

/** Money figures by creator, campaign, post or platform, beside the workspace's own last 90 days. */
export async function figuresReport(context: ReportContext, level: Level): Promise<FiguresAnswer> {
  const benchmark = { from: addDays(context.period.to, 1 - BENCHMARK_DAYS), to: context.period.to };
  const [outcomes, before, revenue, revenueBefore] = await Promise.all([
    outcomesBy(context, level),
    outcomesBy({ ...context, period: benchmark }, 'platform'),
    revenueOf(context),
    revenueOf({ ...context, period: benchmark }),
  ]);
  const names = await scopeNames(context, level, [...outcomes.keys()]);
  const total = sumOutcomes(outcomes.values());
  const totalBefore = sumOutcomes(before.values());
  const rows = [...outcomes].map(([scope, outcome]): FiguresRow => ({ scope, name: names.get(scope) ?? scope, ...figuresOf(outcome) }));
  return {
    ...heading(context),
    level,
    rows: rows.sort((one, other) => other.revenue_minor - one.revenue_minor || other.investment_minor - one.investment_minor),
    total: figuresOf(total),
    benchmark: { period: benchmark, ...figuresOf(totalBefore) },
    mer: marketingEfficiency(revenue, total.investment_minor),
    mer_benchmark: marketingEfficiency(revenueBefore, totalBefore.investment_minor),
  };
}

/** How often posts were shown and liked is not reported to Touchline yet: what needs it is unknown, and not 0. */
async function outcomesBy(context: ReportContext, level: Level): Promise<ReadonlyMap<string, Outcome>> {
  const parameters = { ...base(context), level, limit: ROWS_MAX };
  const [credit, clicks, spend] = await Promise.all([
    context.reader.query<CreditRow>(ledgerSql(context, 'figures_credit'), parameters),
    context.reader.query<{ scope: string; clicks: Numeric }>(sql('figures_clicks'), parameters),
    spendBy(context, { level, period: context.period }),
  ]);
  const outcomes = new Map<string, Outcome>();
  const add = (scope: string, part: Partial<Outcome>) => outcomes.set(scope, { ...(outcomes.get(scope) ?? NOTHING), ...part });
  for (const { scope, conversions, revenue_minor, new_customers } of credit) {
    const shares = { conversions: withoutFloatDust(conversions), new_customers: withoutFloatDust(new_customers) };
    add(scope, { revenue_minor: Number(revenue_minor), ...shares });
  }
  for (const row of clicks) add(row.scope, { clicks: Number(row.clicks) });
  for (const [scope, investment_minor] of spend) if (investment_minor !== 0) add(scope, { investment_minor });
  return outcomes;
}

function figuresOf(outcome: Outcome): OutcomeFigures {
  const { revenue_minor, investment_minor, conversions, new_customers, clicks, impressions } = outcome;
  const emv_minor = impressions === 0 ? null : earnedMediaValue(impressions, undefined);
  return { revenue_minor, investment_minor, conversions, new_customers, clicks, ...rates(outcome), emv_minor };
}

async function revenueOf(context: ReportContext & { readonly period: Period }): Promise<number> {
  const [row] = await context.reader.query<{ revenue_minor: Numeric }>(ledgerSql(context, 'revenue_all'), base(context));
  return Number(row?.revenue_minor ?? 0);
}

async function scopeNames(context: ReportContext, level: Level, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const named = ids.filter((id) => id !== '');
  if (level === 'platform' || named.length === 0) return new Map();
  if (level === 'creator') return new Map([...(await namesOf(context, named))].map(([id, { name }]) => [id, name]));
  const parameters = { workspace: context.workspace.workspace_id, level, ids: named };
  const rows = await context.reader.query<{ id: string; name: string }>(sql('scope_names'), parameters);
  return new Map(rows.filter(({ name }) => name !== '').map(({ id, name }) => [id, name]));
}
