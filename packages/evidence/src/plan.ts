import { type Analysis, InputError, preparePlan } from '@touchline/incrementality';
import { clickerHistory, type HistoryRow, marketHistory } from '@touchline/lift';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { entitiesAt } from './entities-at.js';
import { tableOf } from './table.js';

const DAY_MS = 86_400_000;
const MARKET_DAYS = 365;
const CLICKER_DAYS = 56;

export interface Asked {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  /** Now: only the past before it is looked at. */
  readonly as_of: Date;
}

export interface MarketPlanRequest extends Asked {
  /** The figure markets report; `orders` and `revenue` are counted from orders where none does. */
  readonly metric: string;
  /** Keys of the plan `geo` of `touchline lift plan`: sets, sizes, durations, effects, method, power, windows, costs. */
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface PeoplePlanRequest extends Asked {
  readonly metric: 'conversion_rate' | 'orders' | 'revenue';
  /** Whose clickers; empty: all. */
  readonly link_ids: readonly string[];
  readonly conversion_window_ms: number;
  /** Keys of the plan `power` of `touchline lift plan`: solve, effect, effect_scale, power, alpha, weeks, traffic_share, costs, n_star. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What was planned, and the history it was planned on. */
export interface Planned {
  readonly plan: Analysis;
  readonly history: Readonly<Record<string, number>>;
}

/**
 * Which markets, how long, what it can see and what it costs, by playing the test on the workspace's own past, where nothing happened.
 * @throws TouchlineError TL_FIELD_VALUE where the past does not suffice, TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE
 */
export async function planMarkets({ warehouse, workspace_id, as_of, metric, spec }: MarketPlanRequest): Promise<Planned> {
  const { workspace } = await entitiesAt(warehouse, workspace_id, as_of);
  const { currency, time_zone } = workspace;
  const told = await marketHistory({ warehouse, workspace_id, currency, time_zone, days: MARKET_DAYS, until: as_of }, metric);
  const { rows, markets, days } = wholeHistory(told);
  const table = tableOf({ unit: rows.map(({ market }) => market), day: rows.map(({ day }) => day), figure: rows.map(({ value }) => value) });
  const whole = { design: 'geo', csv: 'history', columns: { unit: 'unit', time: 'day', outcome: 'figure' }, ...spec };
  return { plan: naming(() => preparePlan(whole).run(table)), history: { markets, days } };
}

/**
 * How many clickers, how long and what it can see, from how many came each day and what they bought.
 * @throws TouchlineError as `planMarkets`
 */
export async function planPeople({ warehouse, workspace_id, as_of, metric, link_ids, conversion_window_ms, spec }: PeoplePlanRequest): Promise<Planned> {
  const { workspace } = await entitiesAt(warehouse, workspace_id, as_of);
  const { currency, time_zone } = workspace;
  const days = CLICKER_DAYS + conversion_window_ms / DAY_MS;
  const past = await clickerHistory({ warehouse, workspace_id, currency, time_zone, days, until: as_of, link_ids, window_ms: conversion_window_ms });
  if (past.n < 2) throw new TouchlineError('TL_FIELD_VALUE', 'Nobody clicked in the time that is looked at, so nothing can be planned from it.', 'scope');
  const [sum, squares] = metric === 'revenue' ? [past.y_sum, past.y_sum_squares] : [past.o_sum, past.o_sum_squares];
  const mean = sum / past.n;
  const variance = (squares - sum * mean) / (past.n - 1);
  const baseline = past.conversions / past.n;
  const outcome = metric === 'conversion_rate' ? { metric: 'proportion', baseline } : { metric: 'mean', mean, variance };
  const units_per_day = past.n / past.days;
  const plan = naming(() => preparePlan({ design: 'power', ...outcome, units_per_day, ...spec }).run());
  return { plan, history: { clickers: past.n, days: past.days, units_per_day, ...(metric === 'conversion_rate' ? { baseline } : { mean, variance }) } };
}

/** Markets with every day that any has: a gap cannot be played over. */
function wholeHistory(told: readonly HistoryRow[]): { readonly rows: readonly HistoryRow[]; readonly markets: number; readonly days: number } {
  const days = [...new Set(told.map(({ day }) => day))].sort();
  const counts = new Map<string, number>();
  for (const { market } of told) counts.set(market, (counts.get(market) ?? 0) + 1);
  const whole = [...counts].filter(([, count]) => count === days.length).map(([market]) => market);
  const kept = new Set(whole);
  return { rows: told.filter(({ market }) => kept.has(market)), markets: kept.size, days: days.length };
}

/** @throws TouchlineError TL_FIELD_VALUE for what the planner cannot work with */
export function naming<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new TouchlineError('TL_FIELD_VALUE', error.message, error.path);
  }
}
