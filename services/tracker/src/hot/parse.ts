import { hostName } from '../redirect/headers.js';
import { placeOf, SLOT, SLOTS, UNREAD } from './known-headers.js';

/** Header blocks longer than this are the slow path's. */
const BLOCK_CHARACTERS_MAX = 8_192;

/** One request as the hot path takes it. */
export interface HotRequest {
  readonly slug: string;
  /** Values by SLOT; absent headers are empty. */
  readonly values: readonly string[];
  readonly keep_alive: boolean;
  /** Where the next request begins in the text. */
  readonly end: number;
}

const REQUEST_LINE = /GET \/([A-Za-z0-9][A-Za-z0-9_-]{0,63})(?:\?[A-Za-z0-9_.~%&=+,:;@/*!-]*)? HTTP\/1\.1\r\n/y;
const KEEP_ALIVE = /^keep-alive$/i;
const CLOSE = /^close$/i;

const SPACE = 32;
const RETURN = 13;
const COLON = 58;

/** What came in one read: the same as bytes and as text, each byte a character. */
export interface Received {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/**
 * Reads one whole, simple GET for a slug from a clean text. Undefined means "not for here": incomplete, or anything in it
 * that is not matched to the letter. It never accepts what node:http would refuse or would read in another way.
 */
export function parseRequest(received: Received, from: number): HotRequest | undefined {
  const { text } = received;
  REQUEST_LINE.lastIndex = from;
  const slug = REQUEST_LINE.exec(text)?.[1];
  if (slug === undefined) return undefined;
  const values: string[] = new Array<string>(SLOTS).fill('');
  const end = readHeaders(received, REQUEST_LINE.lastIndex, values);
  if (end === undefined || end - from > BLOCK_CHARACTERS_MAX || hostName(values[SLOT.host] ?? '') === '') return undefined;
  const connection = values[SLOT.connection] ?? '';
  if (connection === '' || KEEP_ALIVE.test(connection)) return { slug, values, keep_alive: true, end };
  return CLOSE.test(connection) ? { slug, values, keep_alive: false, end } : undefined;
}

/** Fills the values and returns where the block ends; undefined when a line is not to be taken here. */
function readHeaders({ text, bytes }: Received, from: number, values: string[]): number | undefined {
  let at = from;
  for (;;) {
    const newline = text.indexOf('\n', at);
    if (newline < 1 || bytes[newline - 1] !== RETURN) return undefined;
    const lineEnd = newline - 1;
    if (lineEnd === at) return newline + 1;
    let colon = at;
    while (bytes[colon] !== COLON && colon < lineEnd) colon += 1;
    if (colon === lineEnd) return undefined;
    const place = placeOf(bytes, at, colon);
    if (place === undefined) return undefined;
    if (place !== UNREAD && !readValue(text, { colon, lineEnd }, { values, place })) return undefined;
    at = newline + 1;
  }
}

/** False for a second header of the name, and for a value that is empty or not set apart by exactly one space. */
function readValue(text: string, line: { colon: number; lineEnd: number }, into: { values: string[]; place: number }): boolean {
  const start = line.colon + 2;
  if (into.values[into.place] !== '' || start >= line.lineEnd) return false;
  if (text.charCodeAt(start - 1) !== SPACE || text.charCodeAt(start) === SPACE || text.charCodeAt(line.lineEnd - 1) === SPACE) return false;
  into.values[into.place] = text.slice(start, line.lineEnd);
  return true;
}
