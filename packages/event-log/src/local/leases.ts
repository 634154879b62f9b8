import { randomUUID } from 'node:crypto';
import { nameOf, type Place } from '../place.js';
import { LEASE_MS, LEASE_RENEW_MS } from './limits.js';
import type { GroupKey, Lease, Store } from './store.js';

/**
 * The partitions one consumer handles for its group. Whoever holds a lease renews it; when nobody did for LEASE_MS it has
 * lapsed and may be taken. Only the holder moves the group's position, so one who was thought dead and is not does no harm.
 */
export class Leases {
  readonly #store: Store;
  readonly #group: string;
  readonly #owner = `${process.pid} ${randomUUID()}`;
  /** Held, and until when. */
  readonly #held = new Map<string, { readonly place: Place; until_ms: number }>();
  readonly #renewal: NodeJS.Timeout;
  #renewing: Promise<void> | undefined;

  constructor(store: Store, group: string) {
    this.#store = store;
    this.#group = group;
    this.#renewal = setInterval(() => {
      if (this.#held.size > 0) this.#renewing ??= this.#renewAll();
    }, LEASE_RENEW_MS);
  }

  holds(place: Place): boolean {
    return (this.#held.get(nameOf(place))?.until_ms ?? 0) > Date.now();
  }

  /** Is it worth trying to take it? A read only, so that it may be asked often. */
  seemsFree(place: Place): boolean {
    this.#store.refresh();
    return !this.#isAnothers(this.#lease(place));
  }

  /** Takes a partition unless another holds it. @throws TouchlineError TL_LOG_UNAVAILABLE */
  async take(place: Place): Promise<boolean> {
    const until_ms = await this.#store.write(() => (this.#isAnothers(this.#lease(place)) ? undefined : this.#give(place)));
    return this.#note(place, until_ms);
  }

  /** The group's next offset to be handled; undefined when it never handled any. */
  position(place: Place): number | undefined {
    this.#store.refresh();
    return this.#store.positions.get(this.#keyOf(place));
  }

  /** Moves the group's position; false when the lease went to another meanwhile. @throws TouchlineError TL_LOG_UNAVAILABLE */
  async move(place: Place, next_offset: number): Promise<boolean> {
    const until_ms = await this.#store.write(() => {
      const until = this.#renew(place);
      if (until !== undefined) this.#store.positions.putSync(this.#keyOf(place), next_offset);
      return until;
    });
    return this.#note(place, until_ms);
  }

  /** Frees all that is held, so that another can go on at once. */
  async close(): Promise<void> {
    clearInterval(this.#renewal);
    await this.#renewing;
    const places = [...this.#held.values()].map(({ place }) => place);
    this.#held.clear();
    if (places.length === 0) return;
    // What could not be freed lapses.
    await this.#store.write(() => this.#free(places)).catch(() => undefined);
  }

  async #renewAll(): Promise<void> {
    const places = [...this.#held.values()].map(({ place }) => place);
    try {
      const renewed = await this.#store.write(() => places.map((place) => ({ place, until_ms: this.#renew(place) })));
      for (const { place, until_ms } of renewed) this.#note(place, until_ms);
    } catch {
      // Not renewed, so they lapse for us as for everybody else; the next try may go well before that.
    } finally {
      this.#renewing = undefined;
    }
  }

  #note(place: Place, until_ms: number | undefined): boolean {
    if (until_ms === undefined) this.#held.delete(nameOf(place));
    else this.#held.set(nameOf(place), { place, until_ms });
    return until_ms !== undefined;
  }

  #lease(place: Place): Lease | undefined {
    return this.#store.leases.get(this.#keyOf(place));
  }

  /** One that went through other hands is not ours to renew, even when it is free again: the position has moved since. */
  #renew(place: Place): number | undefined {
    return this.#lease(place)?.owner === this.#owner ? this.#give(place) : undefined;
  }

  #give(place: Place): number {
    const until_ms = Date.now() + LEASE_MS;
    this.#store.leases.putSync(this.#keyOf(place), { owner: this.#owner, until_ms });
    return until_ms;
  }

  #free(places: readonly Place[]): void {
    for (const place of places) {
      if (this.#lease(place)?.owner === this.#owner) this.#store.leases.removeSync(this.#keyOf(place));
    }
  }

  #isAnothers(lease: Lease | undefined): boolean {
    if (lease === undefined || lease.owner === this.#owner) return false;
    const rest_ms = lease.until_ms - Date.now();
    // None is given for longer than LEASE_MS: one that seems to last longer was given before the clock was set back.
    return rest_ms > 0 && rest_ms <= LEASE_MS;
  }

  #keyOf({ topic, partition }: Place): GroupKey {
    return [this.#group, topic, partition];
  }
}
