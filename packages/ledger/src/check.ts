import { convertMinor, MODELS, WEIGHT_UNITS } from '@touchline/attribution';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { readFitted } from './fits/current.js';
import { readPolicy } from './policy.js';
import { SQL } from './sql.js';
import { exchangeOf, moneyTrouble, type OrderMoney } from './wanted.js';

/** One conversion that does not balance under one model. */
export interface LedgerProblem {
  readonly workspace_id: string;
  readonly conversion_id: string;
  readonly order_id: string;
  /** Empty where it is not about one model. */
  readonly model: string;
  readonly kind: 'no_lines' | 'amount' | 'amount_workspace' | 'weight' | 'no_rate' | 'too_large' | 'no_order';
  readonly expected: number;
  readonly found: number;
}

/** What of one workspace was looked at. */
export interface CheckedWorkspace {
  readonly workspace_id: string;
  /** Its orders. */
  readonly conversions: number;
  /** Every order must balance under each: the rules, and what the workspace has fitted. */
  readonly models: readonly string[];
}

export interface LedgerReport {
  /** Orders that were looked at. */
  readonly conversions: number;
  /** Those with orders, and the one that was asked for; by id. */
  readonly workspaces: readonly CheckedWorkspace[];
  /** Orders, or refunds of them, that no run has seen yet. */
  readonly waiting: number;
  readonly balanced: boolean;
  /** The first of them, see PROBLEMS_MAX. */
  readonly problems: readonly LedgerProblem[];
}

/** More than this are not listed; one is enough to be out of balance. */
const PROBLEMS_MAX = 1_000;

/** Orders of one share, so that the sums of their lines have room in memory. */
const CONVERSIONS_AT_ONCE = 100_000;

interface BalanceRow extends OrderMoney {
  readonly workspace_id: string;
  readonly conversion_id: string;
  readonly order_id: string;
  readonly refunded_minor: number;
  readonly waiting: number | boolean;
  readonly models: readonly [model: string, amount_minor: number, amount_workspace_minor: number, weight_units: number, workspace_currency: string][];
}

/**
 * Does every order balance under every model, to the minor unit, in its own currency and the workspace's: lines sum to the amount and
 * its refunds, weights to 1 (I4)? An order that does not, but of which no run has seen everything yet, is waiting.
 * @throws TouchlineError TL_WORKSPACE_UNKNOWN when a workspace is named that does not exist
 */
export async function checkLedger(warehouse: Warehouse, workspace_id = '', conversions_at_once = CONVERSIONS_AT_ONCE): Promise<LedgerReport> {
  const problems: LedgerProblem[] = [];
  const workspaces = new Map<string, Terms>();
  const conversions = new Map<string, number>();
  if (workspace_id !== '') {
    await readPolicy(warehouse, workspace_id);
    workspaces.set(workspace_id, await termsOf(warehouse, workspace_id));
  }
  let waiting = 0;
  for await (const rows of balanceRows(warehouse, { workspace_id, conversions: conversions_at_once })) {
    for (const row of rows) {
      conversions.set(row.workspace_id, (conversions.get(row.workspace_id) ?? 0) + 1);
      const terms = workspaces.get(row.workspace_id) ?? (await termsOf(warehouse, row.workspace_id));
      workspaces.set(row.workspace_id, terms);
      const found = problemsOf(row, terms);
      if (found.length === 0) continue;
      if (row.waiting) waiting += 1;
      else problems.push(...found.slice(0, PROBLEMS_MAX - problems.length));
    }
  }
  problems.push(...(await orphans(warehouse, workspace_id, PROBLEMS_MAX - problems.length)));
  const checked = [...workspaces].map(([id, { models }]) => ({ workspace_id: id, conversions: conversions.get(id) ?? 0, models }));
  return {
    conversions: checked.reduce((sum, each) => sum + each.conversions, 0),
    workspaces: checked.sort((one, other) => (one.workspace_id < other.workspace_id ? -1 : 1)),
    waiting,
    balanced: problems.length === 0,
    problems,
  };
}

/** Share by share: all lines of many millions of orders would not be summed in memory at once. */
async function* balanceRows(warehouse: Warehouse, share: { readonly workspace_id: string; readonly conversions: number }): AsyncGenerator<BalanceRow[]> {
  const { workspace_id } = share;
  const rows = await warehouse.query<{ conversion_id: string }>(SQL.balance_bounds, share);
  const bounds = ['', ...rows.map(({ conversion_id }) => conversion_id), ''];
  for (const [place, until] of bounds.slice(1).entries()) yield* warehouse.stream<BalanceRow>(SQL.balance, { workspace_id, from: bounds[place], until });
}

/** By what the orders of one workspace must balance. */
interface Terms {
  /** undefined: the workspace is not known. */
  readonly currency: string | undefined;
  readonly models: readonly string[];
}

async function termsOf(warehouse: Warehouse, workspace_id: string): Promise<Terms> {
  const fitted = await readFitted(warehouse, workspace_id);
  const models = [...MODELS, ...fitted].map(({ name }) => name);
  try {
    return { currency: (await readPolicy(warehouse, workspace_id)).currency, models };
  } catch (error) {
    if (error instanceof TouchlineError && error.code === 'TL_WORKSPACE_UNKNOWN') return { currency: undefined, models };
    throw error;
  }
}

function problemsOf(row: BalanceRow, { currency: workspaceCurrency, models }: Terms): LedgerProblem[] {
  const { workspace_id, conversion_id, order_id } = row;
  const problem = (model: string, kind: LedgerProblem['kind'], [expected, found]: readonly [number, number]) =>
    expected === found ? [] : [{ workspace_id, conversion_id, order_id, model, kind, expected, found }];
  if (workspaceCurrency === undefined) return problem('', 'no_rate', [1, 0]);
  const trouble = moneyTrouble(row, workspaceCurrency);
  if (trouble !== undefined) return problem('', trouble, [1, 0]);
  const exchange = exchangeOf(row, workspaceCurrency);
  const amount_minor = row.amount_minor + row.refunded_minor;
  const amount_workspace_minor = convertMinor(row.amount_minor, exchange) + convertMinor(row.refunded_minor, exchange);
  return models.flatMap((name) => {
    const held = row.models.find(([model]) => model === name);
    if (held === undefined) return problem(name, 'no_lines', [amount_minor, Number.NaN]);
    return [
      ...problem(name, 'amount', [amount_minor, held[1]]),
      ...problem(name, 'amount_workspace', [amount_workspace_minor, held[2]]),
      ...problem(name, 'weight', [WEIGHT_UNITS, held[3]]),
    ];
  });
}

async function orphans(warehouse: Warehouse, workspace_id: string, limit: number): Promise<LedgerProblem[]> {
  const rows = await warehouse.query<{ workspace_id: string; conversion_id: string; order_id: string }>(SQL.orphans, { workspace_id, limit });
  return rows.map((row) => ({ ...row, model: '', kind: 'no_order', expected: 1, found: 0 }));
}
