import { type ChainCounts, chainCounts, ownWeights, type RowWeights } from './counts.js';
import { type Losses, orderOneLosses } from './order-one.js';
import { passageLosses } from './passage.js';
import type { Paths } from './paths.js';
import { type ChainShape, chainShape } from './shape.js';

export type MarkovOrder = 1 | 2 | 3 | 4;

/** Up to here factors of the whole chain are the fastest way; their cost grows with the cube of the states. */
const FACTORED_STATES_MAX = 512;
/** Journeys that enter a state leave it; counts of them that differ by more than rounding are a mistake of ours. */
const BALANCE_TOLERANCE = 1e-9;

/** What an absorbing chain fitted to journeys says of each channel (Anderl et al. 2016). */
export interface ChannelEffects {
  /** P(conversion) of the chain, which is conversions / journeys: 0 where there is no journey. */
  readonly p_conversion: number;
  /** By channel, in the order of the paths’ channels: RE_c = 1 − P₋c / P, the share of the conversions that is lost without it. */
  readonly removal_effects: Float64Array;
  /** The same of the expected value, each conversion weighing the mean value of those that left from its last state. */
  readonly value_effects: Float64Array;
}

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly probability: number;
}

const START = '(start)';
const CONVERSION = '(conversion)';
const NULL = '(null)';

/**
 * An absorbing Markov chain of order k over the paths: start → states → conversion | null, a state being the window of the last k touches. Fitted once; asked
 * for the effects under any weights of the rows, as a bootstrap does.
 */
export class MarkovChain {
  readonly #paths: Paths;
  readonly #shape: ChainShape;

  constructor(paths: Paths, order: MarkovOrder) {
    this.#paths = paths;
    this.#shape = chainShape(paths, order);
  }

  /** Exact: no simulation. */
  effects(weights: RowWeights = ownWeights(this.#paths)): ChannelEffects {
    const [shape, counts, channels] = [this.#shape, chainCounts(this.#shape, weights), this.#paths.channels.length];
    assertBalance(shape, counts);
    const factored = shape.order === 1 && shape.windows.length <= FACTORED_STATES_MAX;
    const losses = factored ? orderOneLosses(shape, counts, channels) : passageLosses(shape, counts, channels);
    return effectsOf(losses, counts);
  }

  /** Every transition with its probability, by the states it leads from and to; states of several touches are joined as paths are. */
  transitions(): Transition[] {
    const [shape, counts] = [this.#shape, chainCounts(this.#shape, ownWeights(this.#paths))];
    const nameOf = (state: number) => (shape.windows[state] ?? []).map((channel) => this.#paths.channels[channel] ?? '').join(' > ');
    const transitions: Transition[] = [];
    const add = (from: string, to: string, probability: number) => {
      if (probability > 0) transitions.push({ from, to, probability });
    };
    const share = (part: number | undefined, all: number | undefined) => (all === undefined || all === 0 ? 0 : (part ?? 0) / all);
    for (const state of shape.windows.keys()) {
      const name = nameOf(state);
      add(START, name, share(counts.begun[state], counts.totals.journeys));
      for (let at = shape.incoming[state] ?? 0; at < (shape.incoming[state + 1] ?? 0); at += 1) {
        const from = shape.from[at] ?? 0;
        add(nameOf(from), name, share(counts.moved[at], counts.visits[from]));
      }
      add(name, CONVERSION, share(counts.conversions[state], counts.visits[state]));
      add(name, NULL, share(counts.nulls[state], counts.visits[state]));
    }
    return transitions.sort((one, other) => byText(one.from, other.from) || byText(one.to, other.to));
  }
}

/** Start first, absorbing states last, by name between them. */
function byText(one: string, other: string): number {
  const rank = (name: string) => (name === START ? 0 : name === CONVERSION ? 2 : name === NULL ? 3 : 1);
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  return one < other ? -1 : one > other ? 1 : 0;
}

function effectsOf(losses: Losses, { totals }: ChainCounts): ChannelEffects {
  const { journeys, conversions, value } = totals;
  return {
    p_conversion: journeys === 0 ? 0 : conversions / journeys,
    removal_effects: losses.conversions.map((lost) => (conversions === 0 ? 0 : Math.min(1, lost / conversions))),
    value_effects: losses.values.map((lost) => (value === 0 ? 0 : Math.min(1, lost / value))),
  };
}

/**
 * The chain’s expected visits x solve x = start + x·Q and nothing else does. The counted visits solve it when as many journeys leave every state as enter it;
 * then P(conversion) = Σ x_s · r_s is conversions / journeys. So this is that identity, asserted on every fit.
 */
function assertBalance(shape: ChainShape, counts: ChainCounts): void {
  const left = counts.conversions.map((conversions, state) => conversions + (counts.nulls[state] ?? 0));
  for (let at = 0; at < shape.from.length; at += 1) {
    const from = shape.from[at] ?? 0;
    left[from] = (left[from] ?? 0) + (counts.moved[at] ?? 0);
  }
  for (const [state, visits] of counts.visits.entries()) {
    if (Math.abs((left[state] ?? 0) - visits) > BALANCE_TOLERANCE * visits) throw new Error(`the chain does not balance in state ${state}`);
  }
}
