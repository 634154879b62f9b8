import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';
import { BROWSER_HEADERS, clickIdOf, exchange, headerOf, request, until, Wire } from './support/wire.js';

let tracker: TestTracker;
beforeAll(async () => {
  tracker = await TestTracker.start();
  for (const slug of ['a', 'b', 'c'])
    await tracker.directory.upsert('one', 'link', slug, { slug, destination: `https://shop.example/${slug}`, creator_id: 'mia' });
});
afterAll(() => tracker.stop());

const pathOf = (answer: Parameters<typeof headerOf>[0]) => new URL(headerOf(answer, 'location') ?? '').pathname;

describe('on one connection', () => {
  it('requests one after the other are answered one after the other', async () => {
    const wire = await Wire.open(tracker.port);
    for (const slug of ['a', 'b', 'a']) {
      wire.send(request(`/${slug}`));
      const [answer] = await wire.answers(1);
      expect(answer && pathOf(answer)).toBe(`/${slug}`);
    }
    wire.close();
  });

  it('pipelined requests are answered in their order, more than one read takes at once too', async () => {
    const slugs = Array.from({ length: 50 }, (_, index) => ['a', 'b', 'c'][index % 3] ?? '');
    const answers = await exchange(tracker.port, slugs.map((slug) => request(`/${slug}`)).join(''), slugs.length);
    expect(answers.map(pathOf)).toEqual(slugs.map((slug) => `/${slug}`));
    expect(new Set(answers.map(clickIdOf)).size).toBe(slugs.length);
  });

  it('simple and other requests may be mixed: the order holds across both paths', async () => {
    const other = request('/b', [...BROWSER_HEADERS, 'X-Other: 1']);
    const answers = await exchange(tracker.port, request('/a') + other + request('/c') + request('/nowhere'), 4);
    expect(answers.map(({ status }) => status)).toEqual([302, 302, 302, 404]);
    expect(answers.slice(0, 3).map(pathOf)).toEqual(['/a', '/b', '/c']);
  });

  it('a request may come byte by byte', async () => {
    const wire = await Wire.open(tracker.port);
    for (const character of request('/a', ['User-Agent: phone'])) {
      wire.send(character);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [answer] = await wire.answers(1);
    expect(answer && pathOf(answer)).toBe('/a');
    wire.close();
  });

  it.each([1, 20, 60, 400])('a second request may be cut after %i bytes', async (at) => {
    const second = request('/b');
    const wire = await Wire.open(tracker.port);
    wire.send(request('/a') + second.slice(0, at));
    const [first] = await wire.answers(1);
    wire.send(second.slice(at));
    const [answer] = await wire.answers(1);
    expect([first && pathOf(first), answer && pathOf(answer)]).toEqual(['/a', '/b']);
    wire.close();
  });

  it('what comes while a click is being written waits for its turn', async () => {
    const wire = await Wire.open(tracker.port);
    wire.send(request('/a'));
    for (const slug of ['b', 'c', 'a', 'b']) {
      await new Promise((resolve) => setImmediate(resolve));
      wire.send(request(`/${slug}`));
    }
    const answers = await wire.answers(5);
    expect(answers.map(pathOf)).toEqual(['/a', '/b', '/c', '/a', '/b']);
    wire.close();
  });

  it('"Connection: close" closes after the answer and leaves what follows unread', async () => {
    const wire = await Wire.open(tracker.port);
    wire.send(request('/a', [...BROWSER_HEADERS, 'Connection: close']) + request('/b'));
    const answers = await wire.answers(1);
    await wire.ended();
    expect(answers.map(pathOf)).toEqual(['/a']);
    expect(wire.received).toBe('');
    wire.close();
  });

  it('who has sent everything and ends still gets the answer', async () => {
    const wire = await Wire.open(tracker.port);
    wire.socket.end(request('/a'));
    const [answer] = await wire.answers(1);
    expect(answer && pathOf(answer)).toBe('/a');
    await wire.ended();
  });
});

describe('nothing is smuggled past the hot path', () => {
  it.each([
    ['a body by length is a body, not a request', `${request('/a', ['User-Agent: p', 'Content-Length: 40']).padEnd(0)}${request('/b').slice(0, 40)}`, 1],
    ['chunks are a body, not a request', `${request('/a', ['User-Agent: p', 'Transfer-Encoding: chunked'])}0\r\n\r\n`, 1],
  ])('%s', async (_what, text, count) => {
    const wire = await Wire.open(tracker.port);
    wire.send(text + request('/c', [...BROWSER_HEADERS, 'Connection: close']));
    const answers = await wire.answers(count + 1);
    expect(answers.map((answer) => (answer.status === 302 ? pathOf(answer) : answer.status))).toEqual(['/a', '/c']);
    wire.close();
  });

  it.each([
    ['both a length and chunks', ['Content-Length: 5', 'Transfer-Encoding: chunked']],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 6']],
    ['a blank before the colon', ['Content-Length : 5']],
    ['a NUL in a value', ['Accept: \u0000']],
    ['a bare line feed', ['Accept: a\nContent-Length: 5']],
  ])('%s is refused and the connection ends', async (_what, lines) => {
    const wire = await Wire.open(tracker.port);
    wire.send(request('/a', lines) + request('/b'));
    const [answer] = await wire.answers(1);
    await wire.ended();
    expect(answer?.status).toBe(400);
    expect(wire.received).toBe('');
    wire.close();
  });

  it.each([
    ['nonsense', 'nonsense\r\n\r\n'],
    ['no Host', 'GET /a HTTP/1.1\r\n\r\n'],
    ['the first bytes of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n'],
  ])('%s is a bad request', async (_what, text) => {
    const [answer] = await exchange(tracker.port, text);
    expect(answer?.status).toBe(400);
  });

  it('a header block of more than 16 KiB is refused', async () => {
    const [answer] = await exchange(tracker.port, request('/a', [`Accept: ${'a'.repeat(17_000)}`]));
    expect(answer?.status).toBe(431);
  });
});

describe('clients that misbehave', () => {
  it('may go away at any moment; their clicks are in the log all the same, and others are served', async () => {
    const before = await tracker.metric('touchline_clicks_logged_total');
    for (let count = 0; count < 20; count += 1) {
      const wire = await Wire.open(tracker.port);
      wire.send(request('/a'));
      setImmediate(() => wire.socket.resetAndDestroy());
    }
    const [answer] = await exchange(tracker.port, request('/b'));
    expect(answer?.status).toBe(302);
    await until(() => tracker.service !== undefined);
    expect(await tracker.metric('touchline_clicks_logged_total')).toBeGreaterThan(before);
    expect(await tracker.metric('touchline_clicks_unlogged_total')).toBe(0);
  });

  it('that never read are not read from without end', async () => {
    const wire = await Wire.open(tracker.port);
    wire.socket.pause();
    const many = request('/a').repeat(100);
    let sent = 0;
    while (sent < 20_000_000 && wire.socket.write(many)) sent += many.length;
    const blocked = await Promise.race([
      new Promise<false>((resolve) => wire.socket.once('drain', () => resolve(false))),
      new Promise<true>((resolve) => setTimeout(() => resolve(true), 300)),
    ]);
    expect([sent < 20_000_000, typeof blocked]).toEqual([true, 'boolean']);
    wire.close();
    const [answer] = await exchange(tracker.port, request('/b'));
    expect(answer?.status).toBe(302);
  });

  it('that send their headers too slowly are cut off', { timeout: 30_000 }, async () => {
    const silent = await Wire.open(tracker.port);
    const slow = await Wire.open(tracker.port);
    slow.send('GET /a HTTP/1.1\r\nHost: go.example\r\n');
    const trickle = setInterval(() => slow.send('A'), 500);
    await Promise.all([silent.ended(), slow.ended()]);
    clearInterval(trickle);
    expect(slow.received).toMatch(/^HTTP\/1\.1 408 /);
    expect(silent.received).toBe('');
    silent.close();
    slow.close();
  });
});
