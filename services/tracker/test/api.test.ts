import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';

let tracker: TestTracker;
let writer: string;
let stranger: string;

beforeAll(async () => {
  tracker = await TestTracker.start();
  writer = await tracker.key('one', 'links:write');
  stranger = await tracker.key('two', 'links:write', 'read');
});
afterAll(() => tracker.stop());

const LINK = { destination: 'https://shop.example/', creator_id: 'mia' };
const follow = (slug: unknown) => fetch(tracker.url(`/${String(slug)}`), { redirect: 'manual' });

describe('POST /v1/links', () => {
  it('makes a link that can be followed at once', async () => {
    const { status, body } = await tracker.api('POST', 'links', writer, { ...LINK, slug: 'summer', campaign_id: undefined, platform: 'tiktok' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: 'summer', slug: 'summer', destination: 'https://shop.example/', creator_id: 'mia', archived: false });
    expect(String(body['short_url'])).toMatch(/\/summer$/);
    expect((await follow('summer')).status).toBe(302);
  });

  it('draws a slug without look-alikes when none is given', async () => {
    const { body } = await tracker.api('POST', 'links', writer, LINK);
    expect(body['slug']).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
    expect(body['id']).toBe(body['slug']);
  });

  it('with an id changes that link, and a repeat changes nothing', async () => {
    const first = await tracker.api('POST', 'links', writer, { ...LINK, id: 'l-1', slug: 'autumn' });
    const changed = await tracker.api('POST', 'links', writer, { ...LINK, id: 'l-1', slug: 'autumn', destination: 'https://shop.example/sale' });
    const before = (await tracker.log.heads('directory'))[0]?.next_offset;
    const repeated = await tracker.api('POST', 'links', writer, { ...LINK, id: 'l-1', slug: 'autumn', destination: 'https://shop.example/sale' });
    expect([first.status, changed.status, repeated.status]).toEqual([201, 200, 200]);
    expect(repeated.body).toEqual(changed.body);
    expect((await tracker.log.heads('directory'))[0]?.next_offset).toBe(before);
    expect((await follow('autumn')).headers.get('location')).toContain('https://shop.example/sale?');
  });

  it.each([
    ['a javascript: destination', { ...LINK, destination: 'javascript:alert(1)' }, 422, 'TL_DESTINATION_SCHEME', 'destination'],
    ['a private destination', { ...LINK, destination: 'http://10.0.0.1/' }, 422, 'TL_DESTINATION_FORBIDDEN', 'destination'],
    ['a destination that is no text', { ...LINK, destination: 1 }, 422, 'TL_FIELD_TYPE', 'destination'],
    [
      'a destination that is too long once it is written out',
      { ...LINK, destination: `https://shop.example/${'ü'.repeat(400)}` },
      422,
      'TL_FIELD_VALUE',
      'destination',
    ],
    ['no destination', { creator_id: 'mia' }, 422, 'TL_FIELD_MISSING', 'destination'],
    ['an unknown creator', { ...LINK, creator_id: 'nobody' }, 422, 'TL_CREATOR_UNKNOWN', 'creator_id'],
    ['an unknown campaign', { ...LINK, campaign_id: 'none' }, 404, 'TL_ENTITY_UNKNOWN', 'campaign_id'],
    ['an unknown field', { ...LINK, color: 'red' }, 422, 'TL_FIELD_UNKNOWN', 'color'],
    ['a slug with a slash', { ...LINK, slug: 'a/b' }, 422, 'TL_FIELD_VALUE', 'slug'],
    ['a reserved slug', { ...LINK, slug: 'V1' }, 422, 'TL_FIELD_VALUE', 'slug'],
    ['a slug in use', { ...LINK, slug: 'spring' }, 409, 'TL_LINK_SLUG_TAKEN', 'slug'],
    ['a list', [LINK], 422, 'TL_FIELD_TYPE', ''],
  ])('refuses %s', async (_what, body, status, code, path) => {
    const answer = await tracker.api('POST', 'links', writer, body);
    expect({ status: answer.status, ...answer.body }).toMatchObject({ status, code, path });
  });

  it.each([
    ['malformed JSON', '{"a":', 'application/json', 400, 'TL_BODY_MALFORMED'],
    ['an empty body', '', 'application/json', 400, 'TL_BODY_MALFORMED'],
    ['another type of body', 'a=b', 'application/x-www-form-urlencoded', 415, 'TL_BODY_TYPE'],
    ['plain text', '{}', 'text/plain', 415, 'TL_BODY_TYPE'],
    ['2 MiB', JSON.stringify({ ...LINK, slug: 'x'.repeat(2 * 1024 * 1024) }), 'application/json', 413, 'TL_BODY_TOO_LARGE'],
  ])('refuses %s', async (_what, body, type, status, code) => {
    const headers = { authorization: `Bearer ${writer}`, 'content-type': type };
    const answer = await fetch(tracker.url('/v1/links'), { method: 'POST', headers, body });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });
});

