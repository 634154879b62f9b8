import type { PathRow, Paths } from '@touchline/attribution';

/** How often journeys end with a window of channels, or move on from one to the next; steps are channels by their number. */
export interface Piece {
  readonly kind: 'end' | 'move';
  readonly steps: readonly number[];
  readonly conversions: number;
  /** Of the conversions, in minor units of the workspace's currency. */
  readonly value: number;
  readonly nulls: number;
}

interface Tally {
  readonly steps: readonly number[];
  conversions: number;
  value: number;
  nulls: number;
}

/**
 * The moves and ends of all journeys, from which a Markov chain of some order is fitted without the journeys: as many rows as the chain
 * has states and transitions, however many people there were.
 */
export class ChainBook {
  readonly #order: number;
  readonly #ends = new Map<string, Tally>();
  readonly #moves = new Map<string, Tally>();

  constructor(order: number) {
    this.#order = order;
  }

  /** A journey of somebody who converted; its steps are without consecutive repeats. */
  addConversion(steps: readonly number[], value: number): void {
    if (steps.length === 0) return;
    this.add({ kind: 'end', steps: steps.slice(-this.#order), conversions: 1, value, nulls: 0 });
    for (let place = 0; place + this.#order < steps.length; place += 1) {
      this.add({ kind: 'move', steps: steps.slice(place, place + this.#order + 1), conversions: 1, value: 0, nulls: 0 });
    }
  }

  add({ kind, steps, conversions, value, nulls }: Piece): void {
    const tallies = kind === 'end' ? this.#ends : this.#moves;
    const key = steps.join(',');
    const tally = tallies.get(key);
    if (tally === undefined) {
      tallies.set(key, { steps, conversions, value, nulls });
      return;
    }
    tally.conversions += conversions;
    tally.value += value;
    tally.nulls += nulls;
  }

  get totals(): { readonly conversions: number; readonly nulls: number; readonly value: number } {
    const totals = { conversions: 0, nulls: 0, value: 0 };
    for (const { conversions, nulls, value } of this.#ends.values()) {
      totals.conversions += conversions;
      totals.nulls += nulls;
      totals.value += value;
    }
    return totals;
  }

  /**
   * Paths whose chain of this order is that of the journeys, count for count. A move is a path of its own that ends in a null, and what that
   * ends too often is taken off as nulls below 0: a journey a → b → c is the paths a → b and b → c less the path b.
   * @param names of the channels, by their numbers from 1
   */
  paths(names: readonly string[]): Paths {
    const used = [...new Set([...this.#ends.values(), ...this.#moves.values()].flatMap(({ steps }) => steps))];
    const channels = used.map((number) => names[number - 1] ?? '').sort();
    const places = new Map(channels.map((channel, place) => [channel, place]));
    const stepsOf = (steps: readonly number[]) => steps.map((number) => places.get(names[number - 1] ?? '') ?? 0);
    const surplus = new Map<string, { readonly steps: readonly number[]; nulls: number }>();
    const rows: PathRow[] = [];
    const take = (steps: readonly number[], nulls: number) => {
      const key = steps.join(',');
      const known = surplus.get(key);
      if (known === undefined) surplus.set(key, { steps, nulls });
      else known.nulls += nulls;
    };
    for (const { steps, conversions, nulls } of this.#moves.values()) {
      rows.push({ steps: stepsOf(steps), conversions: 0, value: 0, nulls: conversions + nulls });
      take(steps.slice(1), -(conversions + nulls));
    }
    for (const { steps, conversions, value, nulls } of this.#ends.values()) {
      if (conversions > 0) rows.push({ steps: stepsOf(steps), conversions, value, nulls: 0 });
      take(steps, nulls);
    }
    for (const { steps, nulls } of surplus.values()) if (nulls !== 0) rows.push({ steps: stepsOf(steps), conversions: 0, value: 0, nulls });
    return { channels, rows, untouched: { conversions: 0, value: 0, nulls: 0 } };
  }
}
