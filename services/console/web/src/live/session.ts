const KEY = 'touchline.key';

let signedOut = false;
const listeners = new Set<() => void>();

/** The API key of this tab; it is gone when the tab is. */
export function apiKey(): string | null {
  return sessionStorage.getItem(KEY);
}

/** Keeps a key, or forgets it, and lets every view know. */
export function signIn(key: string): void {
  sessionStorage.setItem(KEY, key);
  tell(false);
}

/** The server asked for a key, or refused the one there is. */
export function requireSignIn(): void {
  sessionStorage.removeItem(KEY);
  tell(true);
}

export function isSignedOut(): boolean {
  return signedOut;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(out: boolean): void {
  signedOut = out;
  for (const listener of listeners) listener();
}
