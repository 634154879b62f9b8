import type { ClickQuality, DayPoint, Period } from '../answers.js';
import { eachDay } from '../days.js';
import { type Numeric, sql } from '../reader.js';
import { base, ledgerSql, type ReportContext } from './context.js';

export interface Daily {
  readonly points: readonly DayPoint[];
  readonly quality: ClickQuality;
  /** Orders the ledger knows, by day. */
  readonly orders_attributed: ReadonlyMap<string, number>;
}

interface ClickRow {
  readonly day: string;
  readonly raw: Numeric;
  readonly human: Numeric;
  readonly bots: Numeric;
  readonly previews: Numeric;
}

interface CreditRow {
  readonly day: string;
  readonly credited_minor: Numeric;
  readonly unattributed_minor: Numeric;
  readonly orders_credited: number;
  readonly orders: Numeric;
}

/** Revenue and clicks for each day of a period, days without any included; of one creator or of all. */
export async function daily(context: ReportContext, period: Period = context.period, creator = ''): Promise<Daily> {
  const parameters = base({ ...context, period }, creator);
  const [clicks, credit] = await Promise.all([
    context.reader.query<ClickRow>(sql('clicks_by_day'), parameters),
    context.reader.query<CreditRow>(ledgerSql(context, 'credit_by_day'), parameters),
  ]);
  const clicksOf = new Map(clicks.map((row) => [row.day, row]));
  const creditOf = new Map(credit.map((row) => [row.day, row]));
  const points = eachDay(period.from, period.to).map((day) => ({
    day,
    credited_minor: Number(creditOf.get(day)?.credited_minor ?? 0),
    unattributed_minor: Number(creditOf.get(day)?.unattributed_minor ?? 0),
    orders_credited: creditOf.get(day)?.orders_credited ?? 0,
    clicks_valid: Number(clicksOf.get(day)?.human ?? 0),
    clicks_raw: Number(clicksOf.get(day)?.raw ?? 0),
  }));
  return { points, quality: qualityOf(clicks), orders_attributed: new Map(credit.map((row) => [row.day, Number(row.orders)])) };
}

function qualityOf(clicks: readonly ClickRow[]): ClickQuality {
  const sum = (of: (row: ClickRow) => Numeric) => clicks.reduce((total, row) => total + Number(of(row)), 0);
  const human = sum((row) => row.human);
  const bots = sum((row) => row.bots);
  const previews = sum((row) => row.previews);
  return { human, bots, previews, unknown: sum((row) => row.raw) - human - bots - previews };
}
