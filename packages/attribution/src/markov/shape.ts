import { components } from './components.js';
import type { Paths } from './paths.js';

/** Above this a pair of states is no whole number a double holds exactly. */
const STATES_MAX = 2 ** 26;
/** A table of all pairs of so many states takes 16 MB. */
const TABLE_STATES_MAX = 2_048;

/**
 * Which states and transitions journeys go through at an order, without how often: that changes with every bootstrap replicate, this does not.
 * States are numbered along the way: components (see `blocks`) in topological order.
 */
export interface ChainShape {
  readonly order: number;
  /** The channels of each state: the window of the last `order` touches, all of them for a journey that is shorter. */
  readonly windows: readonly (readonly number[])[];
  /** Transitions by the state they lead to: those into state s are `incoming[s]` … `incoming[s + 1] − 1`. */
  readonly incoming: Int32Array;
  /** The state a transition comes from. */
  readonly from: Int32Array;
  /** Where each strongly connected set of states begins, and the number of states at the end. */
  readonly blocks: Int32Array;
  /** Per row of the paths its first and last state, and its transitions: `rowTransitions[rowStarts[r]]` … . */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly rowStarts: Int32Array;
  readonly rowTransitions: Int32Array;
}

/** States and transitions of the rows, numbered as they are met. */
interface Met {
  readonly windows: (readonly number[])[];
  readonly from: number[];
  readonly to: number[];
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly rowStarts: Int32Array;
  readonly rowTransitions: Int32Array;
}

/** The shape of the order-k chain; adjacent identical states are one (specified so that a repeated channel is no transition). */
export function chainShape(paths: Paths, order: number): ChainShape {
  const met = walk(paths, order);
  const nodes = met.windows.length;
  if (nodes > STATES_MAX) throw new RangeError(`a chain has at most ${STATES_MAX} states`);
  const { order: along, starts } = components({ nodes, from: met.from, to: met.to });
  const renumbered = new Int32Array(nodes);
  for (const [place, state] of along.entries()) renumbered[state] = place;
  const stateOf = (state: number) => renumbered[state] ?? 0;

  const keys = Float64Array.from(met.from, (from, index) => stateOf(met.to[index] ?? 0) * STATES_MAX + stateOf(from));
  const sorted = keys.toSorted();
  const places = new Map(Array.from(sorted, (key, place) => [key, place]));
  const incoming = new Int32Array(nodes + 1);
  for (const key of sorted) incoming[Math.floor(key / STATES_MAX) + 1] = (incoming[Math.floor(key / STATES_MAX) + 1] ?? 0) + 1;
  for (let state = 0; state < nodes; state += 1) incoming[state + 1] = (incoming[state + 1] ?? 0) + (incoming[state] ?? 0);
  const placeOf = Int32Array.from(keys, (key) => places.get(key) ?? 0);
  return {
    order,
    windows: Array.from(along, (state) => met.windows[state] ?? []),
    incoming,
    from: Int32Array.from(sorted, (key) => key % STATES_MAX),
    blocks: starts,
    first: met.first.map(stateOf),
    last: met.last.map(stateOf),
    rowStarts: met.rowStarts,
    rowTransitions: met.rowTransitions.map((transition) => placeOf[transition] ?? 0),
  };
}

function walk({ rows, channels }: Paths, order: number): Met {
  const states = new States(order, channels.length);
  const transitions = new Transitions(order === 1 ? channels.length : STATES_MAX);
  // A row has at most as many transitions as steps.
  const rowTransitions = new Int32Array(rows.reduce((steps, row) => steps + row.steps.length, 0));
  const [first, last, rowStarts] = [new Int32Array(rows.length), new Int32Array(rows.length), new Int32Array(rows.length + 1)];
  let met = 0;
  for (const [row, { steps }] of rows.entries()) {
    let state = states.at(steps, 0);
    first[row] = state;
    for (let place = 1; place + order <= steps.length; place += 1) {
      const next = states.at(steps, place);
      if (next === state) continue;
      rowTransitions[met] = transitions.between(state, next);
      met += 1;
      state = next;
    }
    last[row] = state;
    rowStarts[row + 1] = met;
  }
  return { windows: states.windows, from: transitions.from, to: transitions.to, first, last, rowStarts, rowTransitions: rowTransitions.subarray(0, met) };
}

class States {
  readonly windows: (readonly number[])[] = [];
  readonly #order: number;
  readonly #known = new Map<string, number>();
  /** At order 1, by channel: the state and one more, 0 where there is none yet. */
  readonly #ofChannel: Int32Array;

  constructor(order: number, channels: number) {
    this.#order = order;
    this.#ofChannel = new Int32Array(channels);
  }

  /** The state whose window begins at a place of the path. */
  at(steps: readonly number[], place: number): number {
    if (this.#order === 1) {
      const channel = steps[place] ?? 0;
      const known = this.#ofChannel[channel] ?? 0;
      if (known !== 0) return known - 1;
      this.windows.push([channel]);
      this.#ofChannel[channel] = this.windows.length;
    } else {
      const window = steps.slice(place, place + this.#order);
      const key = window.join(',');
      const known = this.#known.get(key);
      if (known !== undefined) return known;
      this.windows.push(window);
      this.#known.set(key, this.windows.length - 1);
    }
    return this.windows.length - 1;
  }
}

class Transitions {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly #states: number;
  /** By from × states + to: the transition and one more, 0 where there is none yet; a table where it is small enough. */
  readonly #table: Int32Array | undefined;
  readonly #known = new Map<number, number>();

  /** @param states at most so many */
  constructor(states: number) {
    this.#states = states;
    this.#table = states <= TABLE_STATES_MAX ? new Int32Array(states * states) : undefined;
  }

  between(state: number, next: number): number {
    const key = state * this.#states + next;
    const known = this.#table === undefined ? (this.#known.get(key) ?? 0) : (this.#table[key] ?? 0);
    if (known !== 0) return known - 1;
    this.from.push(state);
    this.to.push(next);
    if (this.#table === undefined) this.#known.set(key, this.from.length);
    else this.#table[key] = this.from.length;
    return this.from.length - 1;
  }
}
