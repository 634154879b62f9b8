/** What a redirect request is answered with, before it is put on the wire. */
export interface RedirectAnswer {
  /** Undefined: there is no such link. */
  readonly location: string | undefined;
  /** Where to when the click is not known to be kept: the same place without a click id. Undefined: as `location`. */
  readonly location_unlogged?: string;
  /** Undefined when the visitor is known or wants no identifier. */
  readonly set_cookie: string | undefined;
}

/** Headers of every redirect beside Location and Set-Cookie. */
export const FOUND_HEADERS = [
  ['cache-control', 'private, no-store'],
  ['referrer-policy', 'no-referrer-when-downgrade'],
  ['x-robots-tag', 'noindex'],
] as const;

/** Headers of the page for an unknown link. */
export const MISS_HEADERS = [
  ['cache-control', 'private, no-store'],
  ['x-robots-tag', 'noindex'],
  ['content-type', 'text/html; charset=utf-8'],
] as const;

/** The page for an unknown link: the same for every address, so that nothing of the request is shown back. ASCII only. */
export const MISS_BODY = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Link not found</title>
<h1>Link not found</h1>
<p>No link has this address. Check it for a typing mistake.</p>
<p><small>TL_LINK_UNKNOWN</small></p>
</html>
`;

export const MISS_ANSWER: RedirectAnswer = { location: undefined, set_cookie: undefined };

/**
 * What to send when the click is not known to be on disk: people get where they wanted, but no click id, since whoever holds one may rely on
 * the click being there (I1).
 */
export function answerUnlogged(answer: RedirectAnswer): RedirectAnswer {
  return answer.location_unlogged === undefined ? answer : { ...answer, location: answer.location_unlogged };
}
