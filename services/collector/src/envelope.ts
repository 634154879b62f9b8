import { TouchlineError } from '@touchline/runtime';
import { EVENTS_MAX } from './limits.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The events of a request: one object, or `{"events":[…]}`.
 * @throws TouchlineError TL_BODY_MALFORMED, TL_FIELD_TYPE, TL_FIELD_UNKNOWN or TL_EVENTS_TOO_MANY
 */
export function splitRequest(bytes: Uint8Array): readonly unknown[] {
  const body = parse(bytes);
  if (!isObject(body)) throw new TouchlineError('TL_FIELD_TYPE', 'Expected an event, or an object with `events`.', '');
  if (!Object.hasOwn(body, 'events')) return [body];
  const { events, ...others } = body;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new TouchlineError('TL_FIELD_UNKNOWN', 'Unknown field beside `events`.', unknown);
  if (!Array.isArray(events)) throw new TouchlineError('TL_FIELD_TYPE', 'Expected a list of events.', 'events');
  if (events.length < 1 || events.length > EVENTS_MAX) throw new TouchlineError('TL_EVENTS_TOO_MANY', undefined, 'events');
  return events;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new TouchlineError('TL_BODY_MALFORMED');
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
