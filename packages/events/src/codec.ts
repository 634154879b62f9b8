import { z } from 'zod';
import { CATALOGUE, type EventType, isEventType } from './catalogue.js';
import type { AnyEvent, Event } from './envelope.js';
import { personSchema } from './person.js';
import { schemaOf, upcast } from './upcasters.js';

const instant = z.iso.datetime({ precision: 3 });

const envelopeSchema = z.strictObject({
  type: z.string(),
  version: z.int().min(1),
  event_id: z.uuid(),
  workspace_id: z.string().min(1).max(64),
  occurred_at: instant,
  received_at: instant,
  source: z.string().min(1).max(64),
  key: z.string().max(128),
  person: personSchema,
  payload: z.unknown(),
});

/** What is wrong with bytes that should be an event. */
export class EventMalformed extends Error {
  readonly path: string;
  /** `unknown`: of a type or a version that this code does not know, and newer code may. */
  readonly reason: 'malformed' | 'unknown';

  constructor(message: string, path: string, reason: 'malformed' | 'unknown' = 'malformed') {
    super(message);
    this.name = 'EventMalformed';
    this.path = path;
    this.reason = reason;
  }
}

/** One line of JSON, the keys always in the same order: `type` and `version` first, so that peekEvent need not parse. */
export function encodeEvent<T extends EventType>(event: Event<T>): Buffer {
  const { type, version, event_id, workspace_id, occurred_at, received_at, source, key, person, payload } = event;
  return Buffer.from(JSON.stringify({ type, version, event_id, workspace_id, occurred_at, received_at, source, key, person, payload }));
}

/**
 * Reads an event of any published version and lifts it to the newest.
 * @throws EventMalformed with the path of the first wrong field.
 */
export function decodeEvent(bytes: Uint8Array): AnyEvent {
  const envelope = check(envelopeSchema, parse(bytes), '');
  const { type, version } = envelope;
  if (!isEventType(type)) throw new EventMalformed(`unknown event type ${type}`, 'type', 'unknown');
  const published = schemaOf(type, version);
  if (published === undefined) throw new EventMalformed(`unknown version ${version} of ${type}`, 'version', 'unknown');
  const payload = check(published, envelope.payload, 'payload') as object;
  return { ...envelope, version: CATALOGUE[type].version, payload: upcast(type, version, payload) } as AnyEvent;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    throw new EventMalformed('not JSON', '');
  }
}

function check<S extends z.ZodType>(schema: S, value: unknown, under: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [under, ...(issue?.path ?? []).map(String)].filter((part) => part !== '').join('.');
  throw new EventMalformed(issue?.message ?? 'not valid', path);
}

const HEAD = /^\{"type":"([a-z_]{1,64})","version":(\d{1,9}),/;
const HEAD_BYTES_MAX = 128;

/** Type and version of bytes written by encodeEvent, without parsing them; undefined when they do not begin so. */
export function peekEvent(bytes: Uint8Array): { readonly type: string; readonly version: number } | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES_MAX)).toString('latin1');
  const match = HEAD.exec(head);
  if (match === null) return undefined;
  return { type: match[1] ?? '', version: Number(match[2]) };
}
