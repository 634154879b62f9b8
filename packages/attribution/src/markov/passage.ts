import type { ChainCounts } from './counts.js';
import { eliminate, sharesOf } from './elimination.js';
import type { Losses } from './order-one.js';
import type { ChainShape } from './shape.js';

/** Channels that are removed side by side: what is read of the chain serves all of them. A bit of a byte each. */
const LANES = 8;
/** A relative error that is rounding. */
const ROUNDING = 1e-14;
/** Sums of thousands of terms round coarser: a change below this that has stopped falling for some sweeps is rounding as well. */
const ROUNDING_COARSE = 1e-12;
const STALLED_SWEEPS = 6;
/** A scale nearer to 1 than this is rounding too, and would only stir up what has settled. */
const SCALE_LEAST = 1e-13;
/** Shares below this are nothing beside any other, and too near the smallest double to settle. */
const SHARE_LEAST = 1e-250;
/** Sweeps after which a component is eliminated instead, where it is small enough. */
const SWEEPS_MAX = 400;
const ELIMINATED_STATES_MAX = 2_048;
/** Larger ones are swept on; a chain of this patience has journeys of millions of touches on end. */
const SWEEPS_LAST = 20_000;

/**
 * What every channel’s removal costs, at any order, each as a sparse system of its own: the share w_j of a state’s traffic that has been in
 * a state with the channel. w = 1 in those states, and elsewhere w_j · visits_j = Σ_i w_i · moved_ij, in counts. What is lost is
 * Σ_i w_i · conversions_i, a sum of positive figures: the effect of a rare channel is as exact as that of a common one, which
 * 1 − P₋c / P would not be. Solved component by component along the chain: most have one state and take one step; the others
 * are swept (Gauss–Seidel, scaled after each sweep so that what flows into the component leaves it) until nothing changes but rounding.
 */
export function passageLosses(shape: ChainShape, counts: ChainCounts, channels: number): Losses {
  const losses = { conversions: new Float64Array(channels), values: new Float64Array(channels) };
  const chain = new Chain(shape, counts);
  const statesOf: number[][] = Array.from({ length: channels }, () => []);
  for (const [state, window] of shape.windows.entries()) for (const channel of new Set(window)) statesOf[channel]?.push(state);
  for (let channel = 0; channel < channels; channel += LANES) {
    const passage = new Passage(chain, statesOf.slice(channel, channel + LANES));
    passage.solve();
    for (let lane = 0; lane < LANES && channel + lane < channels; lane += 1) {
      losses.conversions[channel + lane] = passage.total(counts.conversions, lane);
      losses.values[channel + lane] = passage.total(counts.values, lane);
    }
  }
  return losses;
}

/** What all removals share. */
class Chain {
  readonly shape: ChainShape;
  readonly counts: ChainCounts;
  /** Of each transition, its part of the visits of the state it leads to. */
  readonly parts: Float64Array;
  /** By state, the visits that go on outside its component or end. */
  readonly leaks: Float64Array;
  readonly blockOf: Int32Array;

  constructor(shape: ChainShape, counts: ChainCounts) {
    this.shape = shape;
    this.counts = counts;
    const states = shape.windows.length;
    this.parts = new Float64Array(shape.from.length);
    this.leaks = new Float64Array(states);
    this.blockOf = new Int32Array(states);
    for (let block = 0; block + 1 < shape.blocks.length; block += 1) this.blockOf.fill(block, shape.blocks[block], shape.blocks[block + 1]);
    for (let state = 0; state < states; state += 1) {
      this.leaks[state] = (this.leaks[state] ?? 0) + (counts.conversions[state] ?? 0) + (counts.nulls[state] ?? 0);
      const visits = counts.visits[state] ?? 0;
      for (let at = shape.incoming[state] ?? 0; at < (shape.incoming[state + 1] ?? 0); at += 1) {
        const [from, moved] = [shape.from[at] ?? 0, counts.moved[at] ?? 0];
        this.parts[at] = visits === 0 ? 0 : moved / visits;
        if (this.blockOf[from] !== this.blockOf[state]) this.leaks[from] = (this.leaks[from] ?? 0) + moved;
      }
    }
  }
}

/** One system for each lane, solved together. */
class Passage {
  readonly #chain: Chain;
  /** w, by state and lane. */
  readonly #share: Float64Array;
  /** Lanes that have this state removed, a bit each. */
  readonly #removed: Uint8Array;
  /** Lanes in use, a bit each. */
  readonly #lanes: number;
  /** By lane, what of the shares at hand leaves the component that is swept; and the sums of one state. */
  readonly #out = new Float64Array(LANES);
  readonly #sums = new Float64Array(LANES);

