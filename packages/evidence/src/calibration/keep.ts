import { type CalibrationFactor, calibrationFactor } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import type { Experiment, LiftInputs, LiftResult, LiftRun } from '../result.js';
import { ATTRIBUTED } from '../sql.js';

const TABLE = 'calibrations';

interface AttributedRow {
  readonly model: string;
  readonly units: number;
  readonly orders: number;
  readonly revenue_minor: number;
}

/** What both sides are counted in. */
type Basis = 'units' | 'orders' | 'revenue_minor';
const BASIS: Readonly<Partial<Record<Experiment['metric']['kind'], Basis>>> = { conversion_rate: 'units', orders: 'orders', revenue: 'revenue_minor' };

/**
 * Keeps how much of each model's credit a result found to be caused, beside the result; the same result again changes nothing (I2). Nothing is kept of
 * grade C, of what a guard withheld, of a redirect holdout (it measures a landing page, never the post), of units that are no people, and of an
 * experiment that names no link, creator or campaign: there is no credit to hold it against.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function keepCalibration(warehouse: Warehouse, { run_id, result, inputs }: LiftRun): Promise<void> {
  const { scope } = inputs.experiment;
  const measured = measuredOf(result, inputs);
  if (measured === undefined) return;
  const attributed = await attributedTo(warehouse, result, { inputs, measured });
  const rows = attributed.flatMap((row) => {
    const { basis, figure } = measured;
    const factor = calibrationFactor({
      grade: result.grade,
      withheld: result.withheld.length > 0,
      incremental: figure,
      attributed: row[basis],
      measured_at_ms: measured.until_ms,
    });
    return typeof factor === 'string' ? [] : [rowOf(factor, { model: row.model, attributed: row[basis], incremental: figure.estimate })];
  });
  const head = { workspace_id: result.workspace_id, experiment_id: result.experiment_id, run_id, basis: measured.basis };
  const scoped = { link_ids: scope.link_ids, creator_ids: scope.creator_ids, campaign_ids: scope.campaign_ids };
  if (rows.length > 0)
    await warehouse.insertRows(
      TABLE,
      rows.map((row) => ({ ...head, ...scoped, ...row })),
      { token: run_id },
    );
}

interface MeasuredLift {
  readonly basis: Basis;
  readonly arm: string;
  readonly figure: { readonly estimate: number; readonly interval: readonly [number | null, number | null] | null };
  /** What the estimate looked at ends here. */
  readonly until_ms: number;
}

/** Of several arms the first that is compared, as everywhere. */
function measuredOf(result: LiftResult, { experiment, sums }: LiftInputs): MeasuredLift | undefined {
  const { scope, design, metric } = experiment;
  const basis = BASIS[metric.kind];
  const [comparison] = result.comparisons;
  if (basis === undefined || comparison === undefined || sums === null || design === 'redirect_holdout' || result.withheld.length > 0) return undefined;
  if (scope.link_ids.length + scope.creator_ids.length + scope.campaign_ids.length === 0) return undefined;
  const figure = basis === 'revenue_minor' ? comparison.incremental?.revenue_minor : comparison.incremental?.conversions;
  if (figure == null) return undefined;
  const until = comparison.fixed === null ? result.as_of : result.planned_end;
  return { basis, arm: comparison.arm, figure, until_ms: Date.parse(until) };
}

function attributedTo(
  warehouse: Warehouse,
  result: LiftResult,
  { inputs, measured }: { inputs: LiftInputs; measured: MeasuredLift },
): Promise<AttributedRow[]> {
  const { scope, unit, conversion_window_ms } = inputs.experiment;
  return warehouse.query<AttributedRow>(ATTRIBUTED, {
    workspace_id: result.workspace_id,
    experiment_id: result.experiment_id,
    unit,
    arm: measured.arm,
    link_ids: scope.link_ids,
    creator_ids: scope.creator_ids,
    campaign_ids: scope.campaign_ids,
    started_ms: Date.parse(result.started_at),
    until_ms: measured.until_ms,
    known_ms: Date.parse(result.as_of),
    window_ms: conversion_window_ms,
  });
}

function rowOf({ grade, factor, interval, measured_at_ms }: CalibrationFactor, told: { model: string; attributed: number; incremental: number }): object {
  return { ...told, grade, factor, factor_low: interval[0], factor_high: interval[1], measured_at: new Date(measured_at_ms).toISOString() };
}
