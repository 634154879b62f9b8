import { createHash } from 'node:crypto';
import { openLocalLog } from '@touchline/event-log';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from '../support/browser-like.js';
import { OtlpReceiver } from '../support/otlp-receiver.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

const WAIT_MS_MAX = 30_000;
const NAME = 'Adalind Personalia';
const EMAIL = 'Adalind.Personalia@mail.example';
const PHONE = '+4366012345678';
const CUSTOMER = 'customer-adalind-0815';
const ADDRESS = '203.0.113.77';
const COOKIE = 'sessioncookieofadalind';
const WRONG_KEY = 'tl_adalindadali_notakeyatallbutsecret';
const AGENT = 'AdalindsOwnBrowser/1.0 (personal)';
const VISITOR = '0197a000-0000-7000-8000-00000ada11d0';

let running: RunningTouchline;
let receiver: OtlpReceiver;
/** What must not be found, in lower case: what is sent below, and what is made of it. */
const personal = new Set([
  NAME,
  EMAIL,
  'personalia',
  PHONE,
  CUSTOMER,
  ADDRESS,
  COOKIE,
  WRONG_KEY,
  AGENT,
  VISITOR,
  createHash('sha256').update(EMAIL.toLowerCase()).digest('hex'),
]);
const ids = { click: '', order: '' };
let told = '';

