import { ERRORS, type ErrorCode, TouchlineError } from '@touchline/runtime';

const ANSWER_MS_MAX = 30_000;

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  /** Left out where loopback is enough. */
  readonly token?: string;
  readonly body?: unknown;
  readonly answer_ms_max?: number;
}

/** The key every command that speaks to an API uses. @throws TouchlineError TL_AUTH_MISSING */
export function apiKey(): string {
  const key = process.env['TOUCHLINE_KEY'];
  if (key === undefined || key === '') {
    throw new TouchlineError('TL_AUTH_MISSING', 'Set TOUCHLINE_KEY to an API key; `npx touchline keys create` makes one.', 'TOUCHLINE_KEY');
  }
  return key;
}

/** One request to a service's API. @throws TouchlineError with the code the service answered. */
export async function askApi<T>(request: ApiRequest): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(request.url, {
      method: request.method,
      headers: {
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(request.answer_ms_max ?? ANSWER_MS_MAX),
    });
  } catch {
    throw new TouchlineError('TL_NOT_RUNNING', `Nothing answers at ${new URL(request.url).origin}.`);
  }
  const text = await answer.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (!answer.ok) throw errorOf(body, answer.status);
  return body as T;
}

function errorOf(body: unknown, status: number): TouchlineError {
  const { code, message, path } = (body ?? {}) as { code?: string; message?: string; path?: string };
  if (code === undefined || !(code in ERRORS)) return new TouchlineError('TL_INTERNAL', `The service answered ${status}.`);
  return new TouchlineError(code as ErrorCode, message, path);
}
