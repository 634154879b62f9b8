import { type FittedLedgerModel, type LedgerModel, MODELS } from '@touchline/attribution';

/** The models one run credits under. */
export interface RunModels {
  readonly rules: boolean;
  /** Empty before the first fit. */
  readonly fitted: readonly FittedLedgerModel[];
}

export function listOf({ rules, fitted }: RunModels): LedgerModel[] {
  return [...(rules ? MODELS : []), ...fitted];
}

export function namesOf(models: RunModels): string[] {
  return listOf(models).map(({ name }) => name);
}

/** With versions and parameters, as the run's row keeps them. Effects are not among them: table `fit_channels` has them, by run. */
export function modelsText(models: RunModels, half_life_ms: number): string {
  return JSON.stringify(
    listOf(models).map((model) => {
      const { name, model_version } = model;
      if ('level' in model) return { name, model_version, parameters: { level: model.level } };
      return { name, model_version, parameters: name === 'time_decay' ? { half_life_ms } : {} };
    }),
  );
}
