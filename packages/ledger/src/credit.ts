import type { Warehouse } from '@touchline/warehouse';
import { type AsOf, asOfMs } from './as-of.js';
import { readPolicy } from './policy.js';
import { SQL } from './sql.js';

/** Levels of a touch's chain. Rule models are additive over them: a line's credit is its creator's, its campaign's … alike. */
export const LEVELS = ['creator', 'campaign', 'platform', 'post', 'link'] as const;
export type Level = (typeof LEVELS)[number];

/** What one creator, campaign … is credited with. */
export interface CreditRow {
  /** Empty where the touch had none, and for credit nobody's touch earned. */
  readonly id: string;
  /** Credit of orders without a touch. */
  readonly unattributed: boolean;
  /** In the workspace's currency, refunds taken off. */
  readonly amount_minor: number;
  readonly currency: string;
  /** Shares of orders: they sum to the number of orders. */
  readonly conversions: number;
}

export interface CreditQuery extends AsOf {
  readonly workspace_id: string;
  readonly model: string;
  readonly level: Level;
}

/** The ledger of one model summed up by level, as it stands or stood at an instant. @throws TouchlineError TL_WORKSPACE_UNKNOWN */
export async function readCredit(warehouse: Warehouse, query: CreditQuery): Promise<CreditRow[]> {
  const { workspace_id, model, level, as_of } = query;
  await readPolicy(warehouse, workspace_id);
  const rows = await warehouse.query<CreditRow & { unattributed: boolean | number }>(SQL.credit, { workspace_id, model, level, as_of_ms: asOfMs(as_of) });
  return rows.map((row) => ({ ...row, amount_minor: Number(row.amount_minor), unattributed: Boolean(row.unattributed) }));
}
