import { decodeEvent, encodeEvent } from '@touchline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';
import { BROWSER_HEADERS, clickIdOf, exchange, headerOf, request, type WireAnswer } from './support/wire.js';

let tracker: TestTracker;

beforeAll(async () => {
  tracker = await TestTracker.start({ settings: { TOUCHLINE_TRUSTED_HOPS: '1' } });
  const links = {
    query: 'https://shop.example/a?x=%20y&tlc=theirs&utm_source=own#part',
    quotes: 'https://shop.example/%22quoted%22?name=M%C3%BCller',
  };
  for (const [slug, destination] of Object.entries(links)) {
    await tracker.directory.upsert('one', 'link', slug, { slug, destination, creator_id: 'mia', campaign_id: 'sale', post_id: 'reel-1', platform: 'TikTok' });
  }
});
afterAll(() => tracker.stop());

const VISITOR = '0123456789abcdef0123456789abcdef';
/** A header the hot path does not know. */
const SLOW = 'X-Take-The-Slow-Path: 1';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;
const NEW_VISITOR = /tlv=(?!0123456789abcdef)[0-9a-f]{32}/g;

/** An answer without what must differ from one to the next, its headers in an order of their own. */
function comparable({ status, headers, body }: WireAnswer) {
  const shown = headers
    .filter(([name]) => name !== 'date')
    .map(([name, value]) => `${name}: ${value.replaceAll(UUID, '<id>').replaceAll(NEW_VISITOR, 'tlv=<new>')}`);
  return { status, body, headers: shown.sort() };
}

/** What the log says of the last request, without what must differ. */
async function lastRecord(known: Set<string>): Promise<string> {
  const fresh = (await tracker.clickRecords()).map((bytes) => Buffer.from(bytes).toString()).filter((each) => !known.has(each));
  expect(fresh).toHaveLength(1);
  const text = fresh[0] ?? '';
  known.add(text);
  expect(encodeEvent(decodeEvent(Buffer.from(text))).toString()).toBe(text);
  return text
    .replaceAll(UUID, '<id>')
    .replaceAll(/"(occurred_at|received_at|key)":"[^"]*"/g, '"$1":"…"')
    .replaceAll(/"visitor_id":"(?!0123456789abcdef)[0-9a-f]{32}"/g, '"visitor_id":"<new>"');
}

describe('the hot and the slow path give the same answer and the same record to', () => {
  it.each<[string, string, readonly string[]]>([
    ['a first visit', '/spring', BROWSER_HEADERS],
    ['a visitor who is known', '/spring', [...BROWSER_HEADERS, `Cookie: a=b; tlv=${VISITOR}; c=d`]],
    ['a malformed cookie', '/spring', [...BROWSER_HEADERS, 'Cookie: tlv=../../etc']],
    ['a wish for privacy by Sec-GPC', '/spring', [...BROWSER_HEADERS, 'Sec-GPC: 1', `Cookie: tlv=${VISITOR}`]],
    ['a wish for privacy by DNT', '/spring', [...BROWSER_HEADERS, 'DNT: 1']],
    ['no such wish', '/spring', [...BROWSER_HEADERS, 'DNT: 0']],
    ['a prefetch', '/spring', [...BROWSER_HEADERS, 'Sec-Purpose: prefetch']],
    ['a robot', '/spring', ['User-Agent: curl/8.5.0']],
    ['no user agent', '/spring', []],
    ['a user agent full of quotes', '/spring', ['User-Agent: Instagram "\\"<script>']],
    ['a query that tries to say more', '/spring?url=https://evil.example/&tlc=mine', BROWSER_HEADERS],
    ['a destination with a query and a fragment', '/query', BROWSER_HEADERS],
    ['a destination with escapes', '/quotes', BROWSER_HEADERS],
    ['a visitor behind a proxy', '/spring', [...BROWSER_HEADERS, 'X-Forwarded-For: 198.51.100.7, 203.0.113.9']],
    ['nonsense from a proxy', '/spring', [...BROWSER_HEADERS, 'X-Forwarded-For: unknown']],
    ['an unknown link', '/nowhere', BROWSER_HEADERS],
    ['the end of the connection', '/spring', [...BROWSER_HEADERS, 'Connection: close']],
    ['a referrer that is none', '/spring', ['Referer: javascript:alert(1)', 'User-Agent: phone']],
  ])('%s', async (_what, target, lines) => {
    const known = new Set((await tracker.clickRecords()).map((bytes) => Buffer.from(bytes).toString()));
    const before = await tracker.metric('touchline_hot_requests_total');
    const [hot] = await exchange(tracker.port, request(target, lines));
    expect(await tracker.metric('touchline_hot_requests_total')).toBe(before + 1);
    const hotRecord = await lastRecord(known);
    const [slow] = await exchange(tracker.port, request(target, [...lines, SLOW]));
    expect(await tracker.metric('touchline_hot_requests_total')).toBe(before + 1);
    const slowRecord = await lastRecord(known);
    expect(hot && comparable(hot)).toEqual(slow && comparable(slow));
    expect(hotRecord).toBe(slowRecord);
  });

  it('HEAD, which only the slow path takes, as to GET, but of class head', async () => {
    const [got] = await exchange(tracker.port, request('/spring'));
    const [head] = await exchange(tracker.port, request('/spring', BROWSER_HEADERS, 'HEAD'));
    expect(head && comparable(head)).toEqual(got && comparable(got));
    expect((await tracker.click(clickIdOf(head ?? { status: 0, headers: [], body: '' }))).payload).toMatchObject({ class: 'head', class_rule: 'head:method' });
  });
});

