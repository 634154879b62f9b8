/** What a phone's browser sends; anything less honest is classed as a bot. */
const PHONE_HEADERS = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-GB,en;q=0.9',
} as const;

/** Longer than a tracker lets anybody wait. */
const PATIENCE_MS = 60_000;

/** Follows a short link as far as its answer; returns the destination, and the click id in it, empty where it has none. */
export async function click(
  url: string,
  headers: Readonly<Record<string, string>> = {},
  patience_ms = PATIENCE_MS,
): Promise<{ location: URL; click_id: string; cookie: string }> {
  const answer = await fetch(url, { redirect: 'manual', headers: { ...PHONE_HEADERS, ...headers }, signal: AbortSignal.timeout(patience_ms) });
  const text = answer.headers.get('location');
  if (answer.status !== 302 || text === null) throw new Error(`expected a redirect, got ${answer.status}`);
  const location = new URL(text);
  return { location, click_id: location.searchParams.get('tlc') ?? '', cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}
