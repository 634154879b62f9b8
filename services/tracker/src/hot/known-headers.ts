/** Headers the hot path reads; the number is their place in the parsed values. */
export const SLOT = {
  host: 0,
  user_agent: 1,
  cookie: 2,
  referer: 3,
  accept_language: 4,
  sec_purpose: 5,
  purpose: 6,
  x_moz: 7,
  sec_gpc: 8,
  dnt: 9,
  connection: 10,
  x_forwarded_for: 11,
  traceparent: 12,
} as const;

export const SLOTS = Object.keys(SLOT).length;
/** A header that is let through unread. */
export const UNREAD = -1;

/**
 * Headers that change nothing about how a GET is answered or how long it is. A name that is not here sends the request to
 * the slow path: so no header that frames a body, upgrades or authorizes can be overlooked.
 */
// biome-ignore format: one list, read as one
const HARMLESS = [
  'Accept', 'Accept-Encoding', 'Accept-Charset', 'Cache-Control', 'Pragma', 'Origin', 'Priority', 'Save-Data', 'Upgrade-Insecure-Requests',
  'If-None-Match', 'If-Modified-Since', 'From', 'Via', 'Forwarded', 'X-Requested-With', 'X-Request-Id', 'X-Real-IP', 'X-Forwarded-Proto',
  'X-Forwarded-Host', 'X-Forwarded-Port', 'X-Amzn-Trace-Id', 'CF-Ray', 'CF-Visitor', 'CF-Connecting-IP', 'CF-IPCountry', 'CDN-Loop',
  'Tracestate', 'Sec-Fetch-Dest', 'Sec-Fetch-Mode', 'Sec-Fetch-Site', 'Sec-Fetch-User', 'Sec-Fetch-Storage-Access',
  'Sec-CH-UA', 'Sec-CH-UA-Mobile', 'Sec-CH-UA-Platform', 'Sec-CH-UA-Platform-Version', 'Sec-CH-UA-Arch', 'Sec-CH-UA-Bitness', 'Sec-CH-UA-Model',
  'Sec-CH-UA-Full-Version', 'Sec-CH-UA-Full-Version-List', 'Sec-CH-UA-Form-Factors', 'Sec-CH-UA-WoW64', 'Sec-CH-Prefers-Color-Scheme',
  'Device-Memory', 'DPR', 'Viewport-Width', 'Downlink', 'ECT', 'RTT',
];

/** A power of two, many times the number of names. */
const TABLE_LENGTH = 4_096;

const PLACES = new Map<string, number>();
for (const [name, place] of Object.entries(SLOT)) PLACES.set(name.replaceAll('_', '-'), place);
for (const name of HARMLESS) PLACES.set(name.toLowerCase(), UNREAD);
// The spellings that browsers use are found without making a lower-case copy first.
for (const name of HARMLESS) PLACES.set(name, UNREAD);
for (const [name, place] of [...PLACES]) PLACES.set(capitalised(name), place);
PLACES.set('sec-ch-ua', UNREAD);
PLACES.set('DNT', SLOT.dnt);
PLACES.set('Sec-GPC', SLOT.sec_gpc);

/** By hash and length; names of one hash lie behind each other. The name is found without making a text of it. */
const TABLE: { readonly name: Buffer; readonly place: number }[][] = Array.from({ length: TABLE_LENGTH }, () => []);
for (const [name, place] of PLACES) {
  const bytes = Buffer.from(name, 'latin1');
  TABLE[hashOf(bytes, 0, bytes.length)]?.push({ name: bytes, place });
}

/** The place of the value of a header whose name lies there, UNREAD, or undefined for a name that only the slow path may judge. */
export function placeOf(bytes: Uint8Array, from: number, to: number): number | undefined {
  const known = TABLE[hashOf(bytes, from, to)] ?? [];
  for (let index = 0; index < known.length; index += 1) {
    const each = known[index];
    if (each !== undefined && each.name.length === to - from && isAt(each.name, bytes, from)) return each.place;
  }
  return PLACES.get(Buffer.from(bytes.subarray(from, to)).toString('latin1').toLowerCase());
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from;
  for (let at = from; at < to; at += 1) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
  return hash & (TABLE_LENGTH - 1);
}

function capitalised(name: string): string {
  return name.replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}

function isAt(name: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (name[index] !== bytes[from + index]) return false;
  }
  return true;
}
