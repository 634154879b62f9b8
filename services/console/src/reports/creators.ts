import type { CreatorIdentity, CreatorRow, CreatorsAnswer } from '../answers.js';
import { type Counted, NOTHING, sumCounted, withRatios } from '../ratios.js';
import { type Numeric, sql } from '../reader.js';
import { base, heading, ledgerSql, type ReportContext } from './context.js';
import { spendByCreator } from './spend.js';

/** More creators than this are not listed; the product is made for 5,000. */
const CREATORS_MAX = 20_000;

interface Known extends CreatorIdentity {
  readonly followers: Numeric;
  readonly archived: boolean | number;
}

/** Every creator with clicks, credit, cost and what follows from them; nobody's orders stand beside. */
export async function creatorsReport(context: ReportContext): Promise<CreatorsAnswer> {
  const { rows, unattributed } = await creatorRows(context, '');
  const credited = sumCounted(rows);
  return {
    ...heading(context),
    creators: rows,
    credited: withRatios(credited),
    unattributed: withRatios(unattributed),
    all: withRatios(sumCounted([credited, unattributed])),
  };
}

/** Rows of one creator or, with an empty id, of all; a creator that was archived stays while it has figures. */
export async function creatorRows(context: ReportContext, creator: string): Promise<{ rows: CreatorRow[]; unattributed: Counted }> {
  const parameters = base(context, creator);
  const [creators, clicks, visitors, credit, spend] = await Promise.all([
    context.reader.query<Known>(sql('creators'), { ...parameters, limit: CREATORS_MAX }),
    context.reader.query<{ creator_id: string; raw: Numeric; human: Numeric }>(sql('clicks_by_creator'), parameters),
    context.visitors.query<{ creator_id: string; visitor_days: Numeric }>(sql('visitor_days'), parameters),
    context.reader.query<{ credited_to: string; orders_credited: number; revenue_minor: Numeric; new_customers: number }>(
      ledgerSql(context, 'credit_by_creator'),
      parameters,
    ),
    spendByCreator(context, context.period, creator),
  ]);
  const counted = new Map<string, Counted>();
  const add = (id: string, part: Partial<Counted>) => counted.set(id, { ...(counted.get(id) ?? NOTHING), ...part });
  for (const row of clicks) add(row.creator_id, { clicks_raw: Number(row.raw), clicks_valid: Number(row.human) });
  for (const row of visitors) add(row.creator_id, { visitor_days: Number(row.visitor_days) });
  for (const row of credit) {
    add(row.credited_to, { orders_credited: row.orders_credited, revenue_minor: Number(row.revenue_minor), new_customers: row.new_customers });
  }
  for (const [id, cost_minor] of spend) add(id, { cost_minor });
  const unattributed = counted.get('') ?? NOTHING;
  counted.delete('');
  return { rows: merge(creators, counted), unattributed };
}

/** Credit of a creator the directory does not name yet is shown under its id: no money goes missing from the table. */
function merge(creators: readonly Known[], counted: ReadonlyMap<string, Counted>): CreatorRow[] {
  const named = new Map(creators.map((creator) => [creator.creator_id, creator]));
  const ids = new Set([...creators.filter((creator) => !creator.archived).map((creator) => creator.creator_id), ...counted.keys()]);
  return [...ids].map((id) => {
    const known = named.get(id);
    return {
      creator_id: id,
      name: known?.name ?? id,
      handle: known?.handle ?? '',
      platform: known?.platform ?? '',
      followers: Number(known?.followers ?? 0),
      archived: Boolean(known?.archived),
      ...withRatios(counted.get(id) ?? NOTHING),
    };
  });
}
