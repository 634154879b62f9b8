import type { Directory } from '@touchline/directory';
import { currencyExponent } from '@touchline/events';
import { clickerHistory } from '@touchline/lift';
import type { Warehouse } from '@touchline/warehouse';
import type { WorkspaceAnswer } from '../../answers.js';
import type { HistoryFigures } from '../../experiment-answers.js';
import { type Numeric, sql } from '../../reader.js';
import type { PlanQuestion } from './question.js';
import { linksOf } from './scope-links.js';

const DAY_MS = 86_400_000;
/** Clicks of four weeks, so that every weekday counts alike. */
const VISITOR_DAYS = 28;
/** Who ordered within this long is a customer one can reach. */
const CUSTOMER_DAYS = 90;

interface Sums {
  readonly units: Numeric;
  readonly conversions: Numeric;
  readonly orders_sum: Numeric;
  readonly orders_squares: Numeric;
  readonly revenue_sum: Numeric;
  readonly revenue_squares: Numeric;
}

const NOBODY: Sums = { units: 0, conversions: 0, orders_sum: 0, orders_squares: 0, revenue_sum: 0, revenue_squares: 0 };

export interface Past {
  /** Of the service's account: who people are is read, and counts and sums alone leave. */
  readonly warehouse: Warehouse;
  readonly directory: Directory;
  readonly workspace: WorkspaceAnswer;
  readonly now: Date;
}

/**
 * What units like the experiment's did lately, measured as the experiment will: visitors from their first click on, customers from a
 * day on that lies one conversion window back. undefined where units are no people. @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function historyOf(question: PlanQuestion, past: Past): Promise<HistoryFigures | undefined> {
  const { unit, conversion_window_ms } = question;
  const visitors = unit === 'visitor';
  if (!visitors && unit !== 'customer' && unit !== 'email') return undefined;
  const to_ms = past.now.getTime() - conversion_window_ms;
  const days = visitors ? VISITOR_DAYS : CUSTOMER_DAYS;
  const from_ms = to_ms - days * DAY_MS;
  const sums = visitors ? await visitorsOf(question, past) : await customersOf(question, past, { from_ms, to_ms });
  const instant = (ms: number) => new Date(ms).toISOString();
  const figures = { from: instant(from_ms), to: instant(to_ms), units: Number(sums.units), conversions: Number(sums.conversions) };
  return { ...figures, units_per_day: visitors ? figures.units / days : null, ...momentsOf(question, sums) };
}

async function visitorsOf({ scope, conversion_window_ms }: PlanQuestion, { warehouse, directory, workspace, now }: Past): Promise<Sums> {
  const link_ids = linksOf(directory, workspace.workspace_id, scope);
  // To the statement no link means every link.
  if (link_ids?.length === 0) return NOBODY;
  const found = await clickerHistory({
    warehouse,
    ...{ workspace_id: workspace.workspace_id, currency: workspace.currency, time_zone: workspace.time_zone },
    days: VISITOR_DAYS + conversion_window_ms / DAY_MS,
    until: now,
    link_ids: link_ids ?? [],
    window_ms: conversion_window_ms,
  });
  return {
    ...{ units: found.n, conversions: found.conversions, orders_sum: found.o_sum, orders_squares: found.o_sum_squares },
    ...{ revenue_sum: found.y_sum, revenue_squares: found.y_sum_squares },
  };
}

interface Days {
  readonly from_ms: number;
  readonly to_ms: number;
}

async function customersOf({ unit, conversion_window_ms }: PlanQuestion, { warehouse, workspace }: Past, days: Days): Promise<Sums> {
  const { workspace_id, currency } = workspace;
  const parameters = { workspace: workspace_id, unit, window_ms: conversion_window_ms, ...days, ...exponentsTo(currency) };
  const [sums] = await warehouse.query<Sums>(sql('plan_customers').replaceAll('/*amount*/', sql('amount').trim()), parameters);
  return sums ?? NOBODY;
}

/** Mean and unbiased variance per unit; of a rate p the variance is p(1 − p). */
function momentsOf({ metric }: PlanQuestion, sums: Sums): { readonly mean: number; readonly variance: number } {
  const units = Number(sums.units);
  if (units < 2) return { mean: 0, variance: 0 };
  if (metric.kind === 'conversion_rate') {
    const rate = Number(sums.conversions) / units;
    return { mean: rate, variance: rate * (1 - rate) };
  }
  const [sum, squares] = metric.kind === 'orders' ? [sums.orders_sum, sums.orders_squares] : [sums.revenue_sum, sums.revenue_squares];
  const mean = Number(sum) / units;
  return { mean, variance: Math.max(0, (Number(squares) - Number(sum) * mean) / (units - 1)) };
}

function exponentsTo(currency: string) {
  const odd = Intl.supportedValuesOf('currency').filter((each) => currencyExponent(each) !== 2);
  return { digits: currencyExponent(currency), currencies: odd, exponents: odd.map(currencyExponent) };
}
