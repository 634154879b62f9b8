import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from '../support/browser-like.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

interface Creator {
  readonly creator_id: string;
  readonly orders_credited: number;
  readonly revenue_minor: number;
}

const API_PAGE = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const EXAMPLES = [...API_PAGE.matchAll(/```http\n(\w+) (\w+) (\S+) (\d+)\n(.*?)```/gs)].map(
  ([, method = '', server = '', path = '', status = '', body = '']) => ({
    method,
    server: server === 'tracker' ? ('TRACKER' as const) : ('COLLECTOR' as const),
    path,
    status: Number(status),
    body,
  }),
);

let running: RunningTouchline;

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
});

afterAll(() => running.remove());

/** The first hour of somebody who has just cloned the repository. */
describe('a stranger', () => {
  it('makes a link, clicks it, reports an order, and within 10 s sees it credited to the creator', async () => {
    const environment = { ...running.environment, TOUCHLINE_KEY: running.firstKey };
    running.environment['TOUCHLINE_KEY'] = environment.TOUCHLINE_KEY;
    const made = await running.cli('links', 'create', '--creator', 'mia', '--destination', running.url('CONSOLE', '/shop'));
    expect(made.stderr).toBe('');
    const shortUrl = made.stdout.trim();
    expect(shortUrl).toMatch(new RegExp(`^${running.url('TRACKER')}/\\w+$`));

    const { click_id, location } = await click(shortUrl);
    expect(location.href).toMatch(new RegExp(`^${running.url('CONSOLE', '/shop')}\\?`));
    const landing = await fetch(location);
    expect(await landing.text()).toContain(click_id);

    const asked = Date.now();
    const order = { type: 'order_placed', order_id: 'A-1', amount_minor: 4990, currency: 'EUR', click_id, customer_id: 'c-1' };
    const answer = await fetch(running.url('COLLECTOR', '/v1/events'), {
      method: 'POST',
      headers: { authorization: `Bearer ${running.firstKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    expect([answer.status, await answer.json()]).toMatchObject([202, { results: [{ outcome: 'accepted' }] }]);

    const today = new Date().toISOString().slice(0, 10);
    const mia = await until('the credit', 10_000, async () => {
      const report = await fetch(running.url('CONSOLE', `/api/default/creators?from=${today}&to=${today}&model=last`));
      // The workspace is news to the warehouse as well: until that has come, the console does not know it.
      if (report.status === 404) return undefined;
      const { creators } = (await report.json()) as { creators: Creator[] };
      return creators.find(({ creator_id, orders_credited }) => creator_id === 'mia' && orders_credited > 0);
    });
    expect(mia).toMatchObject({ orders_credited: 1, revenue_minor: 4990 });
    expect(Date.now() - asked).toBeLessThan(10_000);
  });

  it('sends what the page of the API shows, and is answered as it says', async () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(10);
    for (const { method, server, path, status, body } of EXAMPLES) {
      const headers = { authorization: `Bearer ${running.firstKey}`, ...(body === '' ? {} : { 'content-type': 'application/json' }) };
      const answer = await fetch(running.url(server, path), { method, headers, ...(body === '' ? {} : { body }) });
      expect([`${method} ${path}`, answer.status, await answer.text()]).toEqual([`${method} ${path}`, status, expect.any(String)]);
    }
  });

  it('is told what each process does and where', async () => {
    const status = await running.json<{ ready: boolean; processes: { name: string; state: string }[] }>('status');
    expect(status.ready).toBe(true);
    expect(status.processes.map(({ name, state }) => `${name} ${state}`)).toEqual(
      ['warehouse', 'tracker', 'collector', 'ingestor', 'aggregator', 'console'].map((name) => `${name} ready`),
    );
  });
});
