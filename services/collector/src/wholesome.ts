import { TouchlineError } from '@touchline/runtime';
import { isObject } from './envelope.js';
import { EVENT_BYTES_MAX, EVENT_DEPTH_MAX } from './limits.js';

/** A surrogate without its partner: no UTF-8 can hold it, and a store may refuse it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * What any event must be before its fields are looked at: an object, not deep, of whole characters, not large.
 * @throws TouchlineError TL_FIELD_TYPE, TL_FIELD_VALUE or TL_EVENT_TOO_LARGE
 */
export function checkWholesome(raw: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(raw)) throw new TouchlineError('TL_FIELD_TYPE', 'Expected an event as an object.', '');
  checkValue(raw, '', EVENT_DEPTH_MAX);
  if (Buffer.byteLength(JSON.stringify(raw)) > EVENT_BYTES_MAX) throw new TouchlineError('TL_EVENT_TOO_LARGE', undefined, '');
  return raw;
}

function checkValue(value: unknown, path: string, levels: number): void {
  if (typeof value === 'string' && LONE_SURROGATE.test(value)) throw new TouchlineError('TL_FIELD_VALUE', 'Expected whole Unicode characters.', path);
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw new TouchlineError('TL_FIELD_VALUE', 'Nested too deep.', path);
  for (const [name, inner] of Object.entries(value)) checkValue(inner, path === '' ? name : `${path}.${name}`, levels - 1);
}
