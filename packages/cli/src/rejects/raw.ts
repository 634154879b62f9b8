import type { EventLog } from '@touchline/event-log';
import type { RawReject } from './reject.js';

/** As much of what was refused at the edge as is kept, in bytes. */
const EDGE_BYTES_MAX = 65_536;
const BASE64 = 'base64:';

/**
 * The bytes that were refused: those of the log where it has them, else what the reject kept of them.
 * undefined: they are not kept whole.
 */
export async function wholeBytes(reject: RawReject, log: EventLog): Promise<Buffer | undefined> {
  const origin = reject.stage === 'ingest' ? await originBytes(reject, log) : undefined;
  if (origin !== undefined) return origin;
  const kept = keptBytes(reject);
  // The sender's key was taken out of text, which may make it shorter than it was.
  const isWhole = reject.stage === 'edge' && !reject.raw.startsWith(BASE64) ? reject.bytes <= EDGE_BYTES_MAX : kept.byteLength === reject.bytes;
  return isWhole ? kept : undefined;
}

/** What the reject kept, cut or not. */
export function keptBytes({ raw }: RawReject): Buffer {
  return raw.startsWith(BASE64) ? Buffer.from(raw.slice(BASE64.length), 'base64') : Buffer.from(raw, 'utf8');
}

async function originBytes(reject: RawReject, log: EventLog): Promise<Buffer | undefined> {
  const { origin_topic, origin_partition, origin_offset, bytes, raw } = reject;
  const [record] = await log.read(origin_topic, origin_partition, origin_offset, 1);
  if (record === undefined || record.offset !== origin_offset || record.value.byteLength !== bytes) return undefined;
  const value = Buffer.from(record.value);
  // A log that was merged with another has something else there.
  return value.toString('utf8').startsWith(raw) ? value : undefined;
}
