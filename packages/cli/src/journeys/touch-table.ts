import { TextTable } from './text-table.js';

export const TOUCH_TYPES = ['click', 'code', 'view'] as const;
export type TouchType = (typeof TOUCH_TYPES)[number];

const CAPACITY_MIN = 1_024;

/** A touch as its file says it; persons, channels and types by their numbers. */
export interface TouchRow {
  readonly at_ms: number;
  readonly person: number;
  readonly channel: number;
  readonly type: number;
  /** Empty where the file gives none. */
  readonly id: string;
}

/**
 * Touches in columns: 21 bytes each, and with an id that id's bytes and some 14 more. An id counts once (I2), however often it is seen.
 */
export class TouchTable {
  readonly #ids = new TextTable();
  /** The row an id stands in, by the id's number. */
  #rowOfId = new Uint32Array(CAPACITY_MIN);
  #at = new Float64Array(CAPACITY_MIN);
  #person = new Uint32Array(CAPACITY_MIN);
  #channel = new Uint32Array(CAPACITY_MIN);
  #type = new Uint8Array(CAPACITY_MIN);
  /** Number of the id plus 1; 0 where there is none. */
  #id = new Uint32Array(CAPACITY_MIN);
  size = 0;

  /**
   * Adds a touch, unless one of its id is in already.
   * @returns `repeated` for the same touch again, `conflict` for another one of the same id: then the smaller by `compare` stays, whichever came first
   */
  add(row: TouchRow, compare: (one: TouchRow, other: TouchRow) => number): 'added' | 'repeated' | 'conflict' {
    if (row.id === '') {
      this.#write(this.size, row, 0);
      return 'added';
    }
    const known = this.#ids.size;
    const number = this.#ids.add(row.id);
    if (number === known) {
      if (number >= this.#rowOfId.length) this.#rowOfId = wider(this.#rowOfId, new Uint32Array(this.#rowOfId.length * 2));
      this.#rowOfId[number] = this.size;
      this.#write(this.size, row, number + 1);
      return 'added';
    }
    const place = this.#rowOfId[number] ?? 0;
    const order = compare(row, this.row(place));
    if (order === 0) return 'repeated';
    if (order < 0) this.#write(place, row, number + 1);
    return 'conflict';
  }

  atMs(index: number): number {
    return this.#at[index] ?? 0;
  }

  channel(index: number): number {
    return this.#channel[index] ?? 0;
  }

  type(index: number): number {
    return this.#type[index] ?? 0;
  }

  /** Empty where the file gives none. */
  id(index: number): string {
    const number = this.#id[index] ?? 0;
    return number === 0 ? '' : this.#ids.text(number - 1);
  }

  row(index: number): TouchRow {
    return { at_ms: this.atMs(index), person: this.#person[index] ?? 0, channel: this.channel(index), type: this.type(index), id: this.id(index) };
  }

  /** Each person's touches, in the order given; persons are numbered below `persons`. */
  byPerson(persons: number, order: (one: number, other: number) => number): TouchGroups {
    const starts = new Uint32Array(persons + 1);
    for (let index = 0; index < this.size; index += 1) {
      const person = this.#person[index] ?? 0;
      starts[person + 1] = (starts[person + 1] ?? 0) + 1;
    }
    for (let person = 0; person < persons; person += 1) starts[person + 1] = (starts[person + 1] ?? 0) + (starts[person] ?? 0);
    const next = starts.slice();
    const rows = new Uint32Array(this.size);
    for (let index = 0; index < this.size; index += 1) {
      const person = this.#person[index] ?? 0;
      const place = next[person] ?? 0;
      rows[place] = index;
      next[person] = place + 1;
    }
    for (let person = 0; person < persons; person += 1) sortUnlessSorted(rows.subarray(starts[person], starts[person + 1]), order);
    return { of: (person) => rows.subarray(starts[person], starts[person + 1]) };
  }

  #write(index: number, row: TouchRow, id: number): void {
    if (index === this.#at.length) this.#grow();
    this.#at[index] = row.at_ms;
    this.#person[index] = row.person;
    this.#channel[index] = row.channel;
    this.#type[index] = row.type;
    this.#id[index] = id;
    this.size = Math.max(this.size, index + 1);
  }

  #grow(): void {
    const capacity = this.#at.length * 2;
    this.#at = wider(this.#at, new Float64Array(capacity));
    this.#person = wider(this.#person, new Uint32Array(capacity));
    this.#channel = wider(this.#channel, new Uint32Array(capacity));
    this.#type = wider(this.#type, new Uint8Array(capacity));
    this.#id = wider(this.#id, new Uint32Array(capacity));
  }
}

/** Row numbers of a person's touches, in order. */
export interface TouchGroups {
  of(person: number): Uint32Array;
}

/** Most files are in the order of time already. */
function sortUnlessSorted(rows: Uint32Array, order: (one: number, other: number) => number): void {
  for (let index = 1; index < rows.length; index += 1) {
    if (order(rows[index - 1] ?? 0, rows[index] ?? 0) <= 0) continue;
    rows.sort(order);
    return;
  }
}

function wider<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
