import { TouchlineError } from '@touchline/runtime';

/** What a write is answered with when nothing of it was kept. */
export function logUnavailable(cause: unknown): TouchlineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const error = new TouchlineError('TL_LOG_UNAVAILABLE', `The event log could not be written: ${reason}.`);
  error.cause = cause;
  return error;
}