beforeAll(async () => {
  receiver = await OtlpReceiver.start();
  running = await RunningTouchline.create({
    TOUCHLINE_LOG_LEVEL: 'trace',
    TOUCHLINE_TRUSTED_HOPS: '1',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    TOUCHLINE_TRACE_RATIO: '1',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  await running.start('--no-demo');
  await until('the first key', WAIT_MS_MAX, async () => running.firstKey || undefined);
  await playLinks();
  await playClicks();
  await playReports();
  await playConsole();
  await playUnfitRecords();
  await until('the run', WAIT_MS_MAX, async () => (/"msg":"attributed"/.test(running.output) ? true : undefined));
  await until('the rejects', WAIT_MS_MAX, async () => (/"msg":"records rejected"/.test(running.output) ? true : undefined));
  await playOutage();
  told = `${await adminPages()}${JSON.stringify(await running.json('status'))}`;
  await running.stop();
});

afterAll(async () => {
  await running.remove();
  await receiver.stop();
});

const json = { 'content-type': 'application/json' };
const around = { 'x-forwarded-for': ADDRESS, cookie: `s=${COOKIE}; tlv=${VISITOR}`, 'user-agent': AGENT, referer: `https://mail.example/inbox?of=${EMAIL}` };

async function ask(url: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(url, { redirect: 'manual', ...init, headers: { ...around, ...init.headers } });
  await answer.arrayBuffer();
  return answer.status;
}

function api(path: string, body: unknown, token = running.firstKey): Promise<number> {
  return ask(running.url('TRACKER', `/v1/${path}`), { method: 'POST', headers: { ...json, authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
}

function report(body: string, headers: Record<string, string> = {}): Promise<number> {
  return ask(running.url('COLLECTOR', '/v1/events'), { method: 'POST', headers: { ...json, authorization: `Bearer ${running.firstKey}`, ...headers }, body });
}

async function playLinks(): Promise<void> {
  expect(await api('creators', { id: 'ada', name: NAME })).toBe(201);
  expect(await api('links', { creator_id: 'ada', slug: 'ada', destination: `https://shop.example/?for=${EMAIL}` })).toBe(201);
  expect(await api('links', { creator_id: 'ada', destination: `javascript:${EMAIL}` })).toBe(422);
  expect(await api('creators', { id: EMAIL, [NAME]: PHONE })).toBe(422);
  expect(await api('creators', { id: 'ada', name: NAME }, WRONG_KEY)).toBe(401);
}

async function playClicks(): Promise<void> {
  const { click_id, cookie } = await click(running.url('TRACKER', '/ada'), { 'x-forwarded-for': ADDRESS });
  ids.click = click_id;
  personal.add(cookie.slice(cookie.indexOf('=') + 1));
  // The slow path, links that are none, requests that are none.
  expect(await ask(running.url('TRACKER', `/ada?email=${EMAIL}`), { headers: { 'x-person': NAME } })).toBe(302);
  expect(await ask(running.url('TRACKER', `/${EMAIL}`))).toBe(404);
  expect(await ask(running.url('TRACKER', `/v1/${EMAIL}/${PHONE}`))).toBe(404);
  expect(await ask(running.url('TRACKER', `/%zz${EMAIL}`))).toBe(404);
}

async function playReports(): Promise<void> {
  const order = { type: 'order_placed', order_id: 'o-1', amount_minor: 4_990, currency: 'EUR', email: EMAIL, customer_id: CUSTOMER, click_id: ids.click };
  const answer = await fetch(running.url('COLLECTOR', '/v1/events'), {
    method: 'POST',
    headers: { ...json, ...around, authorization: `Bearer ${running.firstKey}` },
    body: JSON.stringify(order),
  });
  ids.order = ((await answer.json()) as { results: { event_id: string }[] }).results[0]?.event_id ?? '';
  expect(await report(JSON.stringify({ type: 'identified', email: EMAIL, customer_id: CUSTOMER }))).toBe(202);
  expect(await report(JSON.stringify({ ...order, order_id: 'o-2', [EMAIL]: NAME }))).toBe(422);
  expect(await report(JSON.stringify({ ...order, order_id: 'o-3', amount_minor: PHONE }))).toBe(422);
  expect(await report(JSON.stringify({ ...order, order_id: 'o-4', email: NAME }))).toBe(422);
  expect(await report(`{"email": ${EMAIL}`)).toBe(400);
  expect(await report(EMAIL.repeat(60_000))).toBe(413);
  expect(await report(NAME, { 'content-type': 'text/plain' })).toBe(415);
  expect(await report(JSON.stringify(order), { authorization: `Bearer ${WRONG_KEY}` })).toBe(401);
  expect(await report(JSON.stringify(order), { traceparent: EMAIL, baggage: `email=${EMAIL}` })).toBe(202);
}

async function playConsole(): Promise<void> {
  expect(await ask(running.url('CONSOLE', `/api/${EMAIL}/overview`))).toBe(404);
  expect(await ask(running.url('CONSOLE', `/api/default/orders?search=${EMAIL}&from=${NAME}`))).toBeGreaterThanOrEqual(400);
  expect(await ask(running.url('CONSOLE', `/api/default/orders/${CUSTOMER}`))).toBeGreaterThanOrEqual(400);
  const runs = `http://127.0.0.1:${running.environment['TOUCHLINE_AGGREGATOR_ADMIN_PORT']}/attribution/runs`;
  expect(await ask(runs, { method: 'POST', headers: json, body: JSON.stringify({ workspace_id: EMAIL }) })).toBe(404);
  expect(await ask(runs, { method: 'POST', headers: json, body: `{${EMAIL}` })).toBe(400);
}

/** What no front door takes, but a log may hold. */
async function playUnfitRecords(): Promise<void> {
  const log = openLocalLog({ path: dataPaths(loadConfig(running.environment)).log });
  const at = new Date().toISOString();
  const head = { type: 'order_placed', version: 1, event_id: VISITOR, workspace_id: 'default', occurred_at: at, received_at: at, source: 'api', key: 'k' };
  const unfit = [`{"email":"${EMAIL}"`, JSON.stringify({ ...head, person: { email: EMAIL }, payload: { order_id: 'o', amount_minor: EMAIL, currency: NAME } })];
  await log.append(
    'conversions',
    unfit.map((text) => ({ key: 'k', value: Buffer.from(text) })),
  );
  await log.close();
}

/** Everything goes on while the store is killed: what fails then must not say on what. */
async function playOutage(): Promise<void> {
  const status = await running.json<{ processes: { name: string; pid: number }[] }>('status');
  process.kill(status.processes.find(({ name }) => name === 'warehouse')?.pid ?? 0, 'SIGKILL');
  await report(JSON.stringify({ type: 'order_placed', order_id: 'o-9', amount_minor: 1, currency: 'EUR', email: EMAIL, customer_id: CUSTOMER }));
  await ask(running.url('CONSOLE', `/api/default/orders/${CUSTOMER}`));
  expect((await running.cli('status', '--wait', '60s')).code).toBe(0);
}

async function adminPages(): Promise<string> {
  const pages: string[] = [];
  for (const service of ['TRACKER', 'COLLECTOR', 'INGESTOR', 'AGGREGATOR', 'CONSOLE']) {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const answer = await fetch(`http://127.0.0.1:${running.environment[`TOUCHLINE_${service}_ADMIN_PORT`]}${path}`);
      pages.push(await answer.text());
    }
  }
  return pages.join('\n');
}

function foundIn(text: string): string[] {
  const lower = text.toLowerCase();
  return [...personal].filter((each) => lower.includes(each.toLowerCase()));
}

describe('after people, brands and strangers used every door (I9)', () => {
  it('nothing that any process printed names a person, a key or a cookie', () => {
    expect(foundIn(running.output)).toEqual([]);
  });

  it('nor does its health, its metrics, or a trace that left it', () => {
    expect(foundIn(told)).toEqual([]);
    expect(receiver.spans.length).toBeGreaterThan(5);
    expect(foundIn(receiver.raw)).toEqual([]);
  });

  it('and what was printed is enough to follow an event by its id', () => {
    const lines = running.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = (message: string) => lines.find(({ msg }) => msg === message);
    expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(['tracker', 'collector', 'ingestor', 'aggregator', 'console']));
    expect(lines.find(({ first_event_id }) => first_event_id === ids.order)).toMatchObject({
      msg: 'events taken',
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(of('events rejected')).toMatchObject({ rejected: 1, codes: ['TL_FIELD_UNKNOWN'], workspace_id: 'default' });
    expect(of('stored')).toMatchObject({ topic: expect.any(String), first_offset: expect.any(Number), last_offset: expect.any(Number) });
    expect(of('records rejected')).toMatchObject({ topic: 'conversions', codes: ['TL_EVENT_MALFORMED'] });
    expect(of('attributed')).toMatchObject({ run_id: expect.any(String), workspace_id: 'default' });
  });
});
