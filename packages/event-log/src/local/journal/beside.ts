import type { NewRecord } from '../../port.js';

const NOTHING = Buffer.alloc(0);

type Beside = Pick<NewRecord, 'once_id' | 'headers'>;

/** What lies beside a record's value, as JSON: empty for most. */
export function besideOf({ once_id, headers }: NewRecord): Buffer {
  if (once_id === undefined && headers === undefined) return NOTHING;
  return Buffer.from(JSON.stringify({ once_id, headers }));
}

export function besideFrom(bytes: Buffer): Beside {
  return bytes.byteLength === 0 ? {} : (JSON.parse(bytes.toString()) as Beside);
}
