import { earnedMediaValue, type Outcome, rates, sumOutcomes } from '@touchline/attribution';
import type { Level, OutcomeFigures } from '../../attribution-answers.js';
import { withoutFloatDust } from '../../ratios.js';
import { type Numeric, sql } from '../../reader.js';
import { base, ledgerSql, type ReportContext } from '../context.js';
import { spendBy } from '../spend.js';

/** More creators, campaigns, posts or links than this are not listed. */
const ROWS_MAX = 20_000;
/** Each of them on each platform. */
const METRICS_ROWS_MAX = 100_000;
const NOTHING: Outcome = sumOutcomes([]);

/** What came of a scope, with the impressions on each platform, since each has a price of its own. */
export interface ScopeOutcome {
  readonly outcome: Outcome;
  readonly shown: ReadonlyMap<string, number>;
}

interface CreditRow {
  readonly scope: string;
  readonly conversions: number;
  readonly revenue_minor: Numeric;
  readonly new_customers: number;
}

interface MetricsRow {
  readonly scope: string;
  readonly platform: string;
  readonly impressions: Numeric;
  readonly engagements: Numeric;
  readonly reach: Numeric;
  readonly followers: Numeric;
}

/** A statement on clicks that tells links by their platform too. */
function ofPlacedLinks(name: string): string {
  return sql(name).replace('/*placed_links*/', `\n${sql('placed_links')}`);
}

/** Credit, clicks, cost and what posts were shown, by scope; what was never told is 0 here and becomes unknown where it is divided by. */
export async function outcomesBy(context: ReportContext, level: Level): Promise<ReadonlyMap<string, ScopeOutcome>> {
  const parameters = { ...base(context), level, limit: ROWS_MAX };
  const [credit, clicks, spend, metrics] = await Promise.all([
    context.reader.query<CreditRow>(ledgerSql(context, 'figures_credit'), parameters),
    context.reader.query<{ scope: string; clicks: Numeric; clicks_on_shown: Numeric }>(ofPlacedLinks('figures_clicks'), parameters),
    spendBy(context, { level, period: context.period }),
    context.reader.query<MetricsRow>(sql('figures_metrics'), { ...parameters, limit: METRICS_ROWS_MAX }),
  ]);
  const outcomes = new Map<string, Outcome>();
  const add = (scope: string, part: Partial<Outcome>) => outcomes.set(scope, sumOutcomes([outcomes.get(scope) ?? NOTHING, { ...NOTHING, ...part }]));
  for (const { scope, conversions, revenue_minor, new_customers } of credit) {
    const shares = { conversions: withoutFloatDust(conversions), new_customers: withoutFloatDust(new_customers) };
    add(scope, { revenue_minor: Number(revenue_minor), ...shares });
  }
  for (const row of clicks) add(row.scope, { clicks: Number(row.clicks), clicks_on_shown: Number(row.clicks_on_shown) });
  for (const [scope, investment_minor] of spend) if (investment_minor !== 0) add(scope, { investment_minor });
  const shown = new Map<string, Map<string, number>>();
  for (const { scope, platform, impressions, engagements, reach, followers } of metrics) {
    add(scope, { impressions: Number(impressions), engagements: Number(engagements), reach: Number(reach), followers: Number(followers) });
    shown.set(scope, (shown.get(scope) ?? new Map<string, number>()).set(platform, Number(impressions)));
  }
  return new Map([...outcomes].map(([scope, outcome]) => [scope, { outcome, shown: shown.get(scope) ?? new Map() }]));
}

/** Different visitors by scope; of `all` the one scope is empty. Not a sum: who came to two creators is one visitor of both. */
export async function visitorsBy(context: ReportContext, level: Level | 'all'): Promise<ReadonlyMap<string, number>> {
  const rows = await context.visitors.query<{ scope: string; visitors: Numeric }>(ofPlacedLinks('figures_visitors'), {
    ...base(context),
    level,
    limit: ROWS_MAX,
  });
  return new Map(rows.map(({ scope, visitors }) => [scope, Number(visitors)]));
}

/** Minor units for 1,000 impressions, by platform. */
export async function cpmsOf({ reader, workspace }: Pick<ReportContext, 'reader' | 'workspace'>): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.query<{ platform: string; cpm_minor: Numeric }>(sql('platform_cpms'), { workspace: workspace.workspace_id });
  return new Map(rows.map(({ platform, cpm_minor }) => [platform, Number(cpm_minor)]));
}

/** Several scopes as one. */
export function together(parts: Iterable<ScopeOutcome>): ScopeOutcome {
  const all = [...parts];
  const shown = new Map<string, number>();
  for (const part of all) for (const [platform, impressions] of part.shown) shown.set(platform, (shown.get(platform) ?? 0) + impressions);
  return { outcome: sumOutcomes(all.map(({ outcome }) => outcome)), shown };
}

/** What a scope's outcome comes to. */
export function figuresOf({ outcome, shown }: ScopeOutcome, { cpms, visitors }: { cpms: ReadonlyMap<string, number>; visitors: number }): OutcomeFigures {
  const { revenue_minor, investment_minor, conversions, new_customers, clicks, impressions, engagements } = outcome;
  const priced = [...shown].filter(([platform, count]) => cpms.has(platform) && count !== 0);
  const value = priced.reduce((sum, [platform, count]) => sum + (earnedMediaValue(count, cpms.get(platform)) ?? 0), 0);
  const emv = { emv_minor: priced.length === 0 ? null : value, emv_impressions: priced.reduce((sum, [, count]) => sum + count, 0) };
  return { revenue_minor, investment_minor, conversions, new_customers, clicks, visitors, impressions, engagements, ...rates(outcome), ...emv };
}
