import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Door } from '../src/play/doors.js';

/** More than ten is what Node takes for a leak. */
const ASKING = 40;
const ASKED = { method: 'GET', path: '/', headers: {} };

describe('a door that many ask at once', () => {
  let server: Server;
  let url: string;
  let jammed = true;
  const warnings: Error[] = [];
  const warned = (warning: Error) => warnings.push(warning);

  beforeEach(async () => {
    jammed = true;
    warnings.length = 0;
    process.on('warning', warned);
    server = createServer((_, response) => response.writeHead(jammed ? 429 : 204).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    process.off('warning', warned);
    await new Promise((resolve) => server.close(resolve));
  });

  it('has each wait while it is jammed, and nobody is warned of a leak', async () => {
    const door = new Door(url, ASKING, new AbortController().signal);
    const answers = Promise.all(Array.from({ length: ASKING }, () => door.ask(ASKED)));
    setTimeout(() => {
      jammed = false;
    }, 150);
    expect((await answers).every(({ status }) => status === 204)).toBe(true);
    await turn();
    expect(warnings).toEqual([]);
    door.close();
  });

  it('wakes all who wait when it is stopped, with the reason', async () => {
    const stop = new AbortController();
    const door = new Door(url, ASKING, stop.signal);
    const answers = Promise.allSettled(Array.from({ length: ASKING }, () => door.ask(ASKED)));
    setTimeout(() => stop.abort(new Error('enough')), 250);
    for (const answer of await answers) expect(answer).toMatchObject({ status: 'rejected' });
    await turn();
    expect(warnings).toEqual([]);
    door.close();
  });
});
