import { randomHex } from './random.js';

/** The visitor cookie's name. */
export const VISITOR_COOKIE = 'tlv';
/** 400 days: the longest that browsers keep a cookie. */
const VISITOR_AGE_S = 400 * 86_400;
const VISITOR_DIGITS = 32;

const COOKIE = /(?:^|; ?)tlv=([^;]*)/;
/** 128 bits in hex, with or without the dashes of a UUID. */
const VISITOR_ID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The visitor id in a Cookie header; undefined when there is none or it is not one of ours. */
export function visitorOf(cookie: string): string | undefined {
  if (cookie === '') return undefined;
  const value = COOKIE.exec(cookie)?.[1];
  return value !== undefined && VISITOR_ID.test(value) ? value : undefined;
}

/** A new visitor id of 128 random bits. */
export function newVisitor(): string {
  return randomHex(VISITOR_DIGITS);
}

/** What follows the id in Set-Cookie. */
export function cookieAttributes(secure: boolean): string {
  return `; Max-Age=${VISITOR_AGE_S}; Path=/; ${secure ? 'Secure; ' : ''}HttpOnly; SameSite=Lax`;
}
