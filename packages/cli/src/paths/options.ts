import type { BootstrapOptions, MarkovOrder, PathModel, Transform } from '@touchline/attribution';
import { TouchlineError } from '@touchline/runtime';
import { RULE_MODELS, ruleModelOf, transformOf } from '../journeys/options.js';

/** A path has no instants, so it cannot decay. */
export const PATH_MODELS = [...RULE_MODELS.filter((name) => name !== 'time_decay'), 'markov', 'shapley'] as const;

const REPLICATES_MAX = 10_000;
const SAMPLES_MAX = 1_000_000;
const SEED_MAX = 2 ** 32 - 1;

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
  const seed = options.seed === undefined ? 0 : wholeOf(options.seed, '--seed', { least: 0, most: SEED_MAX });
  const replicates = options.bootstrap === undefined ? undefined : wholeOf(options.bootstrap, '--bootstrap', { least: 2, most: REPLICATES_MAX });
  return {
    model: modelOf(options, seed),
    transform: transformOf(options.transform),
    bootstrap: replicates === undefined ? undefined : { replicates, seed },
    transitions: options.transitions === true,
  };
}

function modelOf({ model, weights, order, samples }: PathOptions, seed: number): PathModel {
  if (order !== undefined && model !== 'markov') throw invalid('--order', `the model \`${model}\` has none.`);
  if (samples !== undefined && model !== 'shapley') throw invalid('--samples', `the model \`${model}\` draws none.`);
  if (weights !== undefined && (model === 'markov' || model === 'shapley')) throw invalid('--weights', `the model \`${model}\` takes none.`);
  if (model === 'markov') return { name: model, order: orderOf(order) };
  if (model === 'shapley') {
    return { name: model, seed, samples: samples === undefined ? undefined : wholeOf(samples, '--samples', { least: 4, most: SAMPLES_MAX }) };
  }
  if (!PATH_MODELS.some((known) => known === model)) throw invalid('--model', `\`${model}\` is none of ${PATH_MODELS.join(', ')}.`);
  const rule = ruleModelOf({ model, halfLife: '7d', ...(weights === undefined ? {} : { weights }) });
  if (rule.name === 'time_decay') throw invalid('--model', 'a path has no instants to decay by.');
  return rule;
}

function orderOf(text: string | undefined): MarkovOrder {
  const order = ([1, 2, 3, 4] as const).find((known) => String(known) === (text ?? '1'));
  if (order === undefined) throw invalid('--order', 'expected 1, 2, 3 or 4.');
  return order;
}

function wholeOf(text: string, option: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw invalid(option, `expected a whole number from ${least} to ${most}.`);
  return number;
}

function invalid(option: string, message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', `${option}: ${message}`, option);
}
