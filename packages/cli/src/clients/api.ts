import { ERRORS, type ErrorCode, TouchlineError } from '@touchline/runtime';
import { askHttp, type HttpAnswer } from './http.js';

const ANSWER_MS_MAX = 30_000;
const SECOND_MS = 1_000;
const OK_MIN = 200;
const OK_MAX = 299;

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
  const answer_ms_max = request.answer_ms_max ?? ANSWER_MS_MAX;
  const began_ms = performance.now();
  let answer: HttpAnswer;
  try {
    answer = await askHttp({
      method: request.method,
      url: request.url,
      headers: {
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: request.body === undefined ? '' : JSON.stringify(request.body),
      answer_ms_max,
    });
  } catch {
    const isLate = performance.now() - began_ms >= answer_ms_max;
    const { origin } = new URL(request.url);
    throw new TouchlineError('TL_NOT_RUNNING', isLate ? `${origin} did not answer within ${answer_ms_max / SECOND_MS} s.` : `Nothing answers at ${origin}.`);
  }
  const body: unknown = answer.text === '' ? undefined : JSON.parse(answer.text);
  if (answer.status < OK_MIN || answer.status > OK_MAX) throw errorOf(body, answer.status);
  return body as T;
}

function errorOf(body: unknown, status: number): TouchlineError {
  const { code, message, path } = (body ?? {}) as { code?: string; message?: string; path?: string };
  if (code === undefined || !(code in ERRORS)) return new TouchlineError('TL_INTERNAL', `The service answered ${status}.`);
  return new TouchlineError(code as ErrorCode, message, path);
}
