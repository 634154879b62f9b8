import { attributePaths, type Model, PathBook, type Paths, type Weigh, weighByEffects } from '@touchline/attribution';
import type { FittedModel } from './fitted-options.js';
import type { Journeys } from './journeys.js';
import type { Order } from './orders.js';

/** Whether it learns before it credits. */
export function isFitted(model: Model | FittedModel): model is FittedModel {
  return model.name === 'markov' || model.name === 'shapley';
}

/** What a fitted model learned. */
export interface Fit {
  /** Journeys it learned from. */
  readonly conversions: number;
  readonly nulls: number;
  readonly p_conversion: number;
  /** By canonical conversions, then by name. */
  readonly channels: readonly ChannelFit[];
}

interface ChannelFit {
  readonly channel: string;
  /** Share of the conversions that is lost without the channel; of shapley too, of the chain of order 1. */
  readonly removal_effect: number;
  /** The channel’s credit in the aggregate, as `paths attribute` has it. Credit summed over journeys differs from it. */
  readonly canonical_conversions: number;
  /** Of the canonical conversions where they were drawn; null where they are exact. */
  readonly standard_error: number | null;
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
  const { p_conversion = 0, channels } = attributePaths(paths, model);
  return {
    conversions: sumOf(paths, 'conversions'),
    nulls: sumOf(paths, 'nulls'),
    p_conversion,
    channels: channels.map(({ channel, conversions, removal_effect = 0, uncertainty }) => {
      return { channel, removal_effect, canonical_conversions: conversions, standard_error: uncertainty?.standard_error ?? null };
    }),
  };
}

/** Splits a journey by what was learned: canonical conversions are in proportion to the effects of the channels. */
export function weighByFit({ channels }: Fit): Weigh {
  return weighByEffects(new Map(channels.map(({ channel, canonical_conversions }) => [channel, canonical_conversions])));
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
