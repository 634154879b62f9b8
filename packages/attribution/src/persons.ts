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
  const forest = new Forest(identifiers_max);
  for (const edge of [...edges].sort(byTime)) {
    const identifiers = [...new Set(edge.identifiers)].sort(byCloseness);
    const [anchor] = identifiers;
    if (anchor === undefined) continue;
    forest.add(anchor);
    for (const identifier of identifiers) forest.union(anchor, identifier);
  }
  return forest.components();
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

/** Union-find over numbered identifiers; arrays by number, because there can be millions. */
class Forest {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #parents: number[] = [];
  /** Counted identifiers under a root. */
  readonly #sizes: number[] = [];
  readonly #suspicious: boolean[] = [];
  readonly #identifiers_max: number;

  constructor(identifiers_max: number) {
    this.#identifiers_max = identifiers_max;
  }

  add(identifier: string): number {
    const known = this.#numbers.get(identifier);
    if (known !== undefined) return known;
    const number = this.#names.length;
    this.#numbers.set(identifier, number);
    this.#names.push(identifier);
    this.#parents.push(number);
    this.#sizes.push(isOrder(identifier) ? 0 : 1);
    this.#suspicious.push(false);
    return number;
  }

  union(one: string, other: string): void {
    const first = this.#root(this.add(one));
    const second = this.#root(this.add(other));
    if (first === second) return;
    const size = this.#size(first) + this.#size(second);
    if (size > this.#identifiers_max) {
      this.#suspicious[first] = true;
      this.#suspicious[second] = true;
      return;
    }
    const [small, large] = this.#size(first) < this.#size(second) ? [first, second] : [second, first];
    this.#parents[small] = large;
    this.#sizes[large] = size;
    this.#suspicious[large] = this.#suspicious[large] === true || this.#suspicious[small] === true;
  }

  components(): Person[] {
    const members = new Map<number, string[]>();
    for (const [number, name] of this.#names.entries()) {
      const root = this.#root(number);
      const list = members.get(root);
      if (list === undefined) members.set(root, [name]);
      else list.push(name);
    }
    return [...members]
      .map(([root, names]) => {
        const identifiers = names.sort();
        return { person_id: identifiers[0] ?? '', identifiers, suspicious: this.#suspicious[root] === true };
      })
      .sort((one, other) => (one.person_id < other.person_id ? -1 : 1));
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
