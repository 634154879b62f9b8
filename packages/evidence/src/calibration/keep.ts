import { type CalibrationFactor, calibrationFactor } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import type { LiftRun } from '../result.js';
import { type Attributed, attributedTo } from './attributed.js';
import { type MeasuredLift, measuredOf } from './measured.js';
import { type Caveat, type Refusal, refusal } from './reasons.js';

const FACTORS = 'calibrations';
const REFUSALS = 'calibrations_refused';

/** Of one model, how much of its credit a result found to be caused. */
export interface KeptFactor extends CalibrationFactor {
  readonly model: string;
  readonly basis: string;
  readonly caveat: Caveat;
  readonly attributed: number;
  readonly incremental: number;
}

/** Of one model, or (empty) of all, why there is no factor. */
export interface KeptRefusal extends Refusal {
  readonly model: string;
}

export interface KeptCalibration {
  readonly factors: readonly KeptFactor[];
  readonly refusals: readonly KeptRefusal[];
}

/**
 * Keeps how much of each model's credit a result found to be caused, beside the result, or why nothing can be said of it; the same result again changes
 * nothing (I2). Nothing is made of grade C, of what a guard withheld, of a redirect holdout (it measures a landing page, never the post), of figures that are not
 * credited, and of an experiment that names no link, creator or campaign.
 * @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function keepCalibration(warehouse: Warehouse, run: LiftRun): Promise<KeptCalibration> {
  const { run_id, result, inputs } = run;
  const { workspace_id, experiment_id } = result;
  const measured = measuredOf(result, inputs);
  const kept = typeof measured === 'string' ? { factors: [], refusals: [{ model: '', ...refusal(measured) }] } : await heldAgainst(warehouse, run, measured);
  const head = { workspace_id, experiment_id, run_id };
  const covered = typeof measured === 'string' ? {} : measured.covered;
  if (kept.factors.length > 0)
    await warehouse.insertRows(
      FACTORS,
      kept.factors.map((factor) => ({ ...head, ...covered, ...rowOf(factor) })),
      { token: run_id },
    );
  if (kept.refusals.length > 0)
    await warehouse.insertRows(
      REFUSALS,
      kept.refusals.map(({ model, reason }) => ({ ...head, model, reason })),
    );
  return kept;
}

async function heldAgainst(warehouse: Warehouse, { result, inputs }: LiftRun, measured: MeasuredLift): Promise<KeptCalibration> {
  const credited = await attributedTo({ warehouse, result, inputs, measured });
  if (credited.length === 0) return { factors: [], refusals: [{ model: '', ...refusal('nothing_attributed') }] };
  const factors: KeptFactor[] = [];
  const refusals: KeptRefusal[] = [];
  for (const each of credited) {
    const factor = factorOf(measured, each, result.grade);
    if (typeof factor === 'string') refusals.push({ model: each.model, ...refusal(factor) });
    else
      factors.push({
        ...{ model: each.model, basis: measured.basis, caveat: measured.caveat, attributed: each.sum, incremental: measured.figure.estimate },
        ...factor,
      });
  }
  return { factors, refusals };
}

function factorOf({ figure, until_ms }: MeasuredLift, { sum, margin }: Attributed, grade: LiftRun['result']['grade']) {
  return calibrationFactor({ grade, withheld: false, incremental: figure, attributed: sum, attributed_margin: margin, measured_at_ms: until_ms });
}

function rowOf({ interval, measured_at_ms, ...factor }: KeptFactor): object {
  return { ...factor, factor_low: interval[0], factor_high: interval[1], measured_at: new Date(measured_at_ms).toISOString() };
}
