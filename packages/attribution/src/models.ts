import { decayShares, type EndWeights, endShares, firstShares, lastShares, linearShares, type ModelTouch, placeShares, uniqueShares } from './rule-models.js';

/** A rule model with its parameters. Fitted models (Markov, Shapley) widen this union when they come. */
export type Model =
  | { readonly name: 'first' }
  | { readonly name: 'last' }
  | { readonly name: 'linear' }
  | { readonly name: 'linear_unique' }
  | { readonly name: 'position'; readonly ends?: EndWeights }
  | { readonly name: 'j_shaped' }
  | { readonly name: 'inverse_j' }
  | { readonly name: 'time_decay'; readonly half_life_ms: number }
  | { readonly name: 'custom'; readonly weights: readonly number[] };

export type ModelName = Model['name'];

const POSITION: EndWeights = { first: 40, middle: 20, last: 40 };
const J_SHAPED: EndWeights = { first: 20, middle: 20, last: 60 };
const INVERSE_J: EndWeights = { first: 60, middle: 20, last: 20 };

/**
 * Unnormalised weights of the touches, in their order. Whole numbers wherever the model allows it, so that what is split
 * by them is split exactly.
 */
export function shares(model: Model, touches: readonly ModelTouch[]): number[] {
  const count = touches.length;
  if (count === 0) return [];
  switch (model.name) {
    case 'first':
      return firstShares(count);
    case 'last':
      return lastShares(count);
    case 'linear':
      return linearShares(count);
    case 'linear_unique':
      return uniqueShares(touches);
    case 'position':
      return endShares(count, model.ends ?? POSITION);
    case 'j_shaped':
      return endShares(count, J_SHAPED);
    case 'inverse_j':
      return endShares(count, INVERSE_J);
    case 'time_decay':
      return decayShares(touches, model.half_life_ms);
    case 'custom':
      return placeShares(count, model.weights);
  }
}

/** Weights of the touches, in their order, summing to 1; none for a journey without touches. */
export function weights(model: Model, touches: readonly ModelTouch[]): number[] {
  const parts = shares(model, touches);
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/** A model the ledger runs; its version rises when its figures would change, so that old lines are taken back. */
export interface RuleLedgerModel {
  readonly name: 'first' | 'last' | 'linear' | 'position' | 'time_decay';
  readonly model_version: number;
}

/** What the ledger tells channels apart by. */
export type FitLevel = 'creator' | 'campaign' | 'platform' | 'post' | 'link';

/** A model that was fitted to all journeys: each conversion is split in proportion to the effects of the channels present. */
export interface FittedLedgerModel {
  readonly name: 'markov' | 'shapley';
  readonly model_version: number;
  /** Effects are not additive over groups: they are those of this level, and the lines roll up from it. */
  readonly level: FitLevel;
  /** By channel, see `effectUnits`. */
  readonly effects: ReadonlyMap<string, number>;
}

export type LedgerModel = RuleLedgerModel | FittedLedgerModel;

/** The fitted models, with the versions of how their lines are made. */
export const FITTED_MODELS = [
  { name: 'markov', model_version: 1 },
  { name: 'shapley', model_version: 1 },
] as const;

/** The rule models every conversion is credited under. */
export const MODELS: readonly RuleLedgerModel[] = [
  { name: 'first', model_version: 1 },
  { name: 'last', model_version: 1 },
  { name: 'linear', model_version: 1 },
  { name: 'position', model_version: 1 },
  { name: 'time_decay', model_version: 2 },
];
