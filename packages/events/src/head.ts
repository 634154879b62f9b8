/** What stands at the beginning of every event: enough to count it, find it and move it. */
export interface EventHead {
  readonly type: string;
  readonly version: number;
  readonly event_id: string;
  readonly workspace_id: string;
  readonly received_at: string;
  readonly source: string;
  readonly key: string;
}

const HEAD_BYTES_MAX = 640;
/** As encodeEvent writes it. Anything that is escaped or not ASCII is left to the JSON parser. */
const PLAIN = '[ !#-\\[\\]-~]';
const HEAD = new RegExp(
  `^\\{"type":"([a-z_]{1,64})","version":(\\d{1,9}),"event_id":"([0-9a-f-]{36})","workspace_id":"(${PLAIN}{1,64})",` +
    `"occurred_at":"${PLAIN}{20,32}","received_at":"(${PLAIN}{20,32})","source":"(${PLAIN}{1,64})","key":"(${PLAIN}{0,128})",`,
);

/** The head of an event of any version, by its first bytes where encodeEvent wrote them; undefined when they are no event. */
export function readEventHead(bytes: Uint8Array): EventHead | undefined {
  const begin = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES_MAX)).toString('latin1');
  const match = HEAD.exec(begin);
  if (match === null) return parsedHead(bytes);
  const [, type = '', version = '', event_id = '', workspace_id = '', received_at = '', source = '', key = ''] = match;
  return { type, version: Number(version), event_id, workspace_id, received_at, source, key };
}

function parsedHead(bytes: Uint8Array): EventHead | undefined {
  const value = parse(bytes);
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, version, event_id, workspace_id, received_at, source, key } = value as Record<string, unknown>;
  const texts = [type, event_id, workspace_id, received_at, source, key];
  if (typeof version !== 'number' || texts.some((text) => typeof text !== 'string')) return undefined;
  return { type, version, event_id, workspace_id, received_at, source, key } as EventHead;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
