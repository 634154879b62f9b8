import type { Warehouse } from '@touchline/warehouse';
import { shiftsTo } from '../currency-shifts.js';
import { CLICKERS, FIGURES_TOLD, figuresOrderedStatement } from '../sql.js';
import { dayAfter, lastWholeDay } from './days.js';

const DAY_MS = 86_400_000;

export interface HistoryRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  readonly currency: string;
  readonly time_zone: string;
  /** How many days back. */
  readonly days: number;
  /** Nothing from this instant on is looked at. */
  readonly until: Date;
}

export interface HistoryRow {
  readonly market: string;
  readonly day: string;
  readonly value: number;
}

/**
 * What markets did, day by day: as they reported the figure, or, of `orders` and `revenue` that none reported, as orders by country
 * and region say. Days that a market did not report are left out. @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function marketHistory(request: HistoryRequest, metric: string): Promise<HistoryRow[]> {
  const { warehouse } = request;
  const parameters = parametersOf(request, metric);
  const told = await warehouse.query<{ series: string; day: string; value: number }>(FIGURES_TOLD, parameters);
  const ordered = metric === 'orders' || metric === 'revenue';
  const rows = told.length > 0 || !ordered ? told : await warehouse.query<(typeof told)[number]>(figuresOrderedStatement('markets', true), parameters);
  return rows.map(({ series, day, value }) => ({ market: series, day, value }));
}

/**
 * Orders or, net of refunds, their revenue day by day: by the creator each was tracked to, or all together. Days without any are left out.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function orderHistory(
  request: HistoryRequest,
  { by, metric }: { readonly by: 'creators' | 'all'; readonly metric: string },
): Promise<HistoryRow[]> {
  const rows = await request.warehouse.query<{ series: string; day: string; value: number }>(
    figuresOrderedStatement(by, metric === 'revenue'),
    parametersOf(request, metric),
  );
  return rows.map(({ series, day, value }) => ({ market: series, day, value }));
}

function parametersOf({ workspace_id, time_zone, days, until, currency }: HistoryRequest, metric: string) {
  const to_day = lastWholeDay(until, time_zone);
  const from_day = dayAfter(to_day, 1 - days);
  const since_ms = Date.parse(`${from_day}T00:00:00Z`) - DAY_MS;
  const instants = { known_ms: until.getTime(), until_ms: until.getTime(), since_ms };
  return { workspace_id, from_day, to_day, metric, zone: time_zone, series: [], ...instants, ...shiftsTo(currency) };
}

/** Sums over people who clicked, as an arm of an experiment would have them. */
export interface ClickerHistory {
  readonly n: number;
  readonly conversions: number;
  readonly o_sum: number;
  readonly o_sum_squares: number;
  readonly y_sum: number;
  readonly y_sum_squares: number;
  /** Days whose clicks were looked at: the last ones lack a whole conversion window. */
  readonly days: number;
}

export interface ClickerRequest extends HistoryRequest {
  /** Empty: every link. */
  readonly link_ids: readonly string[];
  readonly window_ms: number;
}

/** @throws TouchlineError TL_STORE_UNAVAILABLE */
export async function clickerHistory(request: ClickerRequest): Promise<ClickerHistory> {
  const { warehouse, workspace_id, days, until, currency, link_ids, window_ms } = request;
  const since_ms = until.getTime() - days * DAY_MS;
  const instants = { known_ms: until.getTime(), until_ms: until.getTime(), since_ms, window_ms };
  const [row] = await warehouse.query<Omit<ClickerHistory, 'days'>>(CLICKERS, { workspace_id, link_ids, ...instants, ...shiftsTo(currency) });
  const nobody = { n: 0, conversions: 0, o_sum: 0, o_sum_squares: 0, y_sum: 0, y_sum_squares: 0 };
  return { ...(row ?? nobody), days: Math.max(0, days - window_ms / DAY_MS) };
}
