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
  const passage = new Passage(chain);
  for (let channel = 0; channel < channels; channel += LANES) {
    passage.solve(statesOf.slice(channel, channel + LANES));
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
  /** Of each transition, where the lanes of the state it comes from begin. */
  readonly lanesFrom: Int32Array;
  /** By state, the visits that go on outside its component or end. */
  readonly leaks: Float64Array;

  constructor(shape: ChainShape, counts: ChainCounts) {
    this.shape = shape;
    this.counts = counts;
    this.parts = new Float64Array(shape.from.length);
    this.lanesFrom = shape.from.map((state) => state * LANES);
    this.leaks = counts.conversions.map((conversions, state) => conversions + (counts.nulls[state] ?? 0));
    for (let block = 0; block + 1 < shape.blocks.length; block += 1) {
      const first = shape.blocks[block] ?? 0;
      for (let state = first; state < (shape.blocks[block + 1] ?? 0); state += 1) this.#enter(state, first);
    }
  }

  /** @param first of the state’s component; what comes from before it comes from another one */
  #enter(state: number, first: number): void {
    const { shape, counts, parts, leaks } = this;
    const visits = counts.visits[state] ?? 0;
    for (let at = shape.incoming[state] ?? 0; at < (shape.incoming[state + 1] ?? 0); at += 1) {
      const [from, moved] = [shape.from[at] ?? 0, counts.moved[at] ?? 0];
      parts[at] = visits === 0 ? 0 : moved / visits;
      if (from < first) leaks[from] = (leaks[from] ?? 0) + moved;
    }
  }
}

/** Of one component: its states, and by lane what flows into them from outside it or from removed ones. */
interface Component {
  readonly first: number;
  readonly end: number;
  readonly inflow: Float64Array;
}

/** One system for each lane, solved together. */
class Passage {
  readonly #chain: Chain;
  /** w, by state and lane. */
  readonly #share: Float64Array;
  /** By state and lane, the visits that leave the state’s component or go on to a removed one. */
  readonly #leaks: Float64Array;
  /** Lanes that have this state removed, a bit each. */
  readonly #removed: Uint8Array;
  /** By lane, what of the shares at hand leaves the component that is swept; and the sums of one state. */
  readonly #out = new Float64Array(LANES);
  readonly #sums = new Float64Array(LANES);

  constructor(chain: Chain) {
    this.#chain = chain;
    const states = chain.shape.windows.length;
    this.#share = new Float64Array(states * LANES);
    this.#leaks = new Float64Array(states * LANES);
    this.#removed = new Uint8Array(states);
  }

  /** @param removed by lane, the states that are */
  solve(removed: readonly (readonly number[])[]): void {
    const { blocks } = this.#chain.shape;
    this.#remove(removed);
    for (let block = 0; block + 1 < blocks.length; block += 1) {
      const [first, end] = [blocks[block] ?? 0, blocks[block + 1] ?? 0];
      if (end - first === 1) this.#sweep(first, end);
      else this.#settle({ first, end, inflow: new Float64Array(LANES) }, removed.length);
    }
  }

  /** Σ over the states of w times what ends there. */
  total(ends: Float64Array, lane: number): number {
    let sum = 0;
    for (let state = 0; state < ends.length; state += 1) sum += (this.#share[state * LANES + lane] ?? 0) * (ends[state] ?? 0);
    return sum;
  }

  #remove(removed: readonly (readonly number[])[]): void {
    this.#share.fill(0);
    this.#removed.fill(0);
    for (const [lane, states] of removed.entries()) {
      for (const state of states) {
        if (this.#chain.counts.visits[state] === 0) continue;
        this.#removed[state] = (this.#removed[state] ?? 0) | (1 << lane);
        this.#share[state * LANES + lane] = 1;
      }
    }
  }

  #settle(component: Component, lanes: number): void {
    const { first, end, inflow } = component;
    this.#measure(component);
    if (inflow.every((flow) => flow === 0)) return;
    this.#begin(component);
    let [before, lowest, lowestSweep] = [0, Number.POSITIVE_INFINITY, 0];
    for (let sweep = 1; sweep <= SWEEPS_LAST; sweep += 1) {
      const change = this.#sweep(first, end);
      this.#scale(component);
      const rate = change / before;
      // What is still to come is a geometric series of changes.
      if (rate < 1 && (change * rate) / (1 - rate) <= ROUNDING) return;
      if (change <= ROUNDING_COARSE && sweep - lowestSweep >= STALLED_SWEEPS) return;
      if (change < lowest) [lowest, lowestSweep] = [change, sweep];
      before = change;
      if (sweep === SWEEPS_MAX && end - first <= ELIMINATED_STATES_MAX) {
        for (let lane = 0; lane < lanes; lane += 1) this.#eliminate(component, lane);
        return;
      }
    }
    throw new RangeError(`${end - first} states that lead to each other do not settle in ${SWEEPS_LAST} sweeps`);
  }

  /** What flows into the component’s other states from outside it or from removed ones, and where it can leave them again. */
  #measure(component: Component): void {
    const { first, end } = component;
    const [{ incoming, from }, removed] = [this.#chain.shape, this.#removed];
    for (let state = first; state < end; state += 1) {
      const leak = this.#chain.leaks[state] ?? 0;
      for (let lane = 0; lane < LANES; lane += 1) this.#leaks[state * LANES + lane] = this.#isRemoved(state, lane) ? 0 : leak;
    }
    for (let to = first; to < end; to += 1) {
      for (let at = incoming[to] ?? 0; at < (incoming[to + 1] ?? 0); at += 1) {
        const source = from[at] ?? 0;
        if (source < first || ((removed[to] ?? 0) | (removed[source] ?? 0)) !== 0) this.#measureMove(component, at, to);
      }
    }
  }