describe('a redirect', () => {
  it('is a 302 that nobody may keep, and keeps the destination’s own query and fragment', async () => {
    const [answer] = await exchange(tracker.port, request('/query'));
    if (answer === undefined) throw new Error('no answer');
    expect(answer.status).toBe(302);
    const location = headerOf(answer, 'location') ?? '';
    expect(location.replace(clickIdOf(answer), '<id>')).toBe(
      'https://shop.example/a?x=%20y&utm_source=own&utm_medium=influencer&utm_campaign=sale&utm_content=mia-reel-1&tlc=<id>#part',
    );
    expect(headerOf(answer, 'cache-control')).toBe('private, no-store');
    expect(headerOf(answer, 'referrer-policy')).toBe('no-referrer-when-downgrade');
    expect(headerOf(answer, 'x-robots-tag')).toBe('noindex');
  });

  it('says in the log what it knows of the click', async () => {
    const [answer] = await exchange(tracker.port, request('/query', [...BROWSER_HEADERS, 'X-Forwarded-For: 203.0.113.9']));
    if (answer === undefined) throw new Error('no answer');
    const event = await tracker.click(clickIdOf(answer));
    expect(event).toMatchObject({ type: 'click', workspace_id: 'one', source: 'tracker', person: { ip_prefix: '203.0.113.0/24' } });
    expect(event.payload).toMatchObject({
      link_id: 'query',
      slug: 'query',
      host: 'go.example',
      class: 'human',
      referrer_host: 'www.instagram.com',
      device: 'mobile',
      os: 'iOS',
      language: 'de-AT',
      private: false,
      simulated: false,
    });
    expect(headerOf(answer, 'set-cookie')).toBe(`tlv=${event.person.visitor_id}; Max-Age=34560000; Path=/; Secure; HttpOnly; SameSite=Lax`);
  });

  it('under Sec-GPC carries no identifier, neither in the answer nor in the log (I9)', async () => {
    const [answer] = await exchange(tracker.port, request('/spring', [...BROWSER_HEADERS, 'Sec-GPC: 1', `Cookie: tlv=${VISITOR}`]));
    if (answer === undefined) throw new Error('no answer');
    expect(headerOf(answer, 'set-cookie')).toBeUndefined();
    const event = await tracker.click(clickIdOf(answer));
    expect([event.person, event.payload.private]).toEqual([{}, true]);
  });

  it('for a slug that no link has is a plain page, recorded as a miss of no workspace', async () => {
    const [answer] = await exchange(tracker.port, request('/no-such-link<script>'.replace('<script>', '%3Cscript%3E')));
    expect([answer?.status, answer && headerOf(answer, 'location')]).toEqual([404, undefined]);
    expect(answer?.body).toContain('TL_LINK_UNKNOWN');
    expect(answer?.body).not.toContain('script');
    const miss = (await tracker.clicks()).find((event) => event.type === 'redirect_missed' && event.payload.slug === 'no-such-link<script>');
    expect(miss).toMatchObject({ workspace_id: '(none)', person: {} });
  });
});

describe('no open redirect (I7): the link goes where its owner said, whatever is asked', () => {
  it.each([
    '/spring?url=https://evil.example',
    '/spring?destination=//evil.example&redirect=https://evil.example',
    '/spring?utm_source=https://evil.example&tlc=evil',
    '/spring?%0d%0aLocation:%20https://evil.example',
    '/spring?a=b%0d%0aSet-Cookie:x=y',
  ])('%s', async (target) => {
    const [answer] = await exchange(tracker.port, request(target));
    if (answer === undefined) throw new Error('no answer');
    const id = clickIdOf(answer);
    expect(headerOf(answer, 'location')).toBe(`https://shop.example/spring?utm_source=instagram&utm_medium=influencer&utm_content=mia&tlc=${id}`);
    expect(answer.headers.filter(([name]) => name === 'location')).toHaveLength(1);
  });

  it.each([
    '//evil.example',
    '/https://evil.example',
    '/%2F%2Fevil.example',
    '/\\evil.example',
    'http://evil.example/nowhere',
    '/spring/../..//evil.example',
    '/..',
  ])('%s goes nowhere', async (target) => {
    const [answer] = await exchange(tracker.port, request(target));
    expect(answer && headerOf(answer, 'location')).toBeUndefined();
    expect([400, 404]).toContain(answer?.status);
  });

  it('a link whose stored destination is no web address is not followed', async () => {
    await tracker.directory.upsert('one', 'link', 'bad', { slug: 'bad', destination: 'javascript:alert(1)', creator_id: 'mia' });
    const [answer] = await exchange(tracker.port, request('/bad'));
    expect([answer?.status, answer && headerOf(answer, 'location')]).toEqual([404, undefined]);
  });
});