  constructor(chain: Chain, removed: readonly (readonly number[])[]) {
    this.#chain = chain;
    const states = chain.shape.windows.length;
    this.#share = new Float64Array(states * LANES);
    this.#removed = new Uint8Array(states);
    this.#lanes = 2 ** removed.length - 1;
    for (const [lane, list] of removed.entries()) {
      for (const state of list) {
        if (chain.counts.visits[state] === 0) continue;
        this.#removed[state] = (this.#removed[state] ?? 0) | (1 << lane);
        this.#share[state * LANES + lane] = 1;
      }
    }
  }

  solve(): void {
    const { blocks } = this.#chain.shape;
    for (let block = 0; block + 1 < blocks.length; block += 1) {
      const [first, end] = [blocks[block] ?? 0, blocks[block + 1] ?? 0];
      if (end - first === 1) this.#sweep(first, end);
      else this.#component(first, end);
    }
  }

  /** Σ over the states of w times what ends there. */
  total(ends: Float64Array, lane: number): number {
    let sum = 0;
    for (let state = 0; state < ends.length; state += 1) sum += (this.#share[state * LANES + lane] ?? 0) * (ends[state] ?? 0);
    return sum;
  }

  #component(first: number, end: number): void {
    const balance = new Balance(first, end);
    this.#measure(balance);
    if (balance.inflow.every((inflow) => inflow === 0)) return;
    this.#begin(first, end);
    let [before, lowest, lowestSweep] = [0, Number.POSITIVE_INFINITY, 0];
    for (let sweep = 1; sweep <= SWEEPS_LAST; sweep += 1) {
      const change = this.#sweep(first, end, balance.leaks);
      this.#scale(balance);
      const rate = change / before;
      // What is still to come is a geometric series of changes.
      if (rate < 1 && (change * rate) / (1 - rate) <= ROUNDING) return;
      if (change <= ROUNDING_COARSE && sweep - lowestSweep >= STALLED_SWEEPS) return;
      if (change < lowest) [lowest, lowestSweep] = [change, sweep];
      before = change;
      if (sweep === SWEEPS_MAX && end - first <= ELIMINATED_STATES_MAX) {
        this.#eliminate(balance);
        return;
      }
    }
    throw new RangeError(`${end - first} states that lead to each other do not settle in ${SWEEPS_LAST} sweeps`);
  }

