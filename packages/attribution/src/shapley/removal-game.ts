import { chainCounts, type RowWeights } from '../markov/counts.js';
import type { Paths } from '../markov/paths.js';
import { type ChainShape, chainShape } from '../markov/shape.js';
import { ChannelFlows } from './channel-flows.js';
import { EXACT_PLAYERS_MAX, shapleyOfCoalitions } from './coalitions.js';
import { type SampleOptions, sampleShapley } from './permutations.js';

/** Above 16 channels so many steps of work are spent where nobody says how many permutations to draw, within these bounds. */
const SAMPLED_STEPS = 2e9;
const SAMPLES_DEFAULT_MAX = 1_000;
const SAMPLES_DEFAULT_MIN = 32;

/** Shapley values of the removal game, by channel, as shares of what there is to credit: they sum to 1, or are all 0 where nothing is. */
export interface RemovalGameShares {
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  /** Of the shares of conversions, where they were drawn. */
  readonly standard_errors: Float64Array | undefined;
  /** Permutations drawn; 0 where every coalition was worked out. */
  readonly samples: number;
}

/**
 * The Markov removal game: v(S) = conversion probability of the fitted order-1 chain when all channels outside S are removed (Zhao, Mahboobi, Bagheri,
 * arXiv 1804.05327, with the chain’s probability in place of the observed rate). Monotone, so nobody’s credit is negative. Exact up to 16
 * channels; above, random orders and their reverses.
 */
export class RemovalGame {
  readonly #shape: ChainShape;
  readonly #channels: number;
  readonly #options: SampleOptions;

  constructor(paths: Paths, options: { readonly samples?: number | undefined; readonly seed?: number | undefined } = {}) {
    this.#shape = chainShape(paths, 1);
    this.#channels = paths.channels.length;
    this.#options = { samples: options.samples ?? samplesFor(this.#channels), seed: options.seed ?? 0 };
  }

  shares(weights: RowWeights): RemovalGameShares {
    const counts = chainCounts(this.#shape, weights);
    const flows = new ChannelFlows(this.#shape, counts, this.#channels);
    const { conversions, value } = counts.totals;
    const shareOf = (worths: Float64Array, total: number) => worths.map((worth) => (total === 0 ? 0 : worth / total));
    if (this.#channels <= EXACT_PLAYERS_MAX) {
      const worths = flows.coalitions();
      return {
        conversions: shareOf(shapleyOfCoalitions(this.#channels, worths.conversions), conversions),
        values: shareOf(shapleyOfCoalitions(this.#channels, worths.values), value),
        standard_errors: undefined,
        samples: 0,
      };
    }
    // Conversions, then their value: both come out of one elimination.
    const sampled = sampleShapley(this.#channels, { ...this.#options, games: 2 }, (order) => flows.marginals(order));
    return {
      conversions: shareOf(sampled.values.slice(0, this.#channels), conversions),
      values: shareOf(sampled.values.slice(this.#channels), value),
      standard_errors: shareOf(sampled.standard_errors.slice(0, this.#channels), conversions),
      samples: sampled.samples,
    };
  }
}

function samplesFor(channels: number): number {
  return Math.min(SAMPLES_DEFAULT_MAX, Math.max(SAMPLES_DEFAULT_MIN, Math.floor((3 * SAMPLED_STEPS) / channels ** 3)));
}
