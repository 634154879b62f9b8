import type { CreatorIdentity, OrderCredit, OrderRow, OrdersAnswer } from '../answers.js';
import type { OrdersParameters } from '../parameters.js';
import { type Numeric, sql } from '../reader.js';
import { base, heading, ledgerSql, type ReportContext } from './context.js';

interface Row {
  readonly conversion_id: string;
  readonly order_id: string;
  readonly occurred_ms: Numeric;
  readonly amount_minor: Numeric;
  readonly currency: string;
  readonly new_customer: boolean | number | null;
}

interface CreditRow {
  readonly conversion_id: string;
  readonly credited_to: string;
  readonly share: number;
  readonly credited_minor: Numeric;
}

interface RefundRow {
  readonly order_id: string;
  readonly currency: string;
  readonly refunded_minor: Numeric;
}

const placeOf = ({ order_id, currency }: Pick<Row, 'order_id' | 'currency'>) => JSON.stringify([order_id, currency]);

type PageParameters = Pick<OrdersParameters, 'after' | 'limit' | 'search' | 'creator'>;

/** A page of orders, newest first, each with who it is credited to. */
export async function ordersReport(context: ReportContext, page: PageParameters): Promise<OrdersAnswer> {
  const [afterMs = '0', afterId = ''] = page.after?.split('.') ?? [];
  const rows = await context.reader.query<Row>(ledgerSql(context, 'orders_page'), {
    ...base(context, page.creator),
    search: page.search,
    after_ms: Number(afterMs),
    after_id: afterId,
    limit: page.limit + 1,
  });
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  return { ...heading(context), orders: await withCredit(context, shown), next: last === undefined ? null : `${last.occurred_ms}.${last.conversion_id}` };
}

async function withCredit(context: ReportContext, rows: readonly Row[]): Promise<OrderRow[]> {
  if (rows.length === 0) return [];
  const parameters = base(context);
  const [credit, refunds] = await Promise.all([
    context.reader.query<CreditRow>(ledgerSql(context, 'orders_credit'), { ...parameters, ids: rows.map((row) => row.conversion_id) }),
    context.reader.query<RefundRow>(sql('orders_refunds'), {
      ...parameters,
      order_ids: rows.map((row) => row.order_id),
    }),
  ]);
  const names = await namesOf(context, [...new Set(credit.map((row) => row.credited_to).filter((id) => id !== ''))]);
  // A refund in another currency than the order's is none of it, as in the ledger.
  const refundOf = new Map(refunds.map((row) => [placeOf(row), Number(row.refunded_minor)]));
  return rows.map((row) => {
    const lines = credit.filter((line) => line.conversion_id === row.conversion_id);
    const credits = lines.filter((line) => line.credited_to !== '').map((line) => creditOf(line, names));
    return {
      order_id: row.order_id,
      occurred_at: new Date(Number(row.occurred_ms)).toISOString(),
      amount_minor: Number(row.amount_minor),
      currency: row.currency,
      refunded_minor: refundOf.get(placeOf(row)) ?? 0,
      new_customer: row.new_customer === null ? null : Boolean(row.new_customer),
      state: lines.length === 0 ? 'waiting' : credits.length === 0 ? 'unattributed' : 'credited',
      credits,
    };
  });
}

function creditOf(line: CreditRow, names: ReadonlyMap<string, CreatorIdentity>): OrderCredit {
  const unnamed = { creator_id: line.credited_to, name: line.credited_to, handle: '', platform: '' };
  return { ...(names.get(line.credited_to) ?? unnamed), weight: line.share, amount_minor: Number(line.credited_minor) };
}

/** What to call creators by id; those the directory does not know are left out. */
export async function namesOf(context: Pick<ReportContext, 'reader' | 'workspace'>, ids: readonly string[]): Promise<Map<string, CreatorIdentity>> {
  if (ids.length === 0) return new Map();
  const parameters = { workspace: context.workspace.workspace_id, ids };
  const rows = await context.reader.query<CreatorIdentity>(sql('creator_names'), parameters);
  return new Map(rows.map((row) => [row.creator_id, row]));
}
