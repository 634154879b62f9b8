import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { DEMO_MARKET, demoLaunch, demoTrials, playMarket, simulateMarket } from '../src/index.js';

const options = { ...DEMO_MARKET, creators: 2, posts_per_creator: 1, campaigns: 1, people: 20, days: 40, end: new Date('2026-11-21T10:00:00Z') };
const market = simulateMarket(options);
const trials = demoTrials(market, DEMO_MARKET);
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly at: string;
  readonly body: string;
}

/** A tracker that sends every other visitor of a trial to the plain page, and a collector that takes everything. */
async function doors() {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '' } = request;
    const body = Buffer.concat(chunks).toString();
    seen.push({ method, url, at: String(request.headers['touchline-simulated-at'] ?? ''), body });
    if (url === '/v1/events') response.writeHead(202).end(JSON.stringify({ results: JSON.parse(body).events.map(() => ({ outcome: 'accepted' })) }));
    else if (method === 'POST') response.writeHead(201).end('{}');
    else {
      const held = Number.parseInt(String(request.headers.cookie).slice(-1), 16) % 2 === 0 ? '-plain' : '';
      response.writeHead(302, { location: `https://example.com${url}${held}?tlc=${String(request.headers['touchline-simulated-id'])}` }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, doors: { tracker_url: url, collector_url: url, token: 'secret' } };
}

describe('the demo’s experiments', () => {
  it('are the same every time, byte for byte', () => {
    expect(JSON.stringify(demoTrials(simulateMarket(options), DEMO_MARKET))).toBe(JSON.stringify(trials));
  });

  it('say in name and notes that they are simulated, and run for full weeks', () => {
    for (const { experiment, started_at } of trials) {
      expect(String(experiment['name'])).toContain('simulated');
      expect(String(experiment['notes'])).toContain('made up');
      expect((Date.parse(String(experiment['planned_end'])) - Date.parse(started_at)) % (7 * 86_400_000)).toBe(0);
    }
  });

  it('have nobody later than the market’s end, and nobody in two of them', () => {
    const visits = trials.flatMap((trial) => trial.visits);
    expect(visits.every(({ at, order_at }) => at < market.end && order_at <= market.end && order_at > at)).toBe(true);
    expect(new Set(visits.map(({ visitor_id }) => visitor_id)).size).toBe(visits.length);
  });

  it('whoever buys from the plain page buys from the offer too, as often as the truth says within four standard errors', () => {
    for (const { visits, truth } of trials) {
      expect(visits.every(({ plain_minor, offer_minor }) => plain_minor === undefined || plain_minor === offer_minor)).toBe(true);
      const only = visits.filter(({ plain_minor, offer_minor }) => plain_minor === undefined && offer_minor !== undefined).length / visits.length;
      const p = truth.conversion_difference;
      expect(Math.abs(only - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / visits.length));
    }
  });

  it('are written down and started before anybody clicks, and each orders what they would from where they landed', async () => {
    const { seen, doors: urls } = await doors();
    const played = await playMarket(market, { ...urls, trials, concurrency: 4 });
    const [first] = trials;
    const started = seen.findIndex(({ url, at }) => url === `/v1/experiments/${first?.experiment.id}/start` && at === first?.started_at);
    const clicked = seen.findIndex(({ method, url }) => method === 'GET' && url === `/${first?.link.id}`);
    expect([started > 0, started < clicked]).toEqual([true, true]);
    const due = trials.flatMap(({ visits }) =>
      visits.filter(
        ({ visitor_id, plain_minor, offer_minor }) => (Number.parseInt(visitor_id.slice(-1), 16) % 2 === 0 ? plain_minor : offer_minor) !== undefined,
      ),
    );
    expect(played).toMatchObject({ trial_orders: due.length, trial_visits: trials.flatMap(({ visits }) => visits).length });
    const told = seen.filter(({ url }) => url === '/v1/events').flatMap(({ body }) => (JSON.parse(body) as { events: { click_id?: string }[] }).events);
    const ids = new Set(told.map(({ click_id }) => click_id));
    expect(due.every(({ id }) => ids.has(id))).toBe(true);
    expect(seen.map(({ body }) => body).join()).not.toMatch(/plain_minor|offer_minor|truth|conversion_difference/);
  });
});

describe('the demo’s launch in a market', () => {
  const launch = demoLaunch(market, DEMO_MARKET);
  const told = launch.events as readonly { type: string; geo_id?: string; day?: string; value?: number; occurred_at: string }[];
  const figures = told.filter(({ type }) => type === 'geo_outcome');

  it('is the same every time, byte for byte, and says that it is simulated', () => {
    expect(JSON.stringify(demoLaunch(simulateMarket(options), DEMO_MARKET))).toBe(JSON.stringify(launch));
    expect(String(launch.experiment['name'])).toContain('simulated');
  });

  it('was written down before it began, and is over by the market’s end: every day of every market is told once, none of them later', () => {
    expect(launch.written_at < launch.started_at).toBe(true);
    expect((Date.parse(String(launch.experiment['planned_end'])) - Date.parse(launch.started_at)) % (7 * 86_400_000)).toBe(0);
    expect(String(launch.experiment['planned_end']) < market.end).toBe(true);
    expect(new Set(figures.map(({ geo_id, day }) => `${geo_id}/${day}`)).size).toBe(22 * 84);
    expect(told.every(({ occurred_at }) => occurred_at <= market.end)).toBe(true);
  });

  it('lifts the treated market by what the truth says, as far as its own noise lets one see', () => {
    const ofDay = (geo: (geo_id: string) => boolean, since: boolean) =>
      figures
        .filter(({ geo_id = '', day = '' }) => geo(geo_id) && day >= launch.started_at.slice(0, 10) === since)
        .reduce((sum, { value = 0 }) => sum + Math.log(value), 0) / (since ? 28 : 56);
    const change = (geo: (geo_id: string) => boolean) => ofDay(geo, true) - ofDay(geo, false);
    const others = change((geo_id) => geo_id !== 'Vienna') / 21;
    // 2.5 % of noise a day, over 28 and 56 days: a standard error of 0.6 %.
    expect(Math.abs(change((geo_id) => geo_id === 'Vienna') - others - Math.log(1 + launch.truth.lift))).toBeLessThan(4 * 0.006);
  });

  it('is written down and started at its own instants, and its truth is never sent', async () => {
    const { seen, doors: urls } = await doors();
    const played = await playMarket(market, { ...urls, launches: [launch], concurrency: 4 });
    expect(played.launch_events).toBe(launch.events.length);
    expect(seen.find(({ url, body }) => url === '/v1/experiments' && body.includes(launch.experiment.id))?.at).toBe(launch.written_at);
    expect(seen.find(({ url }) => url === `/v1/experiments/${launch.experiment.id}/start`)?.at).toBe(launch.started_at);
    expect(seen.map(({ body }) => body).join()).not.toMatch(/truth|"lift"/);
  });
});
