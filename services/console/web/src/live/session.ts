const KEY = 'touchline.key';

/** Why a key is asked for; undefined while none is. */
let reason: string | undefined;
const listeners = new Set<() => void>();

/** The API key of this tab; it is gone when the tab is. */
export function apiKey(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Keeps a key, or forgets it, and lets every view know. */
export function signIn(key: string): void {
  sessionStorage.setItem(KEY, key);
  tell(undefined);
}

/** The server asked for a key, or refused the one there is. */
export function requireSignIn(why: string): void {
  const had = apiKey() !== null;
  sessionStorage.removeItem(KEY);
  // Nobody did anything wrong by coming without a key.
  tell(had ? why : '');
}

/** Why the key was refused, empty when there was none; undefined while no key is asked for. */
export function signInReason(): string | undefined {
  return reason;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(why: string | undefined): void {
  reason = why;
  for (const listener of listeners) listener();
}
