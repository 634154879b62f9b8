import { FITTED_MODELS, type FitLevel, type FittedLedgerModel } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { SQL } from '../sql.js';

interface FitRow {
  readonly model: string;
  readonly model_version: number;
  readonly level: FitLevel;
  readonly effects: readonly [channel: string, effect_units: number | string][];
}

/** The fitted models conversions are credited under: those of the newest finished fit; none before the first. */
export async function readFitted(warehouse: Warehouse, workspace_id: string): Promise<FittedLedgerModel[]> {
  const rows = await warehouse.query<FitRow>(SQL.fits, { workspace_id });
  return FITTED_MODELS.flatMap(({ name, model_version }) => {
    const row = rows.find(({ model }) => model === name);
    if (row === undefined) return [];
    return [{ name, model_version, level: row.level, effects: new Map(row.effects.map(([channel, units]) => [channel, Number(units)])) }];
  });
}
