import { type FittedLedgerModel, type LedgerModel, MODELS } from '@touchline/attribution';

/** What a fitted model was fitted by, as far as it is told. */
interface FitParameters {
  readonly chain_order?: number;
  readonly samples?: number;
  readonly seed?: number;
  readonly fit_run_id?: string;
}

/** The models one run credits under. */
export interface RunModels {
  readonly rules: boolean;
  /** Empty before the first fit. */
  readonly fitted: readonly (FittedLedgerModel & FitParameters)[];
}

export function listOf({ rules, fitted }: RunModels): LedgerModel[] {
  return [...(rules ? MODELS : []), ...fitted];
}

export function namesOf(models: RunModels): string[] {
  return listOf(models).map(({ name }) => name);
}

/** With versions and parameters, as the run's row keeps them. Effects are not among them: table `fit_channels` has them, by run. */
export function modelsText(models: RunModels, half_life_ms: number): string {
  return JSON.stringify([
    ...(models.rules ? MODELS : []).map(({ name, model_version }) => ({ name, model_version, parameters: name === 'time_decay' ? { half_life_ms } : {} })),
    ...models.fitted.map(({ name, model_version, effects, ...parameters }) => ({ name, model_version, parameters })),
  ]);
}
