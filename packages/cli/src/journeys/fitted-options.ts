import type { MarkovOrder } from '@touchline/attribution';
import { TouchlineError } from '@touchline/runtime';

const SAMPLES_MIN = 4;
const SAMPLES_MAX = 1_000_000;
const SEED_MAX = 2 ** 32 - 1;

/** Models that learn from all journeys first. */
export const FITTED_MODELS = ['markov', 'shapley'] as const;

/** A model that learns from all journeys what each channel is worth. */
export type FittedModel =
  | { readonly name: 'markov'; readonly order: MarkovOrder }
  /** Above 16 channels, random orders of them are drawn. */
  | { readonly name: 'shapley'; readonly samples: number | undefined; readonly seed: number };

export interface FittedOptions {
  readonly model: string;
  readonly weights?: string | undefined;
  readonly order?: string | undefined;
  readonly samples?: string | undefined;
}

/** The fitted model that is asked for, undefined where it is a rule model. @throws TouchlineError TL_INPUT_INVALID naming the option */
export function fittedModelOf({ model, weights, order, samples }: FittedOptions, seed: number): FittedModel | undefined {
  if (order !== undefined && model !== 'markov') throw invalid('--order', `the model \`${model}\` has none.`);
  if (samples !== undefined && model !== 'shapley') throw invalid('--samples', `the model \`${model}\` draws none.`);
  if (model !== 'markov' && model !== 'shapley') return undefined;
  if (weights !== undefined) throw invalid('--weights', `the model \`${model}\` takes none.`);
  if (model === 'markov') return { name: model, order: orderOf(order) };
  return { name: model, seed, samples: samples === undefined ? undefined : wholeOf(samples, '--samples', { least: SAMPLES_MIN, most: SAMPLES_MAX }) };
}

/** 0 where none is given. @throws TouchlineError TL_INPUT_INVALID */
export function seedOf(text: string | undefined): number {
  return text === undefined ? 0 : wholeOf(text, '--seed', { least: 0, most: SEED_MAX });
}

/** @throws TouchlineError TL_INPUT_INVALID */
export function wholeOf(text: string, option: string, { least, most }: { readonly least: number; readonly most: number }): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw invalid(option, `expected a whole number from ${least} to ${most}.`);
  return number;
}

function orderOf(text: string | undefined): MarkovOrder {
  const order = ([1, 2, 3, 4] as const).find((known) => String(known) === (text ?? '1'));
  if (order === undefined) throw invalid('--order', 'expected 1, 2, 3 or 4.');
  return order;
}

function invalid(option: string, message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', `${option}: ${message}`, option);
}