  /** Even shares to begin with: in a component that is passed through often they are nearer than none. */
  #begin(first: number, end: number): void {
    for (let state = first; state < end; state += 1) this.#share.fill(1, state * LANES, (state + 1) * LANES);
  }

  /** w of the states in turn from those that lead to them, and what of it leaves the component. @returns the largest relative change. */
  #sweep(first: number, end: number, leaks?: Float64Array): number {
    this.#out.fill(0);
    let change = 0;
    for (let state = first; state < end; state += 1) {
      this.#sum(state);
      change = this.#settle(state, change);
      if (leaks !== undefined) this.#leave(state, leaks, (state - first) * LANES);
    }
    return change;
  }

  /** Σ over the states that lead to a state, every lane in a local of its own: this is where the time goes. */
  #sum(state: number): void {
    const { incoming, from } = this.#chain.shape;
    const [parts, share, sums] = [this.#chain.parts, this.#share, this.#sums];
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    const end = incoming[state + 1] ?? 0;
    for (let at = incoming[state] ?? 0; at < end; at += 1) {
      const part = parts[at] ?? 0;
      const base = (from[at] ?? 0) * LANES;
      a += part * (share[base] ?? 0);
      b += part * (share[base + 1] ?? 0);
      c += part * (share[base + 2] ?? 0);
      d += part * (share[base + 3] ?? 0);
      e += part * (share[base + 4] ?? 0);
      f += part * (share[base + 5] ?? 0);
      g += part * (share[base + 6] ?? 0);
      h += part * (share[base + 7] ?? 0);
    }
    sums[0] = a;
    sums[1] = b;
    sums[2] = c;
    sums[3] = d;
    sums[4] = e;
    sums[5] = f;
    sums[6] = g;
    sums[7] = h;
  }

  /** @returns the larger of a state’s relative change and the one before; divides only where that is passed. */
  #settle(state: number, before: number): number {
    const [share, sums, removed] = [this.#share, this.#sums, this.#removed[state] ?? 0];
    let change = before;
    for (let lane = 0; lane < LANES; lane += 1) {
      const place = state * LANES + lane;
      const figure = (removed & (1 << lane)) === 0 ? (sums[lane] ?? 0) : 1;
      const difference = Math.abs(figure - (share[place] ?? 0));
      if (difference > change * figure && figure >= SHARE_LEAST) change = difference / figure;
      share[place] = figure;
    }
    return change;
  }

  #leave(state: number, leaks: Float64Array, base: number): void {
    const [share, out] = [this.#share, this.#out];
    for (let lane = 0; lane < LANES; lane += 1) out[lane] = (out[lane] ?? 0) + (share[state * LANES + lane] ?? 0) * (leaks[base + lane] ?? 0);
  }

  /** What flows into the component’s other states from outside it or from removed ones, and where it can leave them again. */
  #measure(balance: Balance): void {
    const { shape, leaks } = this.#chain;
    for (let state = balance.first; state < balance.end; state += 1) {
      const removed = this.#removed[state] ?? 0;
      const base = (state - balance.first) * LANES;
      for (let lane = 0; lane < LANES; lane += 1) balance.leaks[base + lane] = (removed & (1 << lane)) === 0 ? (leaks[state] ?? 0) : 0;
    }
    for (let state = balance.first; state < balance.end; state += 1) {
      for (let at = shape.incoming[state] ?? 0; at < (shape.incoming[state + 1] ?? 0); at += 1) this.#measureMove(balance, at, state);
    }
  }

  #measureMove({ first, inflow, leaks }: Balance, at: number, to: number): void {
    const { shape, counts, blockOf } = this.#chain;
    const [from, moved] = [shape.from[at] ?? 0, counts.moved[at] ?? 0];
    const inside = blockOf[from] === blockOf[to];
    const [toRemoved, fromRemoved] = [this.#removed[to] ?? 0, this.#removed[from] ?? 0];
    if (inside && (toRemoved | fromRemoved) === 0) return;
    for (let lane = 0; lane < LANES; lane += 1) {
      const bit = 1 << lane;
      const comesIn = !inside || (fromRemoved & bit) !== 0;
      if ((toRemoved & bit) === 0) {
        if (comesIn) inflow[lane] = (inflow[lane] ?? 0) + moved * (this.#share[from * LANES + lane] ?? 0);
      } else if (!comesIn) leaks[(from - first) * LANES + lane] = (leaks[(from - first) * LANES + lane] ?? 0) + moved;
    }
  }

  /** One aggregate for the component (Koury, McAllister, Stewart 1984): without it a chain that ends seldom takes as many sweeps as its journeys have touches. */
  #scale({ first, end, inflow }: Balance): void {
    const factors = inflow.map((flow, lane) => (this.#out[lane] === 0 ? 1 : flow / (this.#out[lane] ?? 1)));
    if (factors.every((factor) => Math.abs(factor - 1) <= SCALE_LEAST)) return;
    for (let state = first; state < end; state += 1) {
      const removed = this.#removed[state] ?? 0;
      for (let lane = 0; lane < LANES; lane += 1) {
        const place = state * LANES + lane;
        if ((removed & (1 << lane)) === 0) this.#share[place] = (this.#share[place] ?? 0) * (factors[lane] ?? 1);
      }
    }
  }

  /** Directly, lane by lane: for components whose parts hardly meet, which sweeps get through too slowly. */
  #eliminate(balance: Balance): void {
    for (let lane = 0; lane < LANES && (this.#lanes & (1 << lane)) !== 0; lane += 1) this.#eliminateLane(balance, lane);
  }

  #eliminateLane({ first, end, leaks }: Balance, lane: number): void {
    const states = end - first;
    const stays = (state: number) => ((this.#removed[state] ?? 0) & (1 << lane)) === 0;
    const [between, inflow] = [new Float64Array(states * states), new Float64Array(states)];
    const { shape, counts, blockOf } = this.#chain;
    for (let to = first; to < end; to += 1) {
      if (!stays(to)) continue;
      for (let at = shape.incoming[to] ?? 0; at < (shape.incoming[to + 1] ?? 0); at += 1) {
        const [from, moved] = [shape.from[at] ?? 0, counts.moved[at] ?? 0];
        if (blockOf[from] === blockOf[to] && stays(from)) between[(from - first) * states + to - first] = moved;
        else inflow[to - first] = (inflow[to - first] ?? 0) + moved * (this.#share[from * LANES + lane] ?? 0);
      }
    }
    const leaving = new Float64Array(states).map((_, state) => leaks[state * LANES + lane] ?? 0);
    const shares = sharesOf(eliminate({ states, between, leaving }), inflow);
    for (let state = first; state < end; state += 1) if (stays(state)) this.#share[state * LANES + lane] = shares[state - first] ?? 0;
  }
}

/** Of one component and by lane: what flows in, and by state what can leave. */
class Balance {
  readonly first: number;
  readonly end: number;
  readonly inflow = new Float64Array(LANES);
  readonly leaks: Float64Array;

  constructor(first: number, end: number) {
    this.first = first;
    this.end = end;
    this.leaks = new Float64Array((end - first) * LANES);
  }
}
