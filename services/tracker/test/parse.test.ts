import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isClean } from '../src/hot/clean.js';
import { SLOT } from '../src/hot/known-headers.js';
import { parseRequest } from '../src/hot/parse.js';
import { BROWSER_HEADERS, exchange, request } from './support/wire.js';

const parse = (text: string) => {
  const bytes = Buffer.from(text, 'latin1');
  return isClean(bytes) ? parseRequest({ bytes, text }, 0) : undefined;
};
const withHeader = (line: string) => request('/spring', [...BROWSER_HEADERS, line]);

describe('the hot path takes', () => {
  it('what a phone’s browser sends', () => {
    const text = request('/spring');
    const parsed = parse(text);
    expect(parsed).toMatchObject({ slug: 'spring', keep_alive: true, end: text.length });
    expect(parsed?.values[SLOT.host]).toBe('go.example');
    expect(parsed?.values[SLOT.referer]).toBe('https://www.instagram.com/p/Cabc/?utm_source=x');
  });

  it.each([
    ['a query, unread', request('/spring?fbclid=IwAR0_x-y&utm_source=other#'.replace('#', ''))],
    ['names in lower case', withHeader('sec-ch-ua: "Chromium";v="126"').replace('Host:', 'host:').replace('User-Agent:', 'user-agent:')],
    ['names in odd case', withHeader('SEC-gpc: 1')],
    ['a connection kept alive', withHeader('Connection: Keep-Alive')],
    ['a request without any header but Host', request('/spring', [])],
  ])('%s', (_what, text) => {
    expect(parse(text)?.slug).toBe('spring');
  });

  it('the end of a connection to heart', () => {
    expect(parse(withHeader('Connection: close'))?.keep_alive).toBe(false);
  });
});

describe('the hot path leaves to the slow path', () => {
  it.each([
    ['another method', request('/spring', [], 'POST')],
    ['HEAD', request('/spring', [], 'HEAD')],
    ['HTTP/1.0', request('/spring').replace('HTTP/1.1', 'HTTP/1.0')],
    ['an absolute target', request('http://go.example/spring')],
    ['an escaped path', request('/sp%72ing')],
    ['a deeper path', request('/spring/sale')],
    ['a double slash', request('//evil.example')],
    ['a path that is no slug', request('/favicon.ico')],
    ['a slug of 65 characters', request(`/${'a'.repeat(65)}`)],
    ['an odd character in the query', request('/spring?a="b"')],
    ['a fragment', request('/spring#a')],
    ['no Host', request('/spring').replace('Host: go.example\r\n', '')],
    ['an empty Host', request('/spring').replace('Host: go.example', 'Host: ')],
    ['a Host that is none', request('/spring').replace('Host: go.example', 'Host: go example')],
    ['two Hosts', withHeader('Host: other.example')],
    ['two Hosts of different case', withHeader('HOST: other.example')],
    ['two cookies headers', request('/spring', ['Cookie: a=b', 'Cookie: c=d'])],
    ['a body by length', withHeader('Content-Length: 0')],
    ['a chunked body', withHeader('Transfer-Encoding: chunked')],
    ['a name with a blank before the colon', withHeader('Host : evil.example')],
    ['a name with an underscore', withHeader('Transfer_Encoding: chunked')],
    ['an expectation', withHeader('Expect: 100-continue')],
    ['an upgrade', withHeader('Upgrade: websocket')],
    ['a connection option', withHeader('Connection: keep-alive, upgrade')],
    ['an authorization', withHeader('Authorization: Bearer x')],
    ['a simulated instant', withHeader('touchline-simulated-at: 2026-01-01T00:00:00Z')],
    ['an unknown header', withHeader('X-Something: 1')],
    ['a folded line', withHeader('Accept: a\r\n b')],
    ['a line without a colon', withHeader('nonsense')],
    ['an empty header name', withHeader(': x')],
    ['a value with blanks around it', withHeader('DNT:  1 ')],
    ['a line feed alone', withHeader('DNT: 1\nContent-Length: 5')],
    ['a carriage return alone', withHeader('DNT: 1\rContent-Length: 5')],
    ['a NUL', withHeader('DNT: \u0000')],
    ['an 8-bit byte', withHeader('Accept: \u00e9')],
    ['half a request', request('/spring').slice(0, -2)],
    ['a block of more than 8 KiB', withHeader(`Accept: ${'a'.repeat(8_192)}`)],
    ['nothing', ''],
    ['an empty line first', `\r\n${request('/spring')}`],
  ])('%s', (_what, text) => {
    expect(parse(text)).toBeUndefined();
  });
});

describe('the hot path is never more lenient than node:http', () => {
  const server = createServer((asked, answer) => answer.end(JSON.stringify([asked.url, asked.headers.host, asked.headers['user-agent'] ?? ''])));
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => server.close());

  const noise = fc.constantFrom('\r', '\n', '\r\n', '\r\n\r\n', ' ', '\t', ':', '\0', '\u00ff', 'Host: b\r\n', 'Content-Length: 3\r\n', 'a', '/', '%', '?');
  const cut = fc.record({ at: fc.nat(400), remove: fc.nat(3), insert: fc.oneof(noise, fc.constant('')) });

  it('whatever is done to a request: what it takes, node:http reads as the same single request', async () => {
    const { port } = server.address() as AddressInfo;
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 0, maxLength: 2 }), async (cuts) => {
        const whole = request('/spring', ['User-Agent: phone', 'Accept: */*', 'DNT: 1', 'Referer: https://a.example/']);
        const text = cuts.reduce((each, { at, remove, insert }) => each.slice(0, at) + insert + each.slice(at + remove), whole);
        const parsed = parse(text);
        if (parsed === undefined) return;
        taken += 1;
        const [answer] = await exchange(port, text.slice(0, parsed.end));
        const [url = '', host, agent] = JSON.parse(answer?.body ?? '[]') as string[];
        expect(url.split('?')[0]).toBe(`/${parsed.slug}`);
        expect([host, agent]).toEqual([parsed.values[SLOT.host], parsed.values[SLOT.user_agent]]);
      }),
      { numRuns: 600 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

it('a request is clean when it holds printable ASCII and whole line ends alone, wherever in memory it lies', () => {
  const unclean = /[^\x20-\x7e\r\n]|\r(?!\n)/;
  const byte = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 32, max: 126 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 9, 10, 13, 31, 127, 128, 160, 255) },
  );
  const bytes = fc.array(fc.oneof({ weight: 9, arbitrary: byte.map((each) => [each]) }, { weight: 3, arbitrary: fc.constant([13, 10]) }), { maxLength: 12 });
  fc.assert(
    fc.property(bytes, fc.nat(4), (parts, offset) => {
      const memory = Buffer.from([...new Array<number>(offset).fill(0), ...parts.flat()]);
      const given = memory.subarray(offset);
      expect(isClean(given)).toBe(!unclean.test(given.toString('latin1')));
    }),
    { numRuns: 3_000 },
  );
});
