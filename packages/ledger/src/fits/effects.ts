import {
  effectUnits,
  FITTED_MODELS,
  type FitLevel,
  type FittedLedgerModel,
  MarkovChain,
  type MarkovOrder,
  ownWeights,
  RemovalGame,
} from '@touchline/attribution';
import type { ChainBook } from './chain-book.js';

/** What one channel is worth to a fitted model. */
export interface FitChannel {
  readonly channel: string;
  readonly effect: number;
  readonly effect_units: number;
  readonly value_effect: number;
  /** Its effect's share of all conversions with a touch, and of their value: not the sum of the lines, which split each journey by itself. */
  readonly canonical_conversions: number;
  readonly canonical_value_minor: number;
  /** Of the canonical conversions, where Shapley values were drawn. */
  readonly standard_error: number | null;
}

/** A fitted model. */
export interface Fit {
  readonly model: FittedLedgerModel;
  readonly chain_order: number;
  readonly p_conversion: number;
  readonly samples: number;
  readonly channels: readonly FitChannel[];
}

export interface FitOptions {
  readonly level: FitLevel;
  readonly order: MarkovOrder;
  readonly seed: number;
}

interface Effects {
  readonly effects: ArrayLike<number>;
  readonly value_effects: ArrayLike<number>;
  readonly standard_errors?: ArrayLike<number> | undefined;
  readonly samples: number;
}

/** Markov of some order, and Shapley of the order-1 chain's removal game, from the counts of the journeys. */
export function fitted(names: readonly string[], books: { readonly markov: ChainBook; readonly shapley: ChainBook }, options: FitOptions): Fit[] {
  return FITTED_MODELS.map(({ name, model_version }) => {
    const book = books[name];
    const paths = book.paths(names);
    const chain = new MarkovChain(paths, name === 'markov' ? options.order : 1).effects();
    const found = name === 'markov' ? markov(chain) : shapley(new RemovalGame(paths, { seed: options.seed }).shares(ownWeights(paths)));
    const channels = channelsOf(paths.channels, found, book.totals);
    const effects = new Map(channels.map(({ channel, effect_units }) => [channel, effect_units]));
    const model = { name, model_version, level: options.level, effects };
    return { model, chain_order: name === 'markov' ? options.order : 1, p_conversion: chain.p_conversion, samples: found.samples, channels };
  });
}

function markov(chain: ReturnType<MarkovChain['effects']>): Effects {
  return { effects: chain.removal_effects, value_effects: chain.value_effects, samples: 0 };
}

function shapley(shares: ReturnType<RemovalGame['shares']>): Effects {
  return { effects: shares.conversions, value_effects: shares.values, standard_errors: shares.standard_errors, samples: shares.samples };
}

function channelsOf(names: readonly string[], found: Effects, totals: { readonly conversions: number; readonly value: number }): FitChannel[] {
  const [effects, values] = [Array.from(found.effects), Array.from(found.value_effects)];
  const [sum, valueSum] = [total(effects), total(values)];
  const units = effectUnits(new Map(names.map((channel, place) => [channel, effects[place] ?? 0])));
  return names.map((channel, place) => ({
    channel,
    effect: effects[place] ?? 0,
    effect_units: units.get(channel) ?? 0,
    value_effect: values[place] ?? 0,
    canonical_conversions: sum === 0 ? 0 : ((effects[place] ?? 0) / sum) * totals.conversions,
    canonical_value_minor: valueSum === 0 ? 0 : ((values[place] ?? 0) / valueSum) * totals.value,
    standard_error: found.standard_errors === undefined ? null : (found.standard_errors[place] ?? 0) * totals.conversions,
  }));
}

function total(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0);
}
