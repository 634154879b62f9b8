import type { Stored } from './types.js';

const SLUGS_MAX = 200_000;

/** Links by slug as plain objects, for the redirect's hot path; emptied whenever the directory has moved on. */
export class SlugCache {
  readonly #load: (slug: string) => Stored<'link'> | undefined;
  readonly #links = new Map<string, Stored<'link'>>();
  #position = -1;

  constructor(load: (slug: string) => Stored<'link'> | undefined) {
    this.#load = load;
  }

  /** Tells how far the directory is folded. */
  seen(position: number): void {
    if (position === this.#position) return;
    this.#position = position;
    this.#links.clear();
  }

  /** Archived links are not found; a miss is never kept, so that a new link works at once. */
  get(slug: string): Stored<'link'> | undefined {
    const known = this.#links.get(slug);
    if (known !== undefined) return known;
    const stored = this.#load(slug);
    if (stored === undefined || stored.archived) return undefined;
    if (this.#links.size >= SLUGS_MAX) this.#links.clear();
    this.#links.set(slug, stored);
    return stored;
  }
}
