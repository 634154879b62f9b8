import { READABLE } from '@touchline/directory';
import { TouchlineError } from '@touchline/runtime';
import { customAlphabet } from 'nanoid';

/** 31^8, almost a million million. */
const SLUG_CHARACTERS = 8;
const ATTEMPTS_MAX = 5;

/** Words that mean, or may come to mean, something else at the tracker's address. */
// biome-ignore format: one list, read as one
const RESERVED: ReadonlySet<string> = new Set([
  'v1', 'v2', 'v3', 'api', 'admin', 'app', 'assets', 'static', 'public', 'docs', 'health', 'healthz', 'readyz', 'metrics', 'status', 'login', 'logout',
  'robots', 'favicon', 'sitemap', 'touchline', 'qr', 'null', 'undefined',
]);

const drawSlug = customAlphabet(READABLE, SLUG_CHARACTERS);

/** @throws TouchlineError TL_FIELD_VALUE for a reserved word. */
export function checkSlug(slug: string): void {
  if (RESERVED.has(slug.toLowerCase())) throw new TouchlineError('TL_FIELD_VALUE', `The slug \`${slug}\` is reserved.`, 'slug');
}

/** A slug that nobody has. */
export function freeSlug(isTaken: (slug: string) => boolean): string {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const slug = drawSlug();
    if (!isTaken(slug)) return slug;
  }
  throw new TouchlineError('TL_LINK_SLUG_TAKEN');
}
