import type { IncomingMessage } from 'node:http';
import { TouchlineError } from '@touchline/runtime';
import { BODY_BYTES_MAX, BODY_DRAIN_BYTES_MAX, RAW_BYTES_MAX } from './limits.js';

/** A request's body as far as it was read. */
export interface ReadBody {
  readonly bytes: Buffer;
  /** How long it was, or as much of that as was seen. */
  readonly bytes_total: number;
  /** Why it cannot be used. */
  readonly error: TouchlineError | undefined;
}

/** Reads a body up to its limit. What goes beyond is counted and dropped. Never rejects. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let bytes_total = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes_total += chunk.byteLength;
      if (bytes_total <= BODY_BYTES_MAX) chunks.push(chunk);
      if (bytes_total > BODY_DRAIN_BYTES_MAX) break;
    }
  } catch {
    return { bytes: Buffer.concat(chunks), bytes_total, error: new TouchlineError('TL_BODY_MALFORMED', 'The request body was cut short.') };
  }
  if (bytes_total <= BODY_BYTES_MAX) return { bytes: Buffer.concat(chunks), bytes_total, error: undefined };
  return { bytes: Buffer.concat(chunks).subarray(0, RAW_BYTES_MAX), bytes_total, error: new TouchlineError('TL_BODY_TOO_LARGE') };
}

/** @throws TouchlineError TL_BODY_TYPE unless the body says it is plain JSON. */
export function checkBodyType(headers: IncomingMessage['headers']): void {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type.trim().toLowerCase() !== 'application/json') throw new TouchlineError('TL_BODY_TYPE');
  if (encoding.toLowerCase() !== 'identity') throw new TouchlineError('TL_BODY_TYPE', 'A compressed request body is not taken here.');
}
