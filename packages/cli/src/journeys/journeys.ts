import { keptPlaces, type ModelTouch, type Transform } from '@touchline/attribution';
import type { Channels } from './channels.js';
import { TOUCH_TYPES, type TouchGroups, type TouchTable, type TouchType } from './touch-table.js';
import { textOrder } from './touches.js';

/** How long before a conversion a touch of a type may lie. */
export type Windows = Readonly<Record<TouchType, number>>;

export interface JourneyOptions {
  readonly touches: TouchTable;
  readonly channels: Channels;
  readonly windows: Windows;
  readonly transform: Transform;
  /** Persons are numbered below this. */
  readonly persons: number;
}

/** Which touches count for whom and when. */
export class Journeys {
  readonly #options: JourneyOptions;
  readonly #groups: TouchGroups;
  readonly #window_ms: readonly number[];
  readonly #window_ms_max: number;

  constructor(options: JourneyOptions) {
    this.#options = options;
    const { touches, channels } = options;
    // Touches of one instant by id; those without one by what they say.
    this.#groups = touches.byPerson(
      options.persons,
      (one, other) =>
        touches.atMs(one) - touches.atMs(other) ||
        textOrder(touches.id(one), touches.id(other)) ||
        textOrder(channels.name(touches.channel(one)), channels.name(touches.channel(other))) ||
        touches.type(one) - touches.type(other),
    );
    this.#window_ms = TOUCH_TYPES.map((type) => options.windows[type]);
    this.#window_ms_max = Math.max(...this.#window_ms);
  }

  /** Rows of the person's touches t with `T − window < t ≤ T`, in exact milliseconds, transformed; by instant, then by id. */
  at(person: number, at_ms: number): number[] {
    const { touches, transform } = this.#options;
    const rows = this.#groups.of(person);
    const counted: number[] = [];
    for (let place = this.#firstAfter(rows, at_ms) - 1; place >= 0; place -= 1) {
      const row = rows[place] ?? 0;
      const touched_ms = touches.atMs(row);
      if (touched_ms <= at_ms - this.#window_ms_max) break;
      if (touched_ms > at_ms - (this.#window_ms[touches.type(row)] ?? 0)) counted.push(row);
    }
    counted.reverse();
    if (transform.name === 'all') return counted;
    const kept = keptPlaces(
      counted.map((row) => touches.channel(row)),
      transform,
    );
    return kept.map((place) => counted[place] ?? 0);
  }

  /** Names of the rows’ channels. */
  channels(rows: readonly number[]): string[] {
    const { touches, channels } = this.#options;
    return rows.map((row) => channels.name(touches.channel(row)));
  }

  /** The rows as models see them. */
  asModelTouches(rows: readonly number[]): ModelTouch[] {
    const { touches, channels } = this.#options;
    return rows.map((row) => ({ at_ms: touches.atMs(row), channel: channels.name(touches.channel(row)) }));
  }

  /** The person's last touch between two instants; undefined without one. */
  lastTouchMs(person: number, from_ms: number, to_ms: number): number | undefined {
    const rows = this.#groups.of(person);
    const place = this.#firstAfter(rows, to_ms) - 1;
    if (place < 0) return undefined;
    const at_ms = this.#options.touches.atMs(rows[place] ?? 0);
    return at_ms >= from_ms ? at_ms : undefined;
  }

  /** Place of the first row after an instant. */
  #firstAfter(rows: Uint32Array, at_ms: number): number {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#options.touches.atMs(rows[middle] ?? 0) <= at_ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
