import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Principal, Stored } from './types.js';

const SECRET_BYTES = 32;
const ID_BYTES = 6;
const TOKEN = /^Bearer tl_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

export interface FreshKey {
  readonly id: string;
  readonly token: string;
  readonly secret_sha256: string;
}

/** A new key: `tl_<id>_<secret>`; only the secret's hash is ever stored. */
export function freshKey(): FreshKey {
  const id = randomBytes(ID_BYTES).toString('hex');
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  return { id, token: `tl_${id}_${secret}`, secret_sha256: sha256(secret).toString('hex') };
}

/**
 * Who an Authorization header speaks for.
 * @throws TouchlineError TL_AUTH_MISSING, TL_AUTH_INVALID or TL_AUTH_SCOPE
 */
export function authorize(header: string | undefined, scope: Scope, keyOfId: (id: string) => Stored<'api_key'> | undefined): Principal {
  if (header === undefined || header === '') throw new TouchlineError('TL_AUTH_MISSING');
  const match = TOKEN.exec(header);
  const key = match?.[1] === undefined ? undefined : keyOfId(match[1]);
  const given = sha256(match?.[2] ?? '');
  const expected = Buffer.from(key?.entity.secret_sha256 ?? '0'.repeat(64), 'hex');
  const same = timingSafeEqual(given, expected);
  if (key === undefined || !same || key.archived || isExpired(key)) throw new TouchlineError('TL_AUTH_INVALID');
  if (!key.entity.scopes.includes(scope)) throw new TouchlineError('TL_AUTH_SCOPE', `This needs a key with the scope \`${scope}\`.`);
  return { workspace_id: key.workspace_id, key_id: key.id, scopes: key.entity.scopes };
}

function isExpired(key: Stored<'api_key'>): boolean {
  return key.entity.expires_at !== undefined && Date.parse(key.entity.expires_at) <= Date.now();
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
