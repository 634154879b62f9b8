import { createHash } from 'node:crypto';
import { CATALOGUE, type Event, naturalEventId } from '@touchline/events';
import { ERRORS, type TouchlineError } from '@touchline/runtime';
import { isObject } from './envelope.js';
import { MESSAGE_CHARS_MAX, RAW_BYTES_MAX } from './limits.js';
import { hashEmail } from './person.js';

/** Something a known sender sent that was not taken. */
export interface Refusal {
  readonly workspace_id: string;
  readonly error: TouchlineError;
  /** What was sent, as far as it was read; the sender's key taken out. */
  readonly raw: string;
  readonly bytes: number;
  readonly received_at: string;
}

const SOURCE = 'api';
/** A field's name may hold anything the sender likes, a person's name included. */
const PATH = /^[A-Za-z0-9_.-]{0,200}$/;

/** The event that keeps a refusal; the same thing refused again for the same reason is the same event. */
export function rejectedEvent(refusal: Refusal): Event<'rejected'> {
  const { workspace_id, error, raw, bytes, received_at } = refusal;
  const path = error.path ?? '';
  const harmless = PATH.test(path);
  const digest = createHash('sha256').update(raw).digest('hex');
  return {
    type: 'rejected',
    version: CATALOGUE.rejected.version,
    event_id: naturalEventId([workspace_id, 'rejected', error.code, path, String(bytes), digest]),
    workspace_id,
    occurred_at: received_at,
    received_at,
    source: SOURCE,
    key: SOURCE,
    person: { raw },
    payload: {
      stage: 'edge',
      code: error.code,
      path: harmless ? path : '(unprintable)',
      message: (harmless ? error.message : ERRORS[error.code].cause).slice(0, MESSAGE_CHARS_MAX),
      bytes,
      origin_topic: '',
      origin_partition: 0,
      origin_offset: 0,
    },
  };
}

/** A refused event as text, its e-mail hashed. */
export function rawOfEvent(raw: unknown): string {
  if (!isObject(raw) || typeof raw['email'] !== 'string') return stringify(raw);
  const { email, ...others } = raw;
  return stringify({ ...others, email_sha256: hashEmail(email) });
}

/** Nested so deep that it cannot be written is nothing anybody will want to send again. */
function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return '(nested too deep to keep)';
    throw error;
  }
}

/** The first bytes as text; what is not UTF-8 as base64 behind `base64:`. */
export function rawOfBytes(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, RAW_BYTES_MAX), { stream: true });
  } catch {
    const prefix = 'base64:';
    const room_bytes = Math.floor((RAW_BYTES_MAX - prefix.length) / 4) * 3;
    return prefix + bytes.subarray(0, room_bytes).toString('base64');
  }
}

/** Without the key it was sent with. */
export function withoutToken(raw: string, authorizationHeader: string | undefined): string {
  const [, token] = (authorizationHeader ?? '').split(' ');
  return token ? raw.replaceAll(token, '(key)') : raw;
}
