import { createHash } from 'node:crypto';
import type { Entities } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { shiftsTo } from '../currency-shifts.js';
import { CONTROLS_TOLD, peopleStatement } from '../sql.js';

/** Each is loaded, a hundred bytes or so; of more the first by hash are taken, which is a draw by lot. */
const PEOPLE_MAX = 200_000;
/** How far back is looked where no pre-period was fixed. */
const BEFORE_MS = 90 * 86_400_000;
/** Of what lies before at most this share is kept for the placebo outcome. */
const PLACEBO_SHARE_MAX = 1 / 3;

/** What is known of a person from before the anchor, in the order of `ObservedPeople.rows`. */
export const PEOPLE_COLUMNS = ['exposed', 'outcome', 'placebo', 'orders_before', 'spent_before', 'bought_before', 'days_since_order'] as const;

/** Exposed people and others, each with the outcome within the conversion window, one of as long before, and covariates from before that. */
export interface ObservedPeople {
  readonly exposed: number;
  readonly unexposed: number;
  /** Who the unexposed are: those told to be, or everybody who had bought before the start. */
  readonly unexposed_by: 'told' | 'buyers';
  /** Whether there were more than are loaded. */
  readonly drawn: boolean;
  /** SHA-256 over the rows, by which the same people are known again. */
  readonly digest: string;
  readonly rows: readonly (readonly number[])[];
}

export interface ObservedPeopleRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  readonly currency: string;
  readonly experiment_id: string;
  readonly experiment: Entities['experiment'];
  readonly until: Date;
  readonly known: Date;
  /** Smaller in tests. */
  readonly people_max?: number;
}

/**
 * The one design that loads people: who was exposed was not drawn by lot, so that it takes models of people to compare them.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function observedPeople(request: ObservedPeopleRequest): Promise<ObservedPeople> {
  const { warehouse, experiment, people_max = PEOPLE_MAX } = request;
  const parameters = parametersOf(request);
  const [told] = await warehouse.query<{ controls: number }>(CONTROLS_TOLD, parameters);
  const unexposed_by = (told?.controls ?? 0) > 0 ? 'told' : 'buyers';
  const orders = experiment.unit === 'visitor' ? 'clicked' : 'told';
  const found = await warehouse.query<Record<string, number>>(peopleStatement({ orders, unexposed: unexposed_by }), {
    ...parameters,
    people_max: people_max + 1,
  });
  const rows = found.slice(0, people_max).map((row) => PEOPLE_COLUMNS.map((name) => Number(row[name] ?? 0)));
  const exposed = rows.filter(([own]) => own === 1).length;
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  return { exposed, unexposed: rows.length - exposed, unexposed_by, drawn: found.length > people_max, digest, rows };
}

function parametersOf({ workspace_id, experiment_id, experiment, until, known, currency }: ObservedPeopleRequest): Readonly<Record<string, unknown>> {
  const { started_at = '', pre_period, arms, control_arm, conversion_window_ms, metric, unit } = experiment;
  const started_ms = Date.parse(started_at);
  const before_ms = pre_period === undefined ? BEFORE_MS : Date.parse(pre_period.to) - Date.parse(pre_period.from);
  return {
    ...{ workspace_id, experiment_id, unit, metric: metric.kind, started_ms, before_ms },
    arms: arms.map(({ name }) => name),
    control_place: arms.findIndex(({ name }) => name === control_arm) + 1,
    since_ms: started_ms - before_ms,
    until_ms: until.getTime(),
    known_ms: known.getTime(),
    window_ms: conversion_window_ms,
    placebo_ms: Math.round(Math.min(conversion_window_ms, before_ms * PLACEBO_SHARE_MAX)),
    ...{ slices: 1, slice: 0 },
    ...shiftsTo(currency),
  };
}
