/** What a redirect request is answered with, before it is put on the wire. */
export interface RedirectAnswer {
  readonly status: 302 | 404;
  /** Name and value of every header that matters, in the order they are sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const MISS_BODY = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Link not found</title>
<h1>Link not found</h1>
<p>No link has this address. Check it for a typing mistake.</p>
<p><small>TL_LINK_UNKNOWN</small></p>
</html>
`;

/** The page for an unknown link: the same for every address, so that nothing of the request is shown back. */
export const MISS_ANSWER: RedirectAnswer = {
  status: 404,
  headers: [
    ['cache-control', 'private, no-store'],
    ['x-robots-tag', 'noindex'],
    ['content-type', 'text/html; charset=utf-8'],
  ],
  body: MISS_BODY,
};

/** @param setCookie undefined when the visitor is known or wants no identifier. */
export function foundAnswer(location: string, setCookie: string | undefined): RedirectAnswer {
  const headers: [string, string][] = [
    ['location', location],
    ['cache-control', 'private, no-store'],
    ['referrer-policy', 'no-referrer-when-downgrade'],
    ['x-robots-tag', 'noindex'],
  ];
  if (setCookie !== undefined) headers.push(['set-cookie', setCookie]);
  return { status: 302, headers, body: '' };
}
