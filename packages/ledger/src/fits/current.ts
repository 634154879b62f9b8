import { FITTED_MODELS, type FitLevel, type FittedLedgerModel, type MarkovOrder } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { SQL } from '../sql.js';

interface FitRow {
  readonly model: string;
  readonly model_version: number;
  readonly level: FitLevel;
  readonly chain_order: MarkovOrder;
  readonly fit_run_id: string;
  readonly effects: readonly [channel: string, effect_units: number | string][];
}

/** A fitted model with what it was fitted by. */
export interface FitInForce extends FittedLedgerModel {
  readonly chain_order: MarkovOrder;
  /** The run that fitted it. */
  readonly fit_run_id: string;
}

/** How a workspace was fitted last. */
export interface LastFit {
  readonly level: FitLevel;
  readonly order: MarkovOrder;
}

/** The fitted models conversions are credited under: those of the newest finished fit; none before the first. */
export async function readFitted(warehouse: Warehouse, workspace_id: string): Promise<FitInForce[]> {
  const rows = await warehouse.query<FitRow>(SQL.fits, { workspace_id });
  return FITTED_MODELS.flatMap(({ name, model_version }) => {
    const row = rows.find(({ model }) => model === name);
    if (row === undefined) return [];
    const { level, chain_order, fit_run_id } = row;
    return [{ name, model_version, level, chain_order, fit_run_id, effects: new Map(row.effects.map(([channel, units]) => [channel, Number(units)])) }];
  });
}

/** By what level and order the workspace's newest finished fit was made; undefined before the first. */
export async function readLastFit(warehouse: Warehouse, workspace_id: string): Promise<LastFit | undefined> {
  const markov = (await readFitted(warehouse, workspace_id)).find(({ name }) => name === 'markov');
  return markov === undefined ? undefined : { level: markov.level, order: markov.chain_order };
}
