import type { CohortRow, CohortsAnswer } from '../../attribution-answers.js';
import type { Numeric } from '../../reader.js';
import { base, heading, ledgerSql, type ReportContext } from '../context.js';

/** Cohorts of the last months until the end of the period. */
const COHORT_MONTHS = 12;
const ROWS_MAX = COHORT_MONTHS * COHORT_MONTHS;

interface Row {
  /** `2026-03`. */
  readonly month: string;
  readonly age: Numeric;
  readonly revenue_minor: number;
  readonly customers: number;
}

/** Lifetime value by the month customers were acquired in, from what they bought and with nothing foretold; of all or of a creator's. */
export async function cohortsReport(context: ReportContext, creator: string): Promise<CohortsAnswer> {
  const last = monthOf(context.period.to);
  const first = last - COHORT_MONTHS + 1;
  const parameters = { ...base(context, creator), first_month: `${nameOf(first)}-01`, limit: ROWS_MAX };
  const rows = await context.visitors.query<Row>(ledgerSql(context, 'cohorts'), parameters);
  const byMonth = new Map<string, Row[]>();
  for (const row of rows) byMonth.set(row.month, [...(byMonth.get(row.month) ?? []), row]);
  return { ...heading(context), creator, cohorts: [...byMonth].map(([month, each]) => cohortOf(month, each, last)) };
}

function cohortOf(month: string, rows: readonly Row[], last: number): CohortRow {
  const customers = rows.reduce((sum, row) => sum + row.customers, 0);
  let revenue_minor = 0;
  const ltv_minor = Array.from({ length: last - monthOf(month) + 1 }, (_, age) => {
    revenue_minor += rows.find((row) => Number(row.age) === age)?.revenue_minor ?? 0;
    return customers === 0 ? 0 : Math.round(revenue_minor / customers);
  });
  return { month, customers, ltv_minor };
}

/** Months since the year 0 of a day or month. */
function monthOf(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function nameOf(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
