/** One fact that says identifiers belong to one person. */
export interface Edge {
  readonly event_id: string;
  readonly occurred_at_ms: number;
  /** `visitor:…`, `click:…`, `customer:…`, `email:…`, `order:…` */
  readonly identifiers: readonly string[];
}

export interface Person {
  /** The smallest identifier. */
  readonly person_id: string;
  /** Sorted. */
  readonly identifiers: readonly string[];
  /** A union with it was refused because more identifiers would have met than one person has. */
  readonly suspicious: boolean;
}

/** More identifiers than this are not one person; an order is a thing a person did, not an identifier, and does not count. */
export const PERSON_IDENTIFIERS_MAX = 50;

/**
 * Connected components over identity facts (union-find), sorted by id. Facts are taken in (occurred_at, event_id) order whatever
 * order they come in. A union past the limit is refused and both sides are flagged, because what is joined to which then
 * depends on that order.
 */
export function persons(edges: readonly Edge[], identifiers_max: number = PERSON_IDENTIFIERS_MAX): Person[] {
  const book = new PersonBook(identifiers_max);
  for (const edge of [...edges].sort(byTime)) book.join(edge.identifiers);
  return [...book.persons()].sort((one, other) => (one.person_id < other.person_id ? -1 : 1));
}

function byTime(one: Edge, other: Edge): number {
  if (one.occurred_at_ms !== other.occurred_at_ms) return one.occurred_at_ms - other.occurred_at_ms;
  if (one.event_id === other.event_id) return 0;
  return one.event_id < other.event_id ? -1 : 1;
}

/**
 * The closer an identifier is to what happened, the earlier it is joined: where a union is refused, an order stays with the
 * click that brought it and not with an e-mail address that half the world shares.
 */
const CLOSENESS = ['order', 'click', 'visitor', 'customer', 'email'];

function byCloseness(one: string, other: string): number {
  return closeness(one) - closeness(other) || (one < other ? -1 : 1);
}

function closeness(identifier: string): number {
  const place = CLOSENESS.indexOf(identifier.slice(0, identifier.indexOf(':')));
  return place === -1 ? CLOSENESS.length : place;
}

function isOrder(identifier: string): boolean {
  return identifier.startsWith('order:');
}

/** More entries than this one Map of V8 does not hold. */
const SHARD_IDENTIFIERS_MAX = 2 ** 24;
const SHARDS = 32;

/**
 * Joins identifiers fact by fact, for more facts than fit in memory at once: about 100 bytes an identifier are kept, and nothing of the facts.
 * Whoever calls it brings the facts in (occurred_at, event_id) order.
 */
export class PersonBook {
  /** The number of each identifier. */
  readonly #numbers = Array.from({ length: SHARDS }, () => new Map<string, number>());
  /** Of names too short to be told apart by their ends. */
  readonly #rest = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #parents: number[] = [];
  /** Counted identifiers under a root. */
  readonly #sizes: number[] = [];
  /** Roots that a union was refused to. */
  readonly #suspicious = new Set<number>();
  readonly #identifiers_max: number;

  constructor(identifiers_max: number = PERSON_IDENTIFIERS_MAX) {
    this.#identifiers_max = identifiers_max;
  }

  /** @throws RangeError for more identifiers than can be held: about 500 million */
  join(together: readonly string[]): void {
    const identifiers = together.length === 1 ? together : [...new Set(together)].sort(byCloseness);
    const [anchor] = identifiers;
    if (anchor === undefined) return;
    const first = this.#add(anchor);
    for (const identifier of identifiers) this.#union(first, this.#add(identifier));
  }

  /** In no order, each with its identifiers sorted. */
  *persons(): Generator<Person> {
    const count = this.#names.length;
    // Of each root a list through its members: millions of small arrays would take many times the memory.
    const heads = new Int32Array(count).fill(-1);
    const following = new Int32Array(count);
    for (let number = 0; number < count; number += 1) {
      const root = this.#root(number);
      following[number] = heads[root] ?? -1;
      heads[root] = number;
    }
    for (let root = 0; root < count; root += 1) {
      const identifiers: string[] = [];
      for (let number = heads[root] ?? -1; number !== -1; number = following[number] ?? -1) identifiers.push(this.#names[number] ?? '');
      if (identifiers.length === 0) continue;
      identifiers.sort();
      yield { person_id: identifiers[0] ?? '', identifiers, suspicious: this.#suspicious.has(root) };
    }
  }

  #add(identifier: string): number {
    const numbers = this.#shardOf(identifier);
    const known = numbers.get(identifier);
    if (known !== undefined) return known;
    if (numbers.size >= SHARD_IDENTIFIERS_MAX) throw new RangeError('more identifiers than can be joined at once');
    const number = this.#names.length;
    numbers.set(identifier, number);
    this.#names.push(identifier);
    this.#parents.push(number);
    this.#sizes.push(isOrder(identifier) ? 0 : 1);
    return number;
  }

  #shardOf(identifier: string): Map<string, number> {
    const length = identifier.length;
    const sum = identifier.charCodeAt(length - 1) + 7 * identifier.charCodeAt(length - 2) + 31 * identifier.charCodeAt(length - 3);
    return this.#numbers[sum % SHARDS] ?? this.#rest;
  }

  #union(one: number, other: number): void {
    const first = this.#root(one);
    const second = this.#root(other);
    if (first === second) return;
    const size = this.#size(first) + this.#size(second);
    if (size > this.#identifiers_max) {
      this.#suspicious.add(first).add(second);
      return;
    }
    const [small, large] = this.#size(first) < this.#size(second) ? [first, second] : [second, first];
    this.#parents[small] = large;
    this.#sizes[large] = size;
    if (this.#suspicious.delete(small)) this.#suspicious.add(large);
  }

  #size(root: number): number {
    return this.#sizes[root] ?? 0;
  }

  #root(number: number): number {
    let at = number;
    while (this.#parent(at) !== at) {
      // Path halving keeps the trees flat without a second pass.
      this.#parents[at] = this.#parent(this.#parent(at));
      at = this.#parent(at);
    }
    return at;
  }

  #parent(number: number): number {
    return this.#parents[number] ?? number;
  }
}
