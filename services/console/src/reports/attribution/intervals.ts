import type { Interval } from '../../attribution-answers.js';
import { daysBetween } from '../../days.js';
import { type Numeric, sql } from '../../reader.js';
import { base, ledgerSql, type ReportContext } from '../context.js';

/** Enough that the ends are themselves within a few per cent. */
export const REPLICATES = 300;

interface Row {
  readonly credited_to: string;
  readonly revenue_minor: number;
  readonly orders: number | string;
  readonly ends: readonly number[];
  readonly apart_ends: readonly number[];
}

/** A creator's credit with its uncertainty. */
export interface CreditInterval {
  readonly revenue_minor: number;
  /** Orders any part of which is credited. */
  readonly orders: number;
  readonly interval: Interval;
  /** Of one creator's credit less this one's; means nothing where no such creator was asked for. */
  readonly apart: Interval;
}

/**
 * Credited revenue under the report's model with 95 % intervals, the most credited first; of nobody under an empty id. Poisson bootstrap over conversions,
 * drawn by hash, so that the same ledger has the same intervals, whether a run kept those of these days or they are drawn now.
 * @param asked.against whose credit the others' is compared with; empty for none
 */
export async function creditIntervals(
  context: ReportContext,
  asked: { readonly against: string; readonly limit: number },
): Promise<ReadonlyMap<string, CreditInterval>> {
  const { from, to } = context.period;
  const days = daysBetween(from, to) + 1;
  const parameters = { ...base(context, asked.against), days, replicates: REPLICATES, limit: asked.limit };
  const [kept] = await context.reader.query<{ since_ms: Numeric }>(sql('interval_run'), parameters);
  const statement = kept === undefined ? 'credit_intervals' : 'credit_intervals_kept';
  const rows = await context.reader.query<Row>(ledgerSql(context, statement), { ...parameters, ...kept });
  return new Map(
    rows.map((row) => [
      row.credited_to,
      { revenue_minor: row.revenue_minor, orders: Number(row.orders), interval: intervalOf(row.ends), apart: intervalOf(row.apart_ends) },
    ]),
  );
}

function intervalOf([low = 0, high = 0]: readonly number[]): Interval {
  return { low: Math.round(low), high: Math.round(high) };
}
