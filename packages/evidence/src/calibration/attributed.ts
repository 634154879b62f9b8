import { normalQuantile } from '@touchline/incrementality';
import type { Warehouse } from '@touchline/warehouse';
import { entitiesAt } from '../entities-at.js';
import type { LiftInputs, LiftResult } from '../result.js';
import { ATTRIBUTED, ATTRIBUTED_UNITS } from '../sql.js';
import type { Cell, Cells } from './cells.js';
import { extraCredit, type UnitCredit } from './extra-credit.js';
import type { Basis, MeasuredLift } from './measured.js';

const DAY_MS = 86_400_000;

/** What one model credited the units with that were measured, in the measure's own basis. */
export interface Attributed {
  readonly model: string;
  readonly sum: number;
  /** Half the width of its interval, at the confidence of what was measured. */
  readonly margin: number;
}

type Row = { readonly model: string; readonly unit: string } & Readonly<Record<Basis | `${'units' | 'orders' | 'revenue'}_squares`, number>>;
const SQUARES = { units: 'units_squares', orders: 'orders_squares', revenue_minor: 'revenue_squares' } as const;

interface Asked {
  readonly warehouse: Warehouse;
  readonly result: LiftResult;
  readonly inputs: LiftInputs;
  readonly measured: MeasuredLift;
}

/**
 * What every model credits an experiment's scope with of the units, days and orders that its effect is about. Orders come as they come, each with its part: a
 * compound Poisson sum, whose variance is the sum of the parts' squares (Ross, Introduction to Probability Models, compound Poisson processes).
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function attributedTo(asked: Asked): Promise<Attributed[]> {
  const { measured } = asked;
  const z = normalQuantile(1 - measured.alpha / 2);
  const { cells } = measured;
  const sums = cells === undefined ? totals(await ofPeople(asked), measured) : await ofUnits(asked, cells);
  return [...sums].map(([model, { sum, variance }]) => ({ model, sum, margin: z * Math.sqrt(variance) }));
}

interface Sum {
  readonly sum: number;
  readonly variance: number;
}

function ofPeople({ warehouse, result, inputs, measured }: Asked): Promise<Row[]> {
  const { unit, conversion_window_ms } = inputs.experiment;
  return warehouse.query<Row>(ATTRIBUTED, {
    workspace_id: result.workspace_id,
    experiment_id: result.experiment_id,
    unit,
    arm: measured.arm,
    ...measured.covered,
    started_ms: Date.parse(result.started_at),
    until_ms: measured.until_ms,
    known_ms: Date.parse(result.as_of),
    window_ms: conversion_window_ms,
  });
}

async function ofUnits(asked: Asked, cells: Cells): Promise<ReadonlyMap<string, Sum>> {
  const treated = await creditOn(asked, cells.treated);
  if (asked.measured.caveat !== 'extra_spend') return totals(treated, asked.measured);
  const control = await creditOn(asked, cells.control);
  const treated_before = await creditOn(asked, cells.treated_before);
  const control_before = await creditOn(asked, cells.control_before);
  return new Map(
    [...new Set(treated.map(({ model }) => model))].map((model) => {
      const of = (rows: readonly Row[], units: readonly Cell[]) =>
        creditOf(
          rows.filter((row) => row.model === model),
          { units, measured: asked.measured },
        );
      const credit = { treated: of(treated, cells.treated), control: of(control, cells.control) };
      const before = { treated: of(treated_before, cells.treated), control: of(control_before, cells.control) };
      return [model, extraCredit({ ...credit, days: cells.days }, { ...before, days: cells.days_before })];
    }),
  );
}

/** Units that nothing is credited of have nothing, and are none the less units. */
function creditOf(rows: readonly Row[], { units, measured: { basis } }: { readonly units: readonly Cell[]; readonly measured: MeasuredLift }): UnitCredit[] {
  const byUnit = new Map(rows.map((row) => [row.unit, row]));
  return units.map(({ unit }) => {
    const row = byUnit.get(unit);
    return { sum: row?.[basis] ?? 0, squares: row?.[SQUARES[basis]] ?? 0 };
  });
}

function totals(rows: readonly Row[], { basis }: MeasuredLift): ReadonlyMap<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const row of rows) {
    const { sum, variance } = sums.get(row.model) ?? { sum: 0, variance: 0 };
    sums.set(row.model, { sum: sum + row[basis], variance: variance + row[SQUARES[basis]] });
  }
  return sums;
}

async function creditOn({ warehouse, result, inputs, measured }: Asked, cells: readonly Cell[]): Promise<Row[]> {
  if (cells.length === 0) return [];
  const { workspace_id, as_of } = result;
  const { workspace } = await entitiesAt(warehouse, workspace_id, new Date(as_of));
  const [first = ''] = cells.map(({ from_day }) => from_day).sort();
  return warehouse.query<Row>(ATTRIBUTED_UNITS, {
    workspace_id,
    by: inputs.experiment.unit,
    zone: workspace.time_zone,
    ...measured.covered,
    units: cells.map(({ unit }) => unit),
    // Of both sides: what an order's market is does not go by whose credit is asked for.
    names: [...new Set([cells, measured.cells?.treated ?? [], measured.cells?.control ?? []].flat().map(({ unit }) => unit))],
    from_days: cells.map(({ from_day }) => from_day),
    to_days: cells.map(({ to_day }) => to_day),
    // Whole days of any zone are within.
    since_ms: Date.parse(`${first}T00:00:00Z`) - DAY_MS,
    known_ms: Date.parse(as_of),
  });
}
