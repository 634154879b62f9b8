import type { ChainCounts } from '../markov/counts.js';
import type { ChainShape } from '../markov/shape.js';

/** Columns after those of the channels: what ends there. */
const ENDS = 3;
const CONVERSIONS = 0;
const VALUES = 1;
const NULLS = 2;

/** Worth of every coalition, a bit for each of its channels: conversions and value that are left when all others are removed. */
export interface Worths {
  readonly conversions: Float64Array;
  readonly values: Float64Array;
}

/**
 * The order-1 chain as counts between channels, from which channels are taken one after the other: a removed one sends what enters it to null, a kept one
 * hands it on in proportion to what leaves it (its pivot a sum, so nothing cancels). When none is left, what flows from the start into
 * conversion is the worth of those kept.
 */
export class ChannelFlows {
  readonly #channels: number;
  readonly #width: number;
  /** A row for each channel and one for the start. */
  readonly #flows: Float64Array;

  constructor(shape: ChainShape, counts: ChainCounts, channels: number) {
    this.#channels = channels;
    this.#width = channels + ENDS;
    this.#flows = new Float64Array((channels + 1) * this.#width);
    const channelOf = (state: number) => shape.windows[state]?.[0] ?? 0;
    for (let state = 0; state < shape.windows.length; state += 1) {
      const channel = channelOf(state);
      this.#flows[channels * this.#width + channel] = counts.begun[state] ?? 0;
      const ends = channel * this.#width + channels;
      this.#flows[ends + CONVERSIONS] = counts.conversions[state] ?? 0;
      this.#flows[ends + VALUES] = counts.values[state] ?? 0;
      this.#flows[ends + NULLS] = counts.nulls[state] ?? 0;
      for (let at = shape.incoming[state] ?? 0; at < (shape.incoming[state + 1] ?? 0); at += 1) {
        this.#flows[channelOf(shape.from[at] ?? 0) * this.#width + channel] = counts.moved[at] ?? 0;
      }
    }
  }

  /**
   * All 2ⁿ coalitions by deciding on one channel after the other: what is common to coalitions is worked out once, so that they take a
   * few dozen steps each, not n³.
   */
  coalitions(): Worths {
    const depths = Array.from({ length: this.#channels }, () => new Float64Array(this.#flows.length));
    const worths = { conversions: new Float64Array(2 ** this.#channels), values: new Float64Array(2 ** this.#channels) };
    this.#decide({ depth: 0, coalition: 0 }, [this.#flows, ...depths], worths);
    return worths;
  }

  /** @returns by channel what it adds to those before it in conversions, then by channel the same in value */
  marginals(order: ArrayLike<number>): Float64Array {
    const flows = this.#ordered(order);
    const added = new Float64Array(this.#channels * 2);
    for (let place = 0; place < this.#channels; place += 1) {
      const channel = order[place] ?? 0;
      const start = this.#channels * this.#width;
      const share = shareOf(flows[start + place] ?? 0, this.#out(flows, place));
      const ends = place * this.#width + this.#channels;
      added[channel] = share * (flows[ends + CONVERSIONS] ?? 0);
      added[this.#channels + channel] = share * (flows[ends + VALUES] ?? 0);
      this.#keep(flows, flows, place);
    }
    return added;
  }

  #decide(at: { readonly depth: number; readonly coalition: number }, depths: readonly Float64Array[], worths: Worths): void {
    const { depth, coalition } = at;
    const [flows, next] = [depths[depth], depths[depth + 1]];
    if (flows === undefined) return;
    if (depth === this.#channels || next === undefined) {
      const ends = this.#channels * this.#width + this.#channels;
      worths.conversions[coalition] = flows[ends + CONVERSIONS] ?? 0;
      worths.values[coalition] = flows[ends + VALUES] ?? 0;
      return;
    }
    this.#remove(flows, next, depth);
    this.#decide({ depth: depth + 1, coalition }, depths, worths);
    this.#keep(flows, next, depth);
    this.#decide({ depth: depth + 1, coalition: coalition | (1 << depth) }, depths, worths);
  }

  /** What flows out of a channel to those after it and to the ends. */
  #out(flows: Float64Array, channel: number): number {
    const row = channel * this.#width;
    let out = (flows[row + this.#channels + CONVERSIONS] ?? 0) + (flows[row + this.#channels + NULLS] ?? 0);
    for (let column = channel + 1; column < this.#channels; column += 1) out += flows[row + column] ?? 0;
    return out;
  }

  #keep(flows: Float64Array, next: Float64Array, channel: number): void {
    const out = this.#out(flows, channel);
    const kept = channel * this.#width;
    for (let other = channel + 1; other <= this.#channels; other += 1) {
      const row = other * this.#width;
      const share = shareOf(flows[row + channel] ?? 0, out);
      if (share === 0 && next === flows) continue;
      for (let column = channel + 1; column < this.#width; column += 1) next[row + column] = (flows[row + column] ?? 0) + share * (flows[kept + column] ?? 0);
      // What comes back to where it was is no flow; the start’s row has no such column.
      if (other < this.#channels) next[row + other] = 0;
    }
  }

  #remove(flows: Float64Array, next: Float64Array, channel: number): void {
    for (let other = channel + 1; other <= this.#channels; other += 1) {
      const row = other * this.#width;
      for (let column = channel + 1; column < this.#width; column += 1) next[row + column] = flows[row + column] ?? 0;
      const nulls = row + this.#channels + NULLS;
      next[nulls] = (next[nulls] ?? 0) + (flows[row + channel] ?? 0);
    }
  }

  #ordered(order: ArrayLike<number>): Float64Array {
    const [channels, width] = [this.#channels, this.#width];
    const ordered = new Float64Array(this.#flows.length);
    for (let place = 0; place <= channels; place += 1) {
      const [from, to] = [(place === channels ? channels : (order[place] ?? 0)) * width, place * width];
      for (let column = 0; column < channels; column += 1) ordered[to + column] = this.#flows[from + (order[column] ?? 0)] ?? 0;
      ordered.set(this.#flows.subarray(from + channels, from + width), to + channels);
    }
    return ordered;
  }
}

function shareOf(part: number, all: number): number {
  return all === 0 ? 0 : part / all;
}
