import type { CreatorRow, Figures, OverviewAnswer, Period, PlatformFigures } from '../answers.js';
import { addDays, daysBetween } from '../days.js';
import { returnOn } from '../ratios.js';
import { type Numeric, sql } from '../reader.js';
import { base, heading, type ReportContext } from './context.js';
import { creatorRows } from './creators.js';
import { type Daily, daily } from './daily.js';
import { ordersReport } from './orders.js';
import { spendByCreator } from './spend.js';

const TOP_CREATORS = 8;
const LATEST_ORDERS = 8;

/** The period at a glance, beside the same number of days right before it. */
export async function overviewReport(context: ReportContext): Promise<OverviewAnswer> {
  const previous = before(context.period);
  const [now, then, creators, latest] = await Promise.all([
    figures(context, context.period),
    figures(context, previous),
    creatorRows(context, ''),
    ordersReport(context, { after: undefined, limit: LATEST_ORDERS, search: '', creator: '' }),
  ]);
  const quiet = now.figures.orders === 0 && now.figures.clicks_raw === 0;
  return {
    ...heading(context),
    previous,
    current: now.figures,
    before: then.figures,
    days: now.daily.points,
    click_quality: now.daily.quality,
    top: creators.rows.sort(byRevenue).slice(0, TOP_CREATORS),
    platforms: byPlatform(creators.rows),
    latest: latest.orders,
    activity: quiet ? await activity(context) : context.period,
  };
}

function byRevenue(a: PlatformFigures, b: PlatformFigures): number {
  return b.revenue_minor - a.revenue_minor || b.clicks_valid - a.clicks_valid;
}

function byPlatform(rows: readonly CreatorRow[]): PlatformFigures[] {
  const sums = new Map<string, PlatformFigures>();
  for (const { platform, revenue_minor, clicks_valid } of rows) {
    const sum = sums.get(platform);
    sums.set(platform, {
      platform,
      revenue_minor: (sum?.revenue_minor ?? 0) + revenue_minor,
      clicks_valid: (sum?.clicks_valid ?? 0) + clicks_valid,
    });
  }
  return [...sums.values()].filter((sum) => sum.revenue_minor !== 0 || sum.clicks_valid > 0).sort(byRevenue);
}

/** The same number of days, right before. */
function before(period: Period): Period {
  const to = addDays(period.from, -1);
  return { from: addDays(to, -daysBetween(period.from, period.to)), to };
}

async function figures(context: ReportContext, period: Period): Promise<{ figures: Figures; daily: Daily }> {
  const [days, spend, orders] = await Promise.all([
    daily(context, period),
    spendByCreator(context, period),
    context.reader.query<{ day: string; orders: Numeric }>(sql('orders_by_day'), base({ ...context, period })),
  ]);
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  const credited = sum(days.points.map((point) => point.credited_minor));
  const unattributed = sum(days.points.map((point) => point.unattributed_minor));
  const placed = sum(orders.map((row) => Number(row.orders)));
  const spent = sum(spend.values());
  return {
    daily: days,
    figures: {
      revenue_minor: credited + unattributed,
      credited_minor: credited,
      unattributed_minor: unattributed,
      orders: placed,
      orders_waiting: Math.max(0, placed - sum(days.orders_attributed.values())),
      orders_credited: sum(days.points.map((point) => point.orders_credited)),
      clicks_raw: sum(days.points.map((point) => point.clicks_raw)),
      clicks_valid: sum(days.points.map((point) => point.clicks_valid)),
      spend_minor: spent,
      roi: returnOn(credited, spent),
    },
  };
}

async function activity(context: ReportContext): Promise<Period | null> {
  const [row] = await context.reader.query<{ first_day: string; last_day: string; events: Numeric }>(sql('activity'), base(context));
  return row === undefined || Number(row.events) === 0 ? null : { from: row.first_day, to: row.last_day };
}
