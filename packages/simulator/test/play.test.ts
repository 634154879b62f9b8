import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_MARKET, playMarket, simulateMarket } from '../src/index.js';

const market = simulateMarket({ ...DEMO_MARKET, creators: 1, posts_per_creator: 1, campaigns: 1, people: 40, days: 10, end: new Date('2026-11-21T10:00:00Z') });
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A door that writes down what it is asked, and answers as the tracker and the collector would unless told otherwise. */
async function door(instead: (seen: Seen, count: number) => { status: number; body?: string } | undefined = () => undefined) {
  const seen: Seen[] = [];
  const listener: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
    seen.push(asked);
    const other = instead(asked, seen.length);
    if (other !== undefined) response.writeHead(other.status).end(other.body);
    else if (asked.url === '/v1/events')
      response.writeHead(202).end(JSON.stringify({ results: JSON.parse(asked.body).events.map(() => ({ outcome: 'accepted' })) }));
    else if (asked.method === 'POST') response.writeHead(201).end('{}');
    else response.writeHead(302, { location: `https://example.com/?tlc=id-${seen.length}` }).end();
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, doors: { tracker_url: url, collector_url: url, token: 'secret' } };
}

describe('a market is played through the front doors', () => {
  it('a click carries its instant, address, cookie and the key, and nothing of who it was', async () => {
    const { seen, doors } = await door();
    await playMarket(market, { ...doors, concurrency: 1 });
    const index = market.clicks.findIndex(({ visitor_id, headers }) => visitor_id !== undefined && headers['referer'] !== undefined);
    const click = market.clicks[index];
    const { headers, url, body } = seen.filter(({ method }) => method !== 'POST')[index] ?? {};
    expect(url).toBe(`/${market.links[0]?.entity.slug}`);
    expect(headers).toMatchObject({ ...click?.headers, cookie: `tlv=${click?.visitor_id}`, authorization: 'Bearer secret' });
    expect(headers).toMatchObject({ 'touchline-simulated-at': click?.at, 'touchline-simulated-id': click?.id, 'touchline-simulated-address': click?.address });
    expect([body, JSON.stringify(headers).includes('person_index')]).toEqual(['', false]);
  });

  it('the truth is told to nobody', async () => {
    const { seen, doors } = await door();
    await playMarket(market, doors);
    expect(seen.map(({ body }) => body).join()).not.toMatch(/person_index|effect|appeal|loyal|caused|conversion"/);
  });

  it('a jammed door is asked again', async () => {
    const { doors } = await door((_seen, count) => (count % 3 === 1 && count < 10 ? { status: 503 } : undefined));
    expect(await playMarket(market, { ...doors, concurrency: 2 })).toMatchObject({
      clicks: market.clicks.length,
      reports: { accepted: market.reports.length },
    });
  });

  it('what a door refuses is an error with its code', async () => {
    const { doors } = await door(({ url }) => (url === '/v1/links' ? { status: 409, body: '{"code":"TL_LINK_SLUG_TAKEN"}' } : undefined));
    await expect(playMarket(market, doors)).rejects.toMatchObject({ name: 'PlayError', status: 409, code: 'TL_LINK_SLUG_TAKEN' });
  });

  it('a refused report is an error with its code and path', async () => {
    const results = JSON.stringify({ results: market.reports.slice(0, 200).map(() => ({ outcome: 'rejected', code: 'TL_FIELD_TYPE', path: 'amount_minor' })) });
    const { doors } = await door(({ url }) => (url === '/v1/events' ? { status: 202, body: results } : undefined));
    await expect(playMarket(market, doors)).rejects.toThrow(/TL_FIELD_TYPE at amount_minor/);
  });

  it('it stops when told to', async () => {
    const stop = new AbortController();
    const { seen, doors } = await door((_seen, count) => {
      if (count === 12) stop.abort(new Error('enough'));
      return undefined;
    });
    await expect(playMarket(market, { ...doors, concurrency: 2, signal: stop.signal })).rejects.toThrow('enough');
    expect(seen.length).toBeLessThan(16);
  });
});