describe('creators, campaigns, posts and codes', () => {
  it('are made, listed page by page, read and archived alike', async () => {
    for (const id of ['c1', 'c2', 'c3']) expect((await tracker.api('POST', 'campaigns', writer, { id, name: id })).status).toBe(201);
    const first = await tracker.api('GET', 'campaigns?limit=2', writer);
    expect(first.body).toMatchObject({ items: [{ id: 'c1' }, { id: 'c2' }], next: 'c2' });
    const rest = await tracker.api('GET', 'campaigns?limit=2&after=c2', writer);
    expect(rest.body).toEqual({ items: [{ id: 'c3', name: 'c3', archived: false }] });
    expect((await tracker.api('DELETE', 'campaigns/c1', writer)).body).toMatchObject({ id: 'c1', archived: true });
    expect((await tracker.api('GET', 'campaigns', writer)).body).toMatchObject({ items: [{ id: 'c2' }, { id: 'c3' }] });
    expect((await tracker.api('GET', 'campaigns/c1', writer)).body).toMatchObject({ archived: true });
  });

  it('name each other: a post its creator, a code its creator, and a code is one creator’s', async () => {
    const creator = await tracker.api('POST', 'creators', writer, { name: 'Ben' });
    const id = creator.body['id'];
    expect((await tracker.api('POST', 'posts', writer, { id: 'p1', name: 'Reel', creator_id: id })).status).toBe(201);
    expect((await tracker.api('POST', 'posts', writer, { name: 'Reel', creator_id: 'nobody' })).body).toMatchObject({ code: 'TL_CREATOR_UNKNOWN' });
    expect((await tracker.api('POST', 'codes', writer, { code: 'BEN10', creator_id: id, post_id: 'p1' })).status).toBe(201);
    expect((await tracker.api('POST', 'codes', writer, { code: 'ben10', creator_id: 'mia' })).body).toMatchObject({ code: 'TL_CODE_TAKEN' });
  });
});

describe('DELETE /v1/links/:id', () => {
  it('stops the link at once; what it was can still be read', async () => {
    await tracker.api('POST', 'links', writer, { ...LINK, slug: 'winter' });
    expect((await follow('winter')).status).toBe(302);
    expect((await tracker.api('DELETE', 'links/winter', writer)).status).toBe(200);
    expect((await follow('winter')).status).toBe(404);
    expect((await tracker.api('GET', 'links/winter', writer)).body).toMatchObject({ archived: true });
  });

  it('of a link that never was says TL_ENTITY_UNKNOWN', async () => {
    expect(await tracker.api('DELETE', 'links/never', writer)).toMatchObject({ status: 404, body: { code: 'TL_ENTITY_UNKNOWN' } });
  });
});

describe('keys', () => {
  it('are needed, must be good, and must have the scope', async () => {
    const reader = await tracker.key('one', 'read');
    const events = await tracker.key('one', 'events:write');
    expect((await (await fetch(tracker.url('/v1/links'))).json()) as object).toMatchObject({ code: 'TL_AUTH_MISSING' });
    expect(await tracker.api('GET', 'links', 'tl_000000000000_x')).toMatchObject({ status: 401, body: { code: 'TL_AUTH_INVALID' } });
    expect(await tracker.api('POST', 'links', reader, LINK)).toMatchObject({ status: 403, body: { code: 'TL_AUTH_SCOPE' } });
    expect(await tracker.api('DELETE', 'links/spring', reader)).toMatchObject({ status: 403, body: { code: 'TL_AUTH_SCOPE' } });
    expect(await tracker.api('GET', 'links', events)).toMatchObject({ status: 403, body: { code: 'TL_AUTH_SCOPE' } });
    expect((await tracker.api('GET', 'links', reader)).status).toBe(200);
    expect((await tracker.api('GET', 'links', writer)).status).toBe(200);
  });

  it('made at the same moment with the same slug are one link, and whoever came second is told', async () => {
    const destinations = ['https://shop.example/one', 'https://shop.example/two', 'https://shop.example/three'];
    const answers = await Promise.all(destinations.map((destination) => tracker.api('POST', 'links', writer, { ...LINK, slug: 'at-once', destination })));
    const made = answers.filter(({ status }) => status === 201);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await tracker.api('GET', 'links/at-once', writer)).body).toMatchObject({ destination: made[0]?.body['destination'] });
  });

  it('of one workspace neither see, change, point at nor archive what is another’s (I6)', async () => {
    expect(await tracker.api('GET', 'links', stranger)).toMatchObject({ body: { items: [] } });
    expect(await tracker.api('GET', 'links/spring', stranger)).toMatchObject({ status: 404 });
    expect(await tracker.api('DELETE', 'links/spring', stranger)).toMatchObject({ status: 404, body: { code: 'TL_ENTITY_UNKNOWN' } });
    expect(await tracker.api('POST', 'links', stranger, LINK)).toMatchObject({ body: { code: 'TL_CREATOR_UNKNOWN' } });
    await tracker.api('POST', 'creators', stranger, { id: 'mia', name: 'Another Mia' });
    expect(await tracker.api('POST', 'links', stranger, { ...LINK, id: 'spring', slug: 'spring' })).toMatchObject({ body: { code: 'TL_LINK_SLUG_TAKEN' } });
    expect((await follow('spring')).headers.get('location')).toContain('https://shop.example/spring?');
    expect((await tracker.api('GET', 'creators/mia', writer)).body).toMatchObject({ name: 'Mia' });
  });
});

describe('what is not there', () => {
  it.each(['/', '/v1/nothing', '/a/b', '/%zz'])('%s says so and nothing breaks', async (path) => {
    const answer = await fetch(tracker.url(path));
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'TL_ROUTE_UNKNOWN']);
  });

  it('robots are told that they may ask', async () => {
    const answer = await fetch(tracker.url('/robots.txt'));
    expect([answer.status, await answer.text()]).toEqual([200, 'User-agent: *\nAllow: /\n']);
  });
});
