import { createHash } from 'node:crypto';
import { type AnyEvent, decodeEvent, type Entities, encodeEvent } from '@touchline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';
import { BROWSER_HEADERS, clickIdOf, exchange, headerOf, request, type WireAnswer } from './support/wire.js';

let tracker: TestTracker;

const VISITORS = 1_000;
const SHARE = 0.2;
const ROUTES: Readonly<Record<string, string>> = { control: 'https://shop.example/home?tlc=', treated: 'https://shop.example/offer?utm_source=instagram&' };

const DRAFT: Entities['experiment'] = {
  name: 'Offer page',
  design: 'redirect_holdout',
  assignment: 'hash',
  unit: 'visitor',
  scope: { link_ids: ['offer'], creator_ids: [], campaign_ids: [], geos: [] },
  arms: [
    { name: 'control', weight: 20 },
    { name: 'treated', weight: 80 },
  ],
  control_arm: 'control',
  holdout_url: 'https://shop.example/home',
  metric: { kind: 'revenue' },
  scale: 'absolute',
  method: 'sequential',
  n_star: 50_000,
  planned_end: '2099-01-01T00:00:00Z',
  alpha: 0.05,
  guards: [],
  salt: 'the salt of the test',
  conversion_window_ms: 604_800_000,
  state: 'draft',
};

/** Puts an experiment on a link of its own, running. */
async function run(link: string, change: Partial<Entities['experiment']> = {}): Promise<Entities['experiment']> {
  await tracker.directory.upsert('one', 'link', link, { slug: link, destination: 'https://shop.example/offer', creator_id: 'mia' });
  const draft = { ...DRAFT, scope: { ...DRAFT.scope, link_ids: [link] }, ...change };
  await tracker.directory.upsert('one', 'experiment', `on-${link}`, draft);
  const running = { ...draft, state: 'running', started_at: new Date().toISOString() } as const;
  await tracker.directory.upsert('one', 'experiment', `on-${link}`, running);
  return running;
}

const visitor = (index: number) => createHash('md5').update(`visitor ${index}`).digest('hex');
const follow = async (path: string, headers: readonly string[]) => (await exchange(tracker.port, request(path, headers)))[0] as WireAnswer;
const ask = (path: string, visitorId: string, ...more: string[]) => follow(path, [...BROWSER_HEADERS, ...more, `Cookie: tlv=${visitorId}`]);
const armOf = (answer: WireAnswer) => Object.keys(ROUTES).find((arm) => headerOf(answer, 'location')?.startsWith(ROUTES[arm] ?? ''));

function clicksOf(events: readonly AnyEvent[], slug: string) {
  return events.flatMap((event) => (event.type === 'click' && event.payload.slug === slug ? [event] : []));
}

beforeAll(async () => {
  tracker = await TestTracker.start();
  await run('offer');
});
afterAll(() => tracker.stop());

describe('a link with a holdout of 20 %', () => {
  const arms = new Map<string, string | undefined>();

  it('holds out a share within four standard deviations, and each click says its experiment and arm', async () => {
    for (let index = 0; index < VISITORS; index += 1) arms.set(visitor(index), armOf(await ask('/offer', visitor(index))));
    const control = [...arms.values()].filter((arm) => arm === 'control').length;
    expect(new Set(arms.values())).toEqual(new Set(['control', 'treated']));
    expect(Math.abs(control - VISITORS * SHARE)).toBeLessThan(4 * Math.sqrt(VISITORS * SHARE * (1 - SHARE)));
    const clicks = clicksOf(await tracker.clicks(), 'offer');
    expect(clicks).toHaveLength(VISITORS);
    for (const { version, person, payload } of clicks) {
      expect({ version, experiment_id: payload.experiment_id, arm: payload.arm }).toEqual({
        version: 2,
        experiment_id: 'on-offer',
        arm: arms.get(person.visitor_id ?? ''),
      });
      expect(payload.destination).toBe(payload.arm === 'control' ? 'https://shop.example/home' : 'https://shop.example/offer');
    }
  });

  it('gives the same visitor the same arm, by the hot and the slow path alike', async () => {
    for (let index = 0; index < 100; index += 1) {
      const before = arms.get(visitor(index));
      expect(armOf(await ask('/offer', visitor(index)))).toBe(before);
      expect(armOf(await ask('/offer', visitor(index), 'X-Take-The-Slow-Path: 1'))).toBe(before);
    }
  });

  it('writes the event as the catalogue does, byte for byte', async () => {
    for (const bytes of await tracker.clickRecords()) expect(encodeEvent(decodeEvent(bytes)).toString()).toBe(Buffer.from(bytes).toString());
  });

  it('decides by the visitor id it gives to somebody new', async () => {
    const first = await follow('/offer', BROWSER_HEADERS);
    const [, given = ''] = /tlv=([0-9a-f]{32})/.exec(headerOf(first, 'set-cookie') ?? '') ?? [];
    expect(armOf(await ask('/offer', given))).toBe(armOf(first));
  });

  it.each([
    ['who asks for no identifiers by Sec-GPC (I9)', [...BROWSER_HEADERS, 'Sec-GPC: 1']],
    ['who asks for no identifiers by DNT (I9)', [...BROWSER_HEADERS, 'DNT: 1']],
    ['who is a robot', ['User-Agent: curl/8.5.0']],
    ['who prefetches', [...BROWSER_HEADERS, 'Sec-Purpose: prefetch']],
  ])('sends everybody %s where the link leads, in no arm', async (_who, headers) => {
    for (let index = 0; index < 30; index += 1) {
      const answer = await follow('/offer', [...headers, `Cookie: tlv=${visitor(index)}`]);
      expect(armOf(answer)).toBe('treated');
      const { payload } = await tracker.click(clickIdOf(answer));
      expect([payload.experiment_id, payload.arm]).toEqual([undefined, undefined]);
    }
  });

  it('goes where its owner said, whatever the request says (I7)', async () => {
    for (const query of ['?url=https://evil.example/', '?holdout_url=https://evil.example/', '?arm=control', '?tlc=x']) {
      for (let index = 0; index < 20; index += 1) expect(armOf(await ask(`/offer${query}`, visitor(index)))).toBe(arms.get(visitor(index)));
    }
  });
});

