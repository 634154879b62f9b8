import type { Refusal } from '../../../src/experiment-answers.js';
import { apiKey, requireSignIn } from './session.js';

const ANSWER_MS_MAX = 30_000;

export type Sent<T> = { readonly data: T } | { readonly refusal: Refusal };

const UNREACHABLE: Refusal = {
  code: 'TL_NOT_RUNNING',
  message: 'The console’s server does not answer, so nothing is known to be written.',
  remedy: 'Check that Touchline is running, and try again: a repeat changes nothing.',
};

/** Posts to the API. A key that may only read is no reason to sign in again: what it may not do comes back as a refusal. */
export async function send<T>(path: string, body: unknown): Promise<Sent<T>> {
  const key = apiKey();
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    const answer = (await response.json()) as T | Refusal;
    if (response.ok) return { data: answer as T };
    const refusal = { ...UNREACHABLE, ...(answer as Refusal) };
    if (refusal.code === 'TL_AUTH_MISSING' || refusal.code === 'TL_AUTH_INVALID') requireSignIn(refusal.message);
    return { refusal };
  } catch {
    return { refusal: UNREACHABLE };
  }
}
