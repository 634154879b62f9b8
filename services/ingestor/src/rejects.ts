import type { EventLog, NewRecord, StoredRecord } from '@touchline/event-log';
import { CATALOGUE, decodeEvent, type Event, EventMalformed, encodeEvent, naturalEventId } from '@touchline/events';
import { ERRORS, type ErrorCode } from '@touchline/runtime';
import { RAW_CHARACTERS_MAX, REJECTS_PER_APPEND_MAX } from './limits.js';

/** A record that will never be a row, and why. */
export interface Reject {
  readonly topic: string;
  readonly partition: number;
  readonly record: StoredRecord;
  readonly code: ErrorCode;
  readonly path: string;
}

const SOURCE = 'ingestor';
/** For bytes that do not say whose they are. */
const NO_WORKSPACE = 'unknown';
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** A field's name may hold anything its sender likes, a person's name included. */
const HARMLESS_PATH = /^[A-Za-z0-9_.-]{0,200}$/;

/**
 * Keeps rejects in the log, each once for ever: its id is made of where the record stands, so that a redo appends nothing.
 * @throws TouchlineError TL_LOG_UNAVAILABLE
 */
export async function appendRejects(log: EventLog, rejects: readonly Reject[]): Promise<void> {
  for (let from = 0; from < rejects.length; from += REJECTS_PER_APPEND_MAX) {
    await log.append('rejects', rejects.slice(from, from + REJECTS_PER_APPEND_MAX).map(recordOf));
  }
}

/** A row that the warehouse refused although it is well-formed is refused by the warehouse; else the event was no event. */
export function refusalOf(record: StoredRecord): { code: ErrorCode; path: string } {
  try {
    decodeEvent(record.value);
    return { code: 'TL_WAREHOUSE_REFUSED', path: '' };
  } catch (error) {
    if (error instanceof EventMalformed) return refusalBy(error);
    throw error;
  }
}

/** What newer code may know has a code of its own, so that it can be replayed when that code is here. */
export function refusalBy(error: EventMalformed): { code: ErrorCode; path: string } {
  return { code: error.reason === 'unknown' ? 'TL_EVENT_TYPE_UNKNOWN' : 'TL_EVENT_MALFORMED', path: error.path };
}

function recordOf(reject: Reject): NewRecord {
  const event = rejectedEvent(reject);
  return { key: event.key, value: encodeEvent(event), once_id: event.event_id };
}

function rejectedEvent(reject: Reject): Event<'rejected'> {
  const { topic, partition, record, code, path } = reject;
  const raw = Buffer.from(record.value).toString('utf8');
  const { workspace_id, received_at } = ownerOf(raw);
  return {
    type: 'rejected',
    version: CATALOGUE.rejected.version,
    event_id: naturalEventId(['ingest', topic, String(partition), String(record.offset)]),
    workspace_id,
    occurred_at: received_at,
    received_at,
    source: SOURCE,
    key: SOURCE,
    person: { raw: raw.slice(0, RAW_CHARACTERS_MAX) },
    payload: {
      stage: 'ingest',
      code,
      path: HARMLESS_PATH.test(path) ? path : '(unprintable)',
      message: ERRORS[code].cause,
      bytes: record.value.byteLength,
      origin_topic: topic,
      origin_partition: partition,
      origin_offset: record.offset,
    },
  };
}

/** As much of the envelope as can be believed. */
function ownerOf(raw: string): { workspace_id: string; received_at: string } {
  const { workspace_id, received_at } = fieldsOf(raw);
  const believable = typeof workspace_id === 'string' && workspace_id !== '' && workspace_id.length <= 64;
  const dated = typeof received_at === 'string' && INSTANT.test(received_at) && !Number.isNaN(Date.parse(received_at));
  return { workspace_id: believable ? workspace_id : NO_WORKSPACE, received_at: dated ? received_at : new Date().toISOString() };
}

function fieldsOf(raw: string): { workspace_id?: unknown; received_at?: unknown } {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