describe('a holdout', () => {
  it('without a URL sends its control arm to the plain destination: without UTM parameters, with the click id', async () => {
    const { holdout_url: _, ...draft } = DRAFT;
    await tracker.directory.upsert('one', 'link', 'plain', { slug: 'plain', destination: 'https://shop.example/p?own=1', creator_id: 'mia' });
    const plain = { ...draft, scope: { ...DRAFT.scope, link_ids: ['plain'] } };
    await tracker.directory.upsert('one', 'experiment', 'plain', plain);
    await tracker.directory.upsert('one', 'experiment', 'plain', { ...plain, state: 'running', started_at: new Date().toISOString() });
    const locations = new Set<string>();
    for (let index = 0; index < 50; index += 1) locations.add((headerOf(await ask('/plain', visitor(index)), 'location') ?? '').replace(/tlc=.*/, 'tlc='));
    expect(locations).toEqual(
      new Set(['https://shop.example/p?own=1&tlc=', 'https://shop.example/p?own=1&utm_source=instagram&utm_medium=influencer&utm_content=mia&tlc=']),
    );
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'no address at all'])(
    'whose URL is %s, however it came into the log, redirects nobody there (I7)',
    async (holdout_url) => {
      const link = `odd-${holdout_url.slice(0, 2)}`;
      await run(link, { holdout_url });
      for (let index = 0; index < 30; index += 1) {
        const answer = await ask(`/${link}`, visitor(index));
        expect(armOf(answer)).toBe('treated');
        expect((await tracker.click(clickIdOf(answer))).payload.arm).toBeUndefined();
      }
    },
  );

  it('that is stopped holds nobody out', async () => {
    const running = await run('over');
    const held = Array.from({ length: 60 }, (_, index) => visitor(index));
    const count = async () => (await Promise.all(held.map((each) => ask('/over', each)))).filter((answer) => armOf(answer) === 'control').length;
    expect(await count()).toBeGreaterThan(0);
    await tracker.directory.upsert('one', 'experiment', 'on-over', { ...running, state: 'stopped', stopped_at: new Date().toISOString() });
    expect(await count()).toBe(0);
  });

  it('of another workspace on a link of the same id touches nothing (I6)', async () => {
    await tracker.directory.upsert('two', 'creator', 'mia', { name: 'Mia' });
    await tracker.directory.upsert('two', 'link', 'shared', { slug: 'shared-two', destination: 'https://other.example/', creator_id: 'mia' });
    await run('shared');
    for (let index = 0; index < 30; index += 1) expect(headerOf(await ask('/shared-two', visitor(index)), 'location')).toMatch(/^https:\/\/other\.example\//);
    const clicks = clicksOf(await tracker.clicks(), 'shared-two');
    expect(clicks.every(({ workspace_id, payload }) => workspace_id === 'two' && payload.experiment_id === undefined)).toBe(true);
  });
});
