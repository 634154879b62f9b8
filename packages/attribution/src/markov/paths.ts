import { keptPlaces, type Transform } from '../transform.js';

/** What became of the journeys along one path. */
export interface Outcomes {
  readonly conversions: number;
  /** Of all its conversions together, in any unit. */
  readonly value: number;
  /** Journeys that ended without a conversion. */
  readonly nulls: number;
}

/** A distinct path; its steps are places in `Paths.channels`. */
export interface PathRow extends Outcomes {
  readonly steps: readonly number[];
}

/** Journeys as counts of distinct paths. The order journeys came in, and how they were grouped, leaves no trace. */
export interface Paths {
  /** By name. */
  readonly channels: readonly string[];
  /** By their steps; none is without a step. */
  readonly rows: readonly PathRow[];
  /** Journeys without a touch: nobody can be credited for them, and no chain is fitted to them. */
  readonly untouched: Outcomes;
}

interface Tally {
  readonly steps: readonly number[];
  conversions: number;
  value: number;
  nulls: number;
}

/** Takes journeys or counts of them one by one, transforms their paths, and keeps each distinct path once. */
export class PathBook {
  readonly #transform: Transform;
  readonly #channels = new Map<string, number>();
  readonly #tallies = new Map<string, Tally>();

  constructor(transform: Transform) {
    this.#transform = transform;
  }

  /** @param outcomes finite and not negative */
  add(path: readonly string[], outcomes: Outcomes): void {
    const places = keptPlaces(path, this.#transform);
    const steps = places.map((place) => this.#channel(path[place] ?? ''));
    const key = steps.join(',');
    const tally = this.#tallies.get(key);
    if (tally === undefined) this.#tallies.set(key, { steps, conversions: outcomes.conversions, value: outcomes.value, nulls: outcomes.nulls });
    else {
      tally.conversions += outcomes.conversions;
      tally.value += outcomes.value;
      tally.nulls += outcomes.nulls;
    }
  }

  paths(): Paths {
    const channels = [...this.#channels.keys()].sort();
    const places = new Int32Array(channels.length);
    for (const [place, channel] of channels.entries()) places[this.#channels.get(channel) ?? 0] = place;
    const rows = [...this.#tallies.values()].filter(({ steps }) => steps.length > 0);
    const renumbered = rows.map((row) => ({ ...row, steps: row.steps.map((step) => places[step] ?? 0) }));
    return { channels, rows: renumbered.sort(bySteps), untouched: this.#tallies.get('') ?? { conversions: 0, value: 0, nulls: 0 } };
  }

  #channel(name: string): number {
    const known = this.#channels.get(name);
    if (known !== undefined) return known;
    this.#channels.set(name, this.#channels.size);
    return this.#channels.size - 1;
  }
}

function bySteps(one: PathRow, other: PathRow): number {
  const count = Math.min(one.steps.length, other.steps.length);
  for (let place = 0; place < count; place += 1) {
    const difference = (one.steps[place] ?? 0) - (other.steps[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.steps.length - other.steps.length;
}
