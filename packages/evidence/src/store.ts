import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { type KeptCalibration, keepCalibration } from './calibration/keep.js';
import type { LiftResult, LiftRun } from './result.js';

const TABLE = 'lift_results';
const RESULTS_MAX = 1_000;

/** Appends a run, and the factors that follow from it or why none does; the same run again changes nothing (I2). @throws TouchlineError TL_STORE_UNAVAILABLE */
export async function keepResult(warehouse: Warehouse, { run_id, result, inputs }: LiftRun): Promise<KeptCalibration> {
  const { workspace_id, experiment_id, as_of, grade, withheld, formula_version } = result;
  const first = result.comparisons[0];
  const effect = first?.fixed ?? first?.sequential ?? null;
  const row = {
    ...{ workspace_id, experiment_id, run_id, as_of, grade, formula_version, withheld },
    estimate: effect?.estimate ?? null,
    interval_low: effect?.interval?.[0] ?? null,
    interval_high: effect?.interval?.[1] ?? null,
    result: JSON.stringify(result),
    inputs: JSON.stringify(inputs),
  };
  // First, so that whoever dies between the two leaves factors of a result that is not there: nobody reads them, and a repeat completes them.
  const calibration = await keepCalibration(warehouse, { run_id, result, inputs });
  await warehouse.insertRows(TABLE, [row], { token: run_id });
  return calibration;
}

/** What was kept of an experiment, newest instant first. @throws TouchlineError TL_INPUT_INVALID for a limit above 1,000 */
export async function readResults(warehouse: Warehouse, workspace_id: string, experiment_id: string, limit: number = 100): Promise<LiftResult[]> {
  if (limit > RESULTS_MAX) throw new TouchlineError('TL_INPUT_INVALID', `At most ${RESULTS_MAX} results at once.`, 'limit');
  const rows = await warehouse.query<{ result: string }>(
    `SELECT result FROM ${TABLE} FINAL WHERE workspace_id = {workspace_id:String} AND experiment_id = {experiment_id:String} ORDER BY as_of DESC, run_id LIMIT {limit:UInt32}`,
    { workspace_id, experiment_id, limit },
  );
  return rows.map(({ result }) => JSON.parse(result) as LiftResult);
}
