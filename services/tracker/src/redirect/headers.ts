const HOST_CHARACTERS_MAX = 255;
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/;
const REFERRER = /^(?:https?|android-app):\/\/([A-Za-z0-9.-]{1,253})(?::\d{1,5})?(?:[/?#]|$)/i;
const LANGUAGE = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,3}(?=[,;]|$)/;

let lastHost = '';
let lastName = '';

/**
 * The name in a Host header, in lower case and without the port; empty when it is no host name. Most requests name the same
 * host as the one before, so the last answer is kept.
 */
export function hostName(host: string): string {
  if (host === lastHost) return lastName;
  lastName = host.length > HOST_CHARACTERS_MAX ? '' : (HOST.exec(host)?.[1]?.toLowerCase() ?? '');
  lastHost = host;
  return lastName;
}

/** The host a visitor came from; path and query stay unread, they may tell who the visitor is. */
export function referrerHost(referrer: string): string {
  if (referrer === '') return '';
  return REFERRER.exec(referrer)?.[1]?.toLowerCase() ?? '';
}

/** The first language of Accept-Language, such as `de-AT`; empty when there is none. */
export function firstLanguage(acceptLanguage: string): string {
  if (acceptLanguage === '') return '';
  return LANGUAGE.exec(acceptLanguage)?.[0] ?? '';
}
