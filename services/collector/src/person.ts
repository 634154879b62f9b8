import { createHash } from 'node:crypto';
import type { Person } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';

export interface Identifiers {
  readonly visitor_id?: string | undefined;
  readonly customer_id?: string | undefined;
  readonly email_sha256?: string | undefined;
  readonly email?: string | undefined;
}

/** SHA-256, hex, of an address without surrounding blanks, in lower case: what advertising platforms hash too. */
export function hashEmail(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}

/**
 * The person part of an event.
 * @throws TouchlineError TL_FIELD_VALUE when an e-mail and its hash do not belong together
 */
export function personOf(told: Identifiers): Person {
  const hashed = told.email === undefined ? told.email_sha256 : hashEmail(told.email);
  if (told.email_sha256 !== undefined && told.email_sha256 !== hashed) {
    throw new TouchlineError('TL_FIELD_VALUE', 'Expected the SHA-256 of `email`, without surrounding blanks, in lower case.', 'email_sha256');
  }
  return {
    ...(told.visitor_id === undefined ? {} : { visitor_id: told.visitor_id }),
    ...(told.customer_id === undefined ? {} : { customer_id: told.customer_id }),
    ...(hashed === undefined ? {} : { email_sha256: hashed }),
  };
}
