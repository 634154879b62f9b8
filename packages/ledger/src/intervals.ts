import type { Warehouse } from '@touchline/warehouse';
import { type AsOf, asOfMs } from './as-of.js';
import { instant } from './batches.js';
import { readPolicy } from './policy.js';
import type { RunIdentity } from './run-identity.js';
import { SQL } from './sql.js';

/** Enough that the ends are themselves within a few per cent. */
const REPLICATES = 300;
/** The last days that intervals are kept for; 0: the whole ledger. */
export const STRETCHES_DAYS = [0, 7, 30, 90] as const;
export type StretchDays = (typeof STRETCHES_DAYS)[number];

/** How sure one creator's credit is. */
export interface CreditInterval {
  /** Empty: credit nobody's touch earned. */
  readonly creator_id: string;
  /** In the workspace's currency, refunds taken off, with its 95 % interval. */
  readonly revenue_minor: number;
  readonly low_minor: number;
  readonly high_minor: number;
  /** Orders any part of which is credited. */
  readonly orders: number;
  /** Who is credited next less; empty for the last. */
  readonly next_creator_id: string;
  /** Of the difference to the next. */
  readonly apart_low_minor: number;
  readonly apart_high_minor: number;
  /** The interval of the difference does not hold 0. */
  readonly distinguishable: boolean;
}

export interface KnownIntervals {
  readonly run_id: string;
  /** When they were found. */
  readonly knowledge_time: string;
  readonly from_day: string;
  readonly to_day: string;
  readonly intervals: readonly CreditInterval[];
}

interface IntervalRow {
  readonly run_id: string;
  readonly knowledge_ms: number | string;
  readonly from_day: string;
  readonly to_day: string;
  readonly creator_id: string;
  readonly revenue_minor: number | string;
  readonly orders: number | string;
  readonly low_minor: number | string;
  readonly high_minor: number | string;
  readonly next_creator_id: string;
  readonly apart_low_minor: number | string;
  readonly apart_high_minor: number | string;
  readonly distinguishable: number | boolean;
}

/**
 * Keeps with a finished run, for every model and creator, the 95 % interval of credited revenue and of the difference to the creator credited next less.
 * Poisson bootstrap over conversions (Chamandy et al. 2012, "Estimating Uncertainty for Massive Data Streams"), drawn by hash: the same ledger has the same
 * intervals. Effects of fitted models stay as they were fitted.
 */
export async function keepIntervals(warehouse: Warehouse, { workspace_id, run_id, knowledge_ms }: RunIdentity, spill_bytes: number): Promise<void> {
  const [zone] = await warehouse.query<{ time_zone: string }>(SQL.time_zone, { workspace_id });
  const parameters = { workspace_id, run_id, knowledge_ms, days: STRETCHES_DAYS, replicates: REPLICATES, zone: zone?.time_zone ?? 'UTC', spill_bytes };
  await warehouse.command(SQL.intervals, parameters);
}

/**
 * What the newest run that kept intervals, by an instant or now, found over the whole ledger or the last days.
 * undefined: none did. @throws TouchlineError TL_WORKSPACE_UNKNOWN
 */
export async function readIntervals(
  warehouse: Warehouse,
  query: { readonly workspace_id: string; readonly model: string; readonly days: StretchDays } & AsOf,
): Promise<KnownIntervals | undefined> {
  const { workspace_id, model, days, as_of } = query;
  await readPolicy(warehouse, workspace_id);
  const rows = await warehouse.query<IntervalRow>(SQL.intervals_known, { workspace_id, model, days, as_of_ms: asOfMs(as_of) });
  const [first] = rows;
  if (first === undefined) return undefined;
  const { run_id, knowledge_ms, from_day, to_day } = first;
  const intervals = rows.map((row) => ({
    creator_id: row.creator_id,
    revenue_minor: Number(row.revenue_minor),
    low_minor: Number(row.low_minor),
    high_minor: Number(row.high_minor),
    orders: Number(row.orders),
    next_creator_id: row.next_creator_id,
    apart_low_minor: Number(row.apart_low_minor),
    apart_high_minor: Number(row.apart_high_minor),
    distinguishable: Boolean(row.distinguishable),
  }));
  return { run_id, knowledge_time: instant(Number(knowledge_ms)), from_day, to_day, intervals };
}
