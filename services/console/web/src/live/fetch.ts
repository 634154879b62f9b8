import { apiKey, requireSignIn } from './session.js';

const ANSWER_MS_MAX = 20_000;

/** What went wrong, as the API says it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export type Answer = { readonly text: string } | { readonly problem: Problem };

const UNREACHABLE: Problem = {
  code: 'TL_NOT_RUNNING',
  message: 'The console’s server does not answer.',
  remedy: 'Check that Touchline is running; this page tries again by itself.',
};

/** Reads one address of the API as text; whatever goes wrong comes back as a problem. */
export async function read(path: string, signal: AbortSignal): Promise<Answer> {
  const key = apiKey();
  try {
    const response = await fetch(path, {
      headers: key === null ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    });
    const text = await response.text();
    if (response.ok) return { text };
    const problem = problemOf(text, response.status);
    if (problem.code.startsWith('TL_AUTH_')) requireSignIn(problem.message);
    return { problem };
  } catch {
    return { problem: UNREACHABLE };
  }
}

function problemOf(text: string, status: number): Problem {
  try {
    const body = JSON.parse(text) as Partial<Problem>;
    if (typeof body.code === 'string') return { code: body.code, message: body.message ?? '', remedy: body.remedy ?? '' };
  } catch {
    // Something between the app and its server answered; its text is not for marketers.
  }
  return { ...UNREACHABLE, message: `The server answered ${status}.` };
}
