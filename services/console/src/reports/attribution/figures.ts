import { marketingEfficiency } from '@touchline/attribution';
import type { Period } from '../../answers.js';
import type { FiguresAnswer, FiguresRow, Level } from '../../attribution-answers.js';
import { addDays } from '../../days.js';
import { type Numeric, sql } from '../../reader.js';
import { base, heading, ledgerSql, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { cpmsOf, figuresOf, outcomesBy, together, visitorsBy } from './outcomes.js';

const BENCHMARK_DAYS = 90;

/** Money figures by creator, campaign, platform, post or link, beside the workspace's own last 90 days. */
export async function figuresReport(context: ReportContext, level: Level): Promise<FiguresAnswer> {
  const benchmark = { from: addDays(context.period.to, 1 - BENCHMARK_DAYS), to: context.period.to };
  const before = { ...context, period: benchmark };
  const [outcomes, outcomesBefore, cpms, visitors, visitorsAll, visitorsBefore, revenue, revenueBefore] = await Promise.all([
    outcomesBy(context, level),
    outcomesBy(before, 'platform'),
    cpmsOf(context),
    visitorsBy(context, level),
    visitorsBy(context, 'all'),
    visitorsBy(before, 'all'),
    revenueOf(context),
    revenueOf(before),
  ]);
  const names = await scopeNames(context, level, [...outcomes.keys()]);
  const rows = [...outcomes].map(
    ([scope, outcome]): FiguresRow => ({ scope, name: names.get(scope) ?? scope, ...figuresOf(outcome, { cpms, visitors: visitors.get(scope) ?? 0 }) }),
  );
  const total = figuresOf(together(outcomes.values()), { cpms, visitors: visitorsAll.get('') ?? 0 });
  const totalBefore = figuresOf(together(outcomesBefore.values()), { cpms, visitors: visitorsBefore.get('') ?? 0 });
  return {
    ...heading(context),
    level,
    rows: rows.sort((one, other) => other.revenue_minor - one.revenue_minor || other.investment_minor - one.investment_minor),
    total,
    benchmark: { period: benchmark, ...totalBefore },
    mer: marketingEfficiency(revenue, total.investment_minor),
    mer_benchmark: marketingEfficiency(revenueBefore, totalBefore.investment_minor),
  };
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
