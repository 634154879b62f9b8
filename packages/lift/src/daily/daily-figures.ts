import type { Entities } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { shiftsTo } from '../currency-shifts.js';
import { weekDays } from '../lottery/weeks.js';
import { FIGURES_TOLD, figuresOrderedStatement, type OrdersBy, UNITS_ASSIGNED } from '../sql.js';
import { dayOf, daysBetween, firstWholeDay, lastWholeDay } from './days.js';
import { preDays } from './pre-days.js';

type Experiment = Entities['experiment'];

export interface AssignedUnit {
  readonly unit: string;
  readonly arm: string;
  /** Empty where all were drawn together. */
  readonly stratum: string;
}

/** Figures by day of an experiment whose units are markets, creators or weeks, from which every estimator of such units works. */
export interface DailyFigures {
  /** Those in one arm, by name. */
  readonly units: readonly AssignedUnit[];
  /** Units told in more than one arm: in none of the others. */
  readonly both_arms: number;
  /** Every day looked at, oldest first; without that of the start, unless it began with it. */
  readonly days: readonly string[];
  /** The first day that counts: the first that lay whole after the start. */
  readonly first_day: string;
  /** By market or creator; for weeks one, `all`. `null` where nothing was told of a day that others told of. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  /** told: as markets report it; orders: counted from orders, where a day without any is 0. */
  readonly source: 'told' | 'orders';
  /** Of the figures; empty for counts. More than one cannot be added up. */
  readonly currencies: readonly string[];
  /** What was spent in each market by day, as told under the figure `spend`; only for `trimmed_match`, which needs it. */
  readonly spend: DailyFigures['series'] | null;
}

/** The figure under which markets report what was spent there. */
const SPEND = 'spend';

export interface DailyFiguresRequest {
  readonly warehouse: Warehouse;
  readonly workspace_id: string;
  /** The workspace's. */
  readonly currency: string;
  readonly time_zone: string;
  readonly experiment_id: string;
  readonly experiment: Experiment;
  /** Days that were not over by then are not looked at. */
  readonly until: Date;
  /** Only what had been received before this instant. */
  readonly known: Date;
}

interface Row {
  readonly series: string;
  readonly day: string;
  readonly value: number;
  readonly currency: string;
}

/** @throws TouchlineError TL_STORE_UNAVAILABLE */
export async function dailyFigures(request: DailyFiguresRequest): Promise<DailyFigures> {
  const { warehouse, experiment, time_zone, until } = request;
  const { units, both_arms } = await unitsOf(request);
  const first_day = firstWholeDay(new Date(experiment.started_at ?? until), time_zone);
  const from_day = experiment.unit === 'week' ? first_day : preDays(experiment, { first_day, time_zone });
  const to_day = experiment.unit === 'week' ? lastOf(units, lastWholeDay(until, time_zone)) : lastWholeDay(until, time_zone);
  const span = { from_day, to_day };
  const told = experiment.metric.kind === 'geo_outcome' ? await warehouse.query<Row>(FIGURES_TOLD, parametersOf(request, span, units)) : [];
  const ordered = told.length > 0 ? undefined : ordersBy(experiment);
  const rows =
    ordered === undefined ? told : await warehouse.query<Row>(figuresOrderedStatement(ordered, isRevenue(experiment)), parametersOf(request, span, units));
  const source = ordered === undefined ? 'told' : 'orders';
  const whole = wholeDays(daysBetween(from_day, to_day), { first_day, started_day: dayOf(new Date(experiment.started_at ?? until), time_zone) });
  const days = withoutEmptyStart(whole, rows, first_day);
  const currencies =
    source === 'orders' ? (isRevenue(experiment) ? [request.currency] : []) : [...new Set(rows.map(({ currency }) => currency))].filter((each) => each !== '');
  const spent =
    experiment.method === 'trimmed_match' ? await warehouse.query<Row>(FIGURES_TOLD, { ...parametersOf(request, span, units), metric: SPEND }) : null;
  // Nothing told of a day is nothing spent.
  const spend = spent === null ? null : seriesOf({ rows: spent, days, units, source: 'orders', unit: experiment.unit });
  return { units, both_arms, days, first_day, series: seriesOf({ rows, days, units, source, unit: experiment.unit }), source, currencies, spend };
}

