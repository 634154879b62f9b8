import { nameOf, placesOf } from '../place.js';
import { TOPICS } from '../topics.js';
import { ONCE_KEPT_MAX, ONCE_KEPT_MS } from './limits.js';
import { headOf } from './reading.js';
import type { OncePosition, OnceTurn, Store } from './store.js';

const TURN = 'turn';
const FIRST_TURN: OnceTurn = { into: 0, since_ms: 0, heads: {} };

/**
 * The once_ids that were seen. A log that keeps everything keeps them for ever, all in the first of two databases. In an outbox
 * the two take turns: new ones go into one, and when that is old or full enough the other, whose records are all gone by then, is
 * emptied at once and takes over. So a repeat is known for one turn at least, and what is kept has a bound.
 */
export class OnceIds {
  readonly #store: Store;
  readonly #into: 0 | 1;

  /** Inside the write transaction it serves, in which no turn can end. */
  constructor(store: Store) {
    this.#store = store;
    this.#into = store.onceTurns.get(TURN)?.into ?? 0;
  }

  find(topic: string, once_id: string): OncePosition | undefined {
    const [now, before] = this.#into === 0 ? this.#store.once : [this.#store.once[1], this.#store.once[0]];
    return now.get([topic, once_id]) ?? before.get([topic, once_id]);
  }

  keep(topic: string, once_id: string, position: OncePosition): void {
    this.#store.once[this.#into].putSync([topic, once_id], position);
  }
}

export interface OnceBounds {
  readonly kept_ms: number;
  readonly kept_max: number;
}

/** Ends the turn when it is time; inside a write transaction. */
export function turnOnceIds(store: Store, now_ms: number, bounds: OnceBounds = { kept_ms: ONCE_KEPT_MS, kept_max: ONCE_KEPT_MAX }): void {
  const turn = store.onceTurns.get(TURN);
  if (turn === undefined) {
    store.onceTurns.putSync(TURN, { ...FIRST_TURN, since_ms: now_ms });
    return;
  }
  const { entryCount } = store.once[turn.into].getStats() as { entryCount: number };
  if (now_ms - turn.since_ms < bounds.kept_ms && entryCount < bounds.kept_max) return;
  const heads = allHeads(store);
  // While a record is kept its once_id is, too: a repeat of it can still be told exactly.
  if (heads.some(({ name, first_offset }) => first_offset < (turn.heads[name] ?? 0))) return;
  const into = turn.into === 0 ? 1 : 0;
  store.once[into].clearSync();
  store.onceTurns.putSync(TURN, { into, since_ms: now_ms, heads: Object.fromEntries(heads.map(({ name, next_offset }) => [name, next_offset])) });
}

function allHeads(store: Store): { readonly name: string; readonly first_offset: number; readonly next_offset: number }[] {
  return Object.keys(TOPICS)
    .flatMap(placesOf)
    .map((place) => ({ name: nameOf(place), ...headOf(store, place) }));
}
