import { CATALOGUE } from '@touchline/events';
import { errorOfIssues, TouchlineError } from '@touchline/runtime';
import { isObject } from './envelope.js';
import { type AnyReported, isReportedType, SHAPES } from './shapes.js';
import { checkWholesome } from './wholesome.js';

/**
 * Reads one event as a brand wrote it.
 * @throws TouchlineError TL_EVENT_TYPE_UNKNOWN, TL_EVENT_TOO_LARGE, TL_CURRENCY_UNKNOWN or TL_FIELD_…, with the field's path
 */
export function readReported(raw: unknown): AnyReported {
  const told = checkWholesome(raw);
  const type = typeOf(told);
  const parsed = SHAPES[type].safeParse(told);
  if (!parsed.success) throw named(errorOfIssues(parsed.error), told);
  return { ...parsed.data, type } as AnyReported;
}

function typeOf(told: Readonly<Record<string, unknown>>): AnyReported['type'] {
  const { type, version } = told;
  if (type === undefined) throw new TouchlineError('TL_FIELD_MISSING', undefined, 'type');
  if (typeof type !== 'string') throw new TouchlineError('TL_FIELD_TYPE', 'Expected a string.', 'type');
  if (!isReportedType(type)) throw new TouchlineError('TL_EVENT_TYPE_UNKNOWN', undefined, 'type');
  // What a newer version added has a default, so that a sender of an older one is understood as it was.
  if (typeof version === 'number' && !(version >= 1 && version <= CATALOGUE[type].version))
    throw new TouchlineError('TL_EVENT_TYPE_UNKNOWN', undefined, 'version');
  return type;
}

/** The code that says more than the schema's own issue does. */
function named(error: TouchlineError, told: Readonly<Record<string, unknown>>): TouchlineError {
  const path = error.path ?? '';
  if (error.code !== 'TL_FIELD_VALUE') return error;
  if (valueAt(told, path) === undefined) return new TouchlineError('TL_FIELD_MISSING', error.message, path);
  return path === 'currency' ? new TouchlineError('TL_CURRENCY_UNKNOWN', undefined, path) : error;
}

function valueAt(told: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isObject(value) || Array.isArray(value) ? (value as Record<string, unknown>)[name] : undefined), told);
}