async function unitsOf({ warehouse, workspace_id, experiment_id, experiment, known }: DailyFiguresRequest): Promise<Pick<DailyFigures, 'units' | 'both_arms'>> {
  const arms = experiment.arms.map(({ name }) => name);
  const rows = await warehouse.query<AssignedUnit>(UNITS_ASSIGNED, { workspace_id, experiment_id, arms, known_ms: known.getTime() });
  const told = new Map<string, number>();
  for (const { unit } of rows) told.set(unit, (told.get(unit) ?? 0) + 1);
  const units = rows.filter(({ unit }) => told.get(unit) === 1);
  return { units, both_arms: told.size - units.length };
}

/** Weeks beyond the last that was over do not count yet. */
function lastOf(units: readonly AssignedUnit[], last_day: string): string {
  const ends = units.map(({ unit }) => weekDays(unit).at(-1) ?? '').filter((day) => day <= last_day);
  return ends.sort().at(-1) ?? last_day;
}

const isRevenue = ({ metric }: Experiment) => metric.kind === 'revenue' || (metric.kind === 'geo_outcome' && metric.name === 'revenue');

/** Where the orders of a unit are found; undefined where its figure can only be told. */
function ordersBy({ unit, metric }: Experiment): OrdersBy | undefined {
  if (unit === 'creator') return 'creators';
  if (unit === 'week') return 'all';
  return metric.kind === 'geo_outcome' && (metric.name === 'orders' || metric.name === 'revenue') ? 'markets' : undefined;
}

function parametersOf(request: DailyFiguresRequest, span: { readonly from_day: string; readonly to_day: string }, units: readonly AssignedUnit[]) {
  const { workspace_id, experiment, time_zone, known, until, currency } = request;
  const { metric } = experiment;
  return {
    workspace_id,
    ...span,
    zone: time_zone,
    metric: metric.kind === 'geo_outcome' ? metric.name : metric.kind,
    series: units.map(({ unit }) => unit),
    known_ms: known.getTime(),
    until_ms: until.getTime(),
    // Whole days of any zone are within.
    since_ms: Date.parse(`${span.from_day}T00:00:00Z`) - 86_400_000,
    ...shiftsTo(currency),
  };
}

/** Without the day of the start, unless it began with it: half of it was before. */
function wholeDays(days: readonly string[], { first_day, started_day }: { readonly first_day: string; readonly started_day: string }): string[] {
  return days.filter((day) => day < started_day || day >= first_day);
}

/** Days before anything was there say nothing; those that count stay. */
function withoutEmptyStart(days: readonly string[], rows: readonly Row[], first_day: string): string[] {
  const first = rows.reduce((least, { day, value }) => (value !== 0 && day < least ? day : least), first_day);
  return days.filter((day) => day >= first);
}

interface Told {
  readonly rows: readonly Row[];
  readonly days: readonly string[];
  readonly units: readonly AssignedUnit[];
  readonly source: DailyFigures['source'];
  readonly unit: Experiment['unit'];
}

function seriesOf({ rows, days, units, source, unit }: Told): DailyFigures['series'] {
  const values = new Map<string, Map<string, number>>();
  for (const { series, day, value } of rows) values.set(series, (values.get(series) ?? new Map<string, number>()).set(day, value));
  const asked = unit === 'week' ? ['all'] : units.map((each) => each.unit);
  // Creators that nobody drew are of no use; markets that nobody drew may be what a market is compared with.
  const names = [...new Set(unit === 'geo' ? [...asked, ...values.keys()] : asked)].sort();
  const none = source === 'orders' ? 0 : null;
  return names.map((name) => ({ name, values: days.map((day) => values.get(name)?.get(day) ?? none) }));
}