  #measureMove({ first, inflow }: Component, at: number, to: number): void {
    const [from, moved] = [this.#chain.shape.from[at] ?? 0, this.#chain.counts.moved[at] ?? 0];
    for (let lane = 0; lane < LANES; lane += 1) {
      const place = from * LANES + lane;
      const comesIn = from < first || this.#isRemoved(from, lane);
      if (!this.#isRemoved(to, lane)) {
        if (comesIn) inflow[lane] = (inflow[lane] ?? 0) + moved * (this.#share[place] ?? 0);
      } else if (!comesIn) this.#leaks[place] = (this.#leaks[place] ?? 0) + moved;
    }
  }

  #isRemoved(state: number, lane: number): boolean {
    return ((this.#removed[state] ?? 0) & (1 << lane)) !== 0;
  }

  /** Even shares to begin with, of which as much leaves the component as flows into it: where it is passed through often they are nearer than none. */
  #begin(component: Component): void {
    const [first, end] = [component.first * LANES, component.end * LANES];
    this.#share.fill(1, first, end);
    this.#out.fill(0);
    for (let place = first; place < end; place += 1) this.#out[place % LANES] = (this.#out[place % LANES] ?? 0) + (this.#leaks[place] ?? 0);
    this.#scale(component);
  }

  /** w of the states in turn from those that lead to them, and what of it leaves the component. @returns the largest relative change. */
  #sweep(first: number, end: number): number {
    const [{ incoming }, { parts, lanesFrom }] = [this.#chain.shape, this.#chain];
    const [share, sums] = [this.#share, this.#sums];
    this.#out.fill(0);
    let change = 0;
    let at = incoming[first] ?? 0;
    for (let state = first; state < end; state += 1) {
      // Every lane in a local of its own: this is where the time goes.
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let e = 0;
      let f = 0;
      let g = 0;
      let h = 0;
      for (const last = incoming[state + 1] ?? 0; at < last; at += 1) {
        const part = parts[at] ?? 0;
        const from = lanesFrom[at] ?? 0;
        a += part * (share[from] ?? 0);
        b += part * (share[from + 1] ?? 0);
        c += part * (share[from + 2] ?? 0);
        d += part * (share[from + 3] ?? 0);
        e += part * (share[from + 4] ?? 0);
        f += part * (share[from + 5] ?? 0);
        g += part * (share[from + 6] ?? 0);
        h += part * (share[from + 7] ?? 0);
      }
      sums[0] = a;
      sums[1] = b;
      sums[2] = c;
      sums[3] = d;
      sums[4] = e;
      sums[5] = f;
      sums[6] = g;
      sums[7] = h;
      change = this.#take(state, change);
    }
    return change;
  }

  /** The sums at hand as a state’s shares. @returns the larger of their relative change and the one before; divides only where that is passed */
  #take(state: number, before: number): number {
    const [share, leaks, sums, out, removed] = [this.#share, this.#leaks, this.#sums, this.#out, this.#removed[state] ?? 0];
    let change = before;
    for (let lane = 0; lane < LANES; lane += 1) {
      const place = state * LANES + lane;
      const figure = (removed & (1 << lane)) === 0 ? (sums[lane] ?? 0) : 1;
      const difference = Math.abs(figure - (share[place] ?? 0));
      if (difference > change * figure && figure >= SHARE_LEAST) change = difference / figure;
      share[place] = figure;
      out[lane] = (out[lane] ?? 0) + figure * (leaks[place] ?? 0);
    }
    return change;
  }

  /** Where a state is removed, all of its traffic has been in it. */
  #restore(state: number): void {
    for (let lane = 0; lane < LANES; lane += 1) if (this.#isRemoved(state, lane)) this.#share[state * LANES + lane] = 1;
  }

  /** One aggregate for the component (Koury, McAllister, Stewart 1984): without it a chain that ends seldom takes as many sweeps as its journeys have touches. */
  #scale({ first, end, inflow }: Component): void {
    const [share, removed] = [this.#share, this.#removed];
    const factors = inflow.map((flow, lane) => (this.#out[lane] === 0 ? 1 : flow / (this.#out[lane] ?? 1)));
    if (factors.every((factor) => Math.abs(factor - 1) <= SCALE_LEAST)) return;
    for (let place = first * LANES; place < end * LANES; place += 1) share[place] = (share[place] ?? 0) * (factors[place % LANES] ?? 1);
    for (let state = first; state < end; state += 1) if (removed[state] !== 0) this.#restore(state);
  }

  /** Directly, one lane: for components whose parts hardly meet, which sweeps get through too slowly. */
  #eliminate({ first, end }: Component, lane: number): void {
    const states = end - first;
    const [between, inflow] = [new Float64Array(states * states), new Float64Array(states)];
    const { shape, counts } = this.#chain;
    for (let to = first; to < end; to += 1) {
      if (this.#isRemoved(to, lane)) continue;
      for (let at = shape.incoming[to] ?? 0; at < (shape.incoming[to + 1] ?? 0); at += 1) {
        const [from, moved] = [shape.from[at] ?? 0, counts.moved[at] ?? 0];
        if (from >= first && !this.#isRemoved(from, lane)) between[(from - first) * states + to - first] = moved;
        else inflow[to - first] = (inflow[to - first] ?? 0) + moved * (this.#share[from * LANES + lane] ?? 0);
      }
    }
    const leaving = new Float64Array(states).map((_, state) => this.#leaks[(first + state) * LANES + lane] ?? 0);
    const shares = sharesOf(eliminate({ states, between, leaving }), inflow);
    for (let state = first; state < end; state += 1) {
      if (!this.#isRemoved(state, lane)) this.#share[state * LANES + lane] = shares[state - first] ?? 0;
    }
  }
}
