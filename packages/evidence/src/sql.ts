import { readFileSync } from 'node:fs';

/** Statements stand in the package's folder `sql`, beside `dist` and `src` alike. */
function statement(name: string): string {
  return readFileSync(new URL(`../sql/${name}.sql`, import.meta.url), 'utf8').trimEnd();
}

export const ENTITIES_AT = statement('entities_at');
export const COSTS = statement('costs');
export const ATTRIBUTED = statement('attributed');
export const ATTRIBUTED_UNITS = statement('attributed_units');
export const CALIBRATION_REFUSALS = statement('calibration_refusals');
export const CALIBRATION_FACTORS = statement('calibration_factors');
export const CREDIT_BY_FACTOR = statement('credit_by_factor');
