import { normalCode } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';
import { together } from './together.js';
import { offsetParameters, type Watermark } from './watermark.js';

/** What of a workspace came since a watermark. */
export interface News {
  readonly any: boolean;
  /** Identifiers may have been joined. */
  readonly joined: boolean;
  readonly changed_links: readonly string[];
  /** All that the changed codes ever were, each in its normal spelling. */
  readonly changed_codes: readonly string[];
}

interface CountsRow {
  readonly clicks: number | string;
  readonly orders: number | string;
  readonly redemptions: number | string;
  readonly refunds: number | string;
  readonly identities: number | string;
}

interface LateRow {
  readonly late_clicks: number | string;
}

interface DirectoryRow {
  readonly kind: string;
  readonly id: string;
  readonly codes: readonly string[];
}

/** @param since of the last run; undefined: there was none, and everything is news. */
export async function readNews(warehouse: Warehouse, workspace_id: string, since: Watermark | undefined): Promise<News> {
  const parameters = { workspace_id, ...offsetParameters(since ?? {}) };
  const [[counts], changed] = await together(warehouse.query<CountsRow>(SQL.news, parameters), warehouse.query<DirectoryRow>(SQL.directory_news, parameters));
  const joined = more(counts?.orders) || more(counts?.redemptions) || more(counts?.identities);
  return {
    any: joined || more(counts?.clicks) || more(counts?.refunds) || changed.length > 0,
    joined,
    changed_links: changed.filter(({ kind }) => kind === 'link').map(({ id }) => id),
    changed_codes: changed.filter(({ kind }) => kind === 'code').flatMap(({ codes }) => codes.map(normalCode)),
  };
}

/** Whether facts that were known before name a click that came only now: whom they join has changed. */
export async function haveLateClicks(warehouse: Warehouse, workspace_id: string, since: Watermark): Promise<boolean> {
  const [row] = await warehouse.query<LateRow>(SQL.late_clicks, { workspace_id, ...offsetParameters(since) });
  return more(row?.late_clicks);
}

function more(count: number | string | undefined): boolean {
  return Number(count ?? 0) > 0;
}
