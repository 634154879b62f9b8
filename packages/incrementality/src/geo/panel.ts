import { z } from 'zod';
import { InputError } from '../input-error.js';
import { numbersOf, type Table, type TableRequest, textsOf } from '../table.js';
import { type Clock, clockOf, type Period, period, type Time } from './times.js';

const name = z.string().min(1);
const unitName = z.union([z.string().min(1), z.number()]).transform(String);

/** The keys of a spec that says which units were treated, and when. */
export const panelKeys = {
  csv: name,
  columns: z.strictObject({ unit: name, time: name, outcome: name }),
  treated: z.array(unitName).min(1),
  exclude: z.array(unitName).default([]),
  pre: period,
  post: period,
};

export interface PanelSpec {
  readonly csv: string;
  readonly columns: { readonly unit: string; readonly time: string; readonly outcome: string };
  readonly treated: readonly string[];
  readonly exclude: readonly string[];
  readonly pre: Period;
  readonly post: Period;
}

/** Units by times, complete, the pre period's times first. Donors and treated in the order of their names, whatever the file's. */
export interface Panel {
  readonly times: readonly Time[];
  /** How many of the times are before the treatment. */
  readonly pres: number;
  readonly treated: readonly string[];
  readonly donors: readonly string[];
  /** One series for each treated unit, then one for each donor; both as long as the times. */
  readonly treatedSeries: readonly (readonly number[])[];
  readonly donorSeries: readonly (readonly number[])[];
}

export function panelRequest({ csv, columns }: Pick<PanelSpec, 'csv' | 'columns'>): TableRequest {
  return { field: 'csv', file: csv, columns: new Map(Object.entries(columns).map(([field, column]) => [column, `columns.${field}`])) };
}

/** @throws InputError when a period is empty or in the wrong order, a unit is unknown, or a cell is missing or there twice. */
export function panelOf(spec: PanelSpec, table: Table | undefined): Panel {
  const cells = cellsOf(spec, table);
  const { clock } = cells;
  checkPeriods(spec, clock);
  const [before, after] = [timesWithin(cells, spec.pre), timesWithin(cells, spec.post)];
  if (before.length < 2) throw new InputError('The pre period has fewer than 2 times in the file.', 'pre');
  if (after.length === 0) throw new InputError('The post period has no time in the file.', 'post');
  const treated = [...new Set(spec.treated)].sort();
  spec.treated.forEach((unit, place) => {
    if (!cells.units.has(unit)) throw new InputError(`The file has no unit \`${unit}\`.`, `treated.${place}`);
  });
  spec.exclude.forEach((unit, place) => {
    if (treated.includes(unit)) throw new InputError(`\`${unit}\` is treated and cannot be excluded.`, `exclude.${place}`);
  });
  const out = new Set([...treated, ...spec.exclude]);
  const donors = [...cells.units.keys()].filter((unit) => !out.has(unit)).sort();
  if (donors.length === 0) throw new InputError('No unit is left to compare with.', 'exclude');
  const times = [...before, ...after];
  const series = (units: readonly string[]): number[][] => units.map((unit) => seriesOf(cells, unit, times));
  return { times, pres: before.length, treated, donors, treatedSeries: series(treated), donorSeries: series(donors) };
}

interface Cells {
  readonly clock: Clock;
  /** Unit → time → outcome. */
  readonly units: ReadonlyMap<string, ReadonlyMap<Time, number>>;
  readonly times: readonly Time[];
}

/** @throws InputError naming the line that says again what another said */
export function cellsOf(spec: Pick<PanelSpec, 'columns'> & { readonly pre?: Period; readonly post?: Period }, table: Table | undefined): Cells {
  if (table === undefined) throw new InputError('The file was not read.', 'csv');
  const { columns } = spec;
  const [names, texts] = [textsOf(table, columns.unit, 'columns.unit'), textsOf(table, columns.time, 'columns.time')];
  const outcomes = numbersOf(table, columns.outcome, 'columns.outcome');
  const clock = clockOf([...texts, ...(spec.pre ?? []), ...(spec.post ?? [])]);
  const units = new Map<string, Map<Time, number>>();
  names.forEach((unit, row) => {
    const [at, outcome] = [clock.of(texts[row] ?? ''), outcomes[row] ?? Number.NaN];
    const own = units.get(unit) ?? new Map<Time, number>();
    units.set(unit, own);
    if (own.has(at)) throw new InputError(`\`${unit}\` has a second row for ${at}.`, 'columns.time', table.lines[row]);
    own.set(at, outcome);
  });
  const times = [...new Set(texts.map(clock.of))].sort(clock.compare);
  return { clock, units, times };
}

function timesWithin({ clock, times }: Cells, bounds: Period): Time[] {
  return times.filter((at) => clock.within(at, bounds));
}

/** @throws InputError when the unit lacks one of the times */
export function seriesOf({ units }: Cells, unit: string, times: readonly Time[]): number[] {
  return times.map((at) => {
    const outcome = units.get(unit)?.get(at);
    if (outcome === undefined) throw new InputError(`\`${unit}\` has no row for ${at}; exclude it, or fill the gap.`, 'columns.outcome');
    return outcome;
  });
}

function checkPeriods({ pre, post }: PanelSpec, clock: Clock): void {
  if (clock.compare(pre[0], pre[1]) > 0) throw new InputError('The pre period ends before it begins.', 'pre');
  if (clock.compare(post[0], post[1]) > 0) throw new InputError('The post period ends before it begins.', 'post');
  if (clock.compare(pre[1], post[0]) >= 0) throw new InputError('The post period must begin after the pre period has ended.', 'post');
}

/** The treated units as one: their mean at each time. */
export function treatedMean({ treatedSeries, times }: Panel): number[] {
  return times.map((_, at) => treatedSeries.reduce((sum, series) => sum + (series[at] ?? 0), 0) / treatedSeries.length);
}
