import { MarkovChain, type MarkovOrder, type Model, ownWeights, PathBook, type Paths, RemovalGame } from '@touchline/attribution';
import type { Journeys } from './journeys.js';
import type { Order } from './orders.js';

/** A model that learns from all journeys what each channel is worth. */
export type FittedModel =
  | { readonly name: 'markov'; readonly order: MarkovOrder }
  /** Above 16 channels, random orders of them are drawn. */
  | { readonly name: 'shapley'; readonly samples: number | undefined; readonly seed: number };

export function isFitted(model: Model | FittedModel): model is FittedModel {
  return model.name === 'markov' || model.name === 'shapley';
}

/** What a fitted model learned. The canonical credit is effect / Σ effects × conversions; credit summed over journeys differs from it. */
export interface Fit {
  /** Journeys it learned from. */
  readonly conversions: number;
  readonly nulls: number;
  readonly p_conversion: number;
  /** By effect, then by name. */
  readonly channels: readonly ChannelFit[];
}

interface ChannelFit {
  readonly channel: string;
  /** Of markov the removal effect, of shapley the share of the conversions. */
  readonly effect: number;
  /** Of the effect where it was drawn; null where it is exact. */
  readonly standard_error: number | null;
  readonly canonical_conversions: number;
}

export interface FitOptions {
  readonly journeys: Journeys;
  readonly orders: readonly Order[];
  /** Persons from this number on never converted. */
  readonly converted_persons: number;
  readonly persons: number;
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Fits the model to every credited journey and every null journey, channels left out included. */
export function fit(model: FittedModel, options: FitOptions): Fit {
  const paths = pathsOf(options);
  const { effects, standard_errors } = effectsOf(model, paths);
  const [conversions, nulls] = [sumOf(paths, 'conversions'), sumOf(paths, 'nulls')];
  const all = effects.reduce((sum, effect) => sum + effect, 0);
  const channels = paths.channels.map((channel, index) => {
    const effect = effects[index] ?? 0;
    return { channel, effect, standard_error: standard_errors?.[index] ?? null, canonical_conversions: all === 0 ? 0 : (effect / all) * conversions };
  });
  const p_conversion = conversions === 0 ? 0 : conversions / (conversions + nulls);
  return { conversions, nulls, p_conversion, channels: channels.sort((one, other) => other.effect - one.effect || (one.channel < other.channel ? -1 : 1)) };
}

interface Effects {
  /** By channel, in the order of the paths’ channels. */
  readonly effects: Float64Array;
  readonly standard_errors?: Float64Array | undefined;
}

function effectsOf(model: FittedModel, paths: Paths): Effects {
  if (model.name === 'markov') return { effects: new MarkovChain(paths, model.order).effects().removal_effects };
  const { conversions, standard_errors } = new RemovalGame(paths, model).shares(ownWeights(paths));
  return { effects: conversions, standard_errors };
}

function sumOf(paths: Paths, name: 'conversions' | 'nulls'): number {
  return paths.rows.reduce((sum, row) => sum + row[name], 0);
}

/**
 * A conversion’s journey each, and one null journey for each person who never converted: the touches that would count at the instant of the person’s last
 * touch between `from` and `to`.
 */
function pathsOf({ journeys, orders, converted_persons, persons, from_ms, to_ms }: FitOptions): Paths {
  const book = new PathBook({ name: 'all' });
  for (const { person, at_ms } of orders) book.add(journeys.channels(journeys.at(person, at_ms)), { conversions: 1, value: 0, nulls: 0 });
  for (let person = converted_persons; person < persons; person += 1) {
    const at_ms = journeys.lastTouchMs(person, from_ms, to_ms);
    if (at_ms !== undefined) book.add(journeys.channels(journeys.at(person, at_ms)), { conversions: 0, value: 0, nulls: 1 });
  }
  return book.paths();
}
