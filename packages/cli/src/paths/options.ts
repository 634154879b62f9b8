import type { BootstrapOptions, PathModel, Transform } from '@touchline/attribution';
import { TouchlineError } from '@touchline/runtime';
import { fittedModelOf, seedOf, wholeOf } from '../journeys/fitted-options.js';
import { RULE_MODELS, ruleModelOf, transformOf } from '../journeys/options.js';

/** A path has no instants, so it cannot decay. */
export const PATH_MODELS = [...RULE_MODELS.filter((name) => name !== 'time_decay'), 'markov', 'shapley'] as const;

const REPLICATES_MAX = 10_000;

export interface PathOptions {
  readonly model: string;
  readonly transform: string;
  readonly order?: string;
  readonly weights?: string;
  readonly bootstrap?: string;
  readonly seed?: string;
  readonly samples?: string;
  readonly transitions?: boolean;
}

/** What is asked of a file of paths. */
export interface PathRequest {
  readonly model: PathModel;
  readonly transform: Transform;
  readonly bootstrap: BootstrapOptions | undefined;
  readonly transitions: boolean;
}

/** @throws TouchlineError TL_INPUT_INVALID naming the option */
export function pathRequestOf(options: PathOptions): PathRequest {
  const fitted = options.model === 'markov' || options.model === 'shapley';
  if (options.transitions === true && !fitted) throw invalid('--transitions', `the model \`${options.model}\` fits no chain.`);
  const seed = seedOf(options.seed);
  const replicates = options.bootstrap === undefined ? undefined : wholeOf(options.bootstrap, '--bootstrap', { least: 2, most: REPLICATES_MAX });
  return {
    model: modelOf(options, seed),
    transform: transformOf(options.transform),
    bootstrap: replicates === undefined ? undefined : { replicates, seed },
    transitions: options.transitions === true,
  };
}

function modelOf({ model, weights, order, samples }: PathOptions, seed: number): PathModel {
  const fitted = fittedModelOf({ model, weights, order, samples }, seed);
  if (fitted !== undefined) return fitted;
  if (!PATH_MODELS.some((known) => known === model)) throw invalid('--model', `\`${model}\` is none of ${PATH_MODELS.join(', ')}.`);
  const rule = ruleModelOf({ model, halfLife: '7d', ...(weights === undefined ? {} : { weights }) });
  if (rule.name === 'time_decay') throw invalid('--model', 'a path has no instants to decay by.');
  return rule;
}

function invalid(option: string, message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', `${option}: ${message}`, option);
}
