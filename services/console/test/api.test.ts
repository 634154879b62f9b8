import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, loadConfig, Metrics } from '@touchline/runtime';
import { type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAccess } from '../src/access.js';
import type { CreatorAnswer, CreatorsAnswer, OrderAnswer, OrdersAnswer, OverviewAnswer, WorkspacesAnswer } from '../src/answers.js';
import { ledgerExplain } from '../src/ledger-explain.js';
import { QueuedReader } from '../src/queued-reader.js';
import { buildServer } from '../src/server.js';
import { type OpenRooms, openRooms } from './rooms.js';
import { Seed } from './seed.js';

let rooms: OpenRooms;
let folder: string;
let clickhouse: LocalServer;
let service: Warehouse;
let marketer: Warehouse;
let server: FastifyInstance;
let address: string;

/** March 2026 in Berlin: the clocks go forward on the 29th, so that days are not all 24 hours. */
const MARCH = 'from=2026-03-01&to=2026-03-31';

async function plantBrand(warehouse: Warehouse): Promise<void> {
  const seed = new Seed('brand').workspace().creator('ann').creator('ben', 'tiktok').creator('old');
  seed.entity('creator', 'old', {}, true).entity('creator', 'quiet', { name: 'Quiet' });
  // Two people's clicks of one visitor on one day are one visitor-day; a private click is one of its own.
  seed.click('ann', '2026-03-10 09:00:00.000', { visitor: 'v1' });
  seed.click('ann', '2026-03-10 10:00:00.000', { visitor: 'v1' });
  seed.click('ann', '2026-03-11 09:00:00.000', { visitor: 'v1' });
  seed.click('ann', '2026-03-11 09:00:00.000');
  seed.click('ann', '2026-03-11 09:01:00.000', { kind: 'bot' });
  seed.click('ann', '2026-03-11 09:02:00.000', { kind: 'preview' });
  seed.click('ben', '2026-03-12 09:00:00.000', { visitor: 'v2' });
  // 22:30 UTC on the 31st is the 1st of April in Berlin; 23:30 UTC on the last of February is the 1st of March.
  seed.click('ben', '2026-03-31 22:30:00.000', { visitor: 'v3' });
  seed.click('ben', '2026-02-28 23:30:00.000', { visitor: 'v4' });
  const first = { order: 'A-1', at: '2026-03-12 12:00:00.000', id: seed.order('A-1', '2026-03-12 12:00:00.000', { amount_minor: 10_001, new_customer: true }) };
  const second = {
    order: 'A-2',
    at: '2026-03-20 12:00:00.000',
    id: seed.order('A-2', '2026-03-20 12:00:00.000', { amount_minor: 5_000, new_customer: false }),
  };
  seed.order('A-3', '2026-03-21 12:00:00.000', { amount_minor: 700 });
  seed.refund('A-1', '2026-03-15 12:00:00.000', { delta_minor: -2_000 });
  seed.refund('A-1', '2026-03-16 12:00:00.000', { delta_minor: -7, currency: 'USD' });
  seed.credit('first', first, 'ann', { weight: 1, amount_minor: 10_001 }).credit('first', first, 'ann', { weight: 0, amount_minor: -2_000, kind: 'refund' });
  seed.credit('linear', first, 'ann', { weight: 0.5, amount_minor: 5_001 }).credit('linear', first, 'ben', { weight: 0.5, amount_minor: 5_000 });
  seed.credit('linear', first, 'ann', { weight: 0, amount_minor: -1_000, kind: 'refund' });
  seed.credit('linear', first, 'ben', { weight: 0, amount_minor: -1_000, kind: 'refund' });
  seed.credit('first', second, '', { weight: 1, amount_minor: 5_000 }).credit('linear', second, '', { weight: 1, amount_minor: 5_000 });
  // 31 days of March at 10.00 a day; of a month in Japan 10 of 30 days fall into March: 30,000 yen at 0.006 are 180.00.
  seed.cost('ann', '2026-03-01', '2026-03-31', { amount_minor: 31_000 });
  seed.cost('ben', '2026-03-22', '2026-04-20', { amount_minor: 30_000, currency: 'JPY', fx_rate: '0.006' });
  await seed.plant(warehouse);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchline-console-'));
  const config = loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' });
  clickhouse = await startLocalServer({ config });
  service = openWarehouse(clickhouse.config, { account: 'service' });
  marketer = openWarehouse(clickhouse.config, { account: 'marketer' });
  await service.migrate();
  await plantBrand(service);
  const other = new Seed('other').workspace({ currency: 'USD' }).creator('ann');
  other.click('ann', '2026-03-10 09:00:00.000', { visitor: 'v9' });
  const order = { order: 'SECRET-1', at: '2026-03-12 12:00:00.000', id: other.order('SECRET-1', '2026-03-12 12:00:00.000', { amount_minor: 99_999 }) };
  await other.credit('first', order, 'ann', { weight: 1, amount_minor: 99_999 }).plant(service);
  await new Seed('fresh').workspace().plant(service);
  rooms = await openRooms(service);
  server = await buildServer({
    logger: createLogger('console', config),
    metrics: new Metrics(),
    access: localAccess(config),
    reader: new QueuedReader(marketer),
    visitors: service,
    explain: ledgerExplain(service),
    experiments: rooms.rooms,
    tracker_url: 'http://t.test',
    collector_url: 'http://c.test',
    shop_url: '',
    shop: { collector_url: 'http://c.test', click_parameter: 'tlc' },
  });
  address = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server?.close();
  await rooms?.close();
  await Promise.all([service?.close(), marketer?.close()]);
  await clickhouse?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function get<T>(path: string): Promise<T> {
  const response = await fetch(`${address}${path}`);
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body as T;
}

async function refusal(path: string): Promise<{ status: number; code: string; path?: string }> {
  const response = await fetch(`${address}${path}`);
  return { status: response.status, ...((await response.json()) as { code: string; path?: string }) };
}

describe('the creators report', () => {
  it('counts clicks three ways and leaves bots, previews and other days out of the valid ones', async () => {
    const { creators } = await get<CreatorsAnswer>(`/api/brand/creators?${MARCH}`);
    const ann = creators.find((row) => row.creator_id === 'ann');
    const ben = creators.find((row) => row.creator_id === 'ben');
    expect(ann).toMatchObject({ clicks_raw: 6, clicks_valid: 4, visitor_days: 3 });
    expect(ben).toMatchObject({ clicks_raw: 2, clicks_valid: 2, visitor_days: 2, platform: 'tiktok', name: 'Name of ben' });
  });

  it('takes refunds off revenue and makes the ratios from what is left', async () => {
    const { creators } = await get<CreatorsAnswer>(`/api/brand/creators?${MARCH}&model=first`);
    const ann = creators.find((row) => row.creator_id === 'ann');
    expect(ann).toMatchObject({
      orders_credited: 1,
      revenue_minor: 8_001,
      new_customers: 1,
      cost_minor: 31_000,
      cpa_minor: 31_000,
      aov_minor: 8_001,
      cvr: 0.25,
    });
    expect(ann?.roi).toBeCloseTo((8_001 - 31_000) / 31_000, 10);
  });

  it('gives shares of an order to each creator under another model', async () => {
    const { creators, model } = await get<CreatorsAnswer>(`/api/brand/creators?${MARCH}&model=linear`);
    expect(model).toBe('linear');
    expect(creators.find((row) => row.creator_id === 'ann')).toMatchObject({ orders_credited: 0.5, revenue_minor: 4_001, new_customers: 0.5 });
    expect(creators.find((row) => row.creator_id === 'ben')).toMatchObject({ orders_credited: 0.5, revenue_minor: 4_000 });
  });

  it('adds creators and nobody up to every order, under each model alike (I4)', async () => {
    for (const model of ['first', 'linear']) {
      const { credited, unattributed, all } = await get<CreatorsAnswer>(`/api/brand/creators?${MARCH}&model=${model}`);
      expect(credited.revenue_minor).toBe(8_001);
      expect(unattributed.revenue_minor).toBe(5_000);
      expect(all).toMatchObject({ revenue_minor: 13_001, orders_credited: 2 });
    }
  });

  it('spreads a cost over its days, in the workspace’s currency, so that parts of a period add up to the whole', async () => {
    const costs = async (from: string, to: string) =>
      (await get<CreatorsAnswer>(`/api/brand/creators?from=${from}&to=${to}`)).creators.find((row) => row.creator_id === 'ben')?.cost_minor;
    expect(await costs('2026-03-01', '2026-03-31')).toBe(6_000);
    expect(await costs('2026-04-01', '2026-04-30')).toBe(12_000);
    expect(await costs('2026-03-22', '2026-04-20')).toBe(18_000);
    expect((await costs('2026-03-22', '2026-03-28')) ?? 0).toBe(4_200);
  });

  it('lists a creator without figures, but not an archived one', async () => {
    const { creators } = await get<CreatorsAnswer>(`/api/brand/creators?${MARCH}`);
    expect(creators.map((row) => row.creator_id).sort()).toEqual(['ann', 'ben', 'quiet']);
    expect(creators.find((row) => row.creator_id === 'quiet')).toMatchObject({ roi: null, cpa_minor: null, cvr: null, aov_minor: null });
  });
});

describe('one creator', () => {
  it('has links with their clicks and credit, and a point for every day', async () => {
    const { links, days, creator } = await get<CreatorAnswer>(`/api/brand/creators/ann?${MARCH}`);
    expect(links).toMatchObject([{ url: 'http://t.test/link-ann', clicks_raw: 6, clicks_valid: 4, revenue_minor: 8_001, orders_credited: 1 }]);
    expect(days).toHaveLength(31);
    expect(days.reduce((sum, day) => sum + day.clicks_valid, 0)).toBe(creator.clicks_valid);
    expect(days.find((day) => day.day === '2026-03-12')?.credited_minor).toBe(8_001);
  });

  it('is unknown under an id nobody has', async () => {
    expect(await refusal(`/api/brand/creators/nobody?${MARCH}`)).toMatchObject({ status: 422, code: 'TL_CREATOR_UNKNOWN' });
  });
});

describe('the overview', () => {
  it('says what creators are credited with of all revenue, and what waits for a run', async () => {
    const { current, click_quality, latest, top } = await get<OverviewAnswer>(`/api/brand/overview?${MARCH}`);
    expect(current).toMatchObject({
      revenue_minor: 13_001,
      credited_minor: 8_001,
      unattributed_minor: 5_000,
      orders: 3,
      orders_waiting: 1,
      orders_credited: 1,
    });
    expect(current).toMatchObject({ clicks_raw: 8, clicks_valid: 6, spend_minor: 37_000 });
    expect(click_quality).toEqual({ human: 6, bots: 1, previews: 1, unknown: 0 });
    expect(latest.map((order) => [order.order_id, order.state])).toEqual([
      ['A-3', 'waiting'],
      ['A-2', 'unattributed'],
      ['A-1', 'credited'],
    ]);
    expect(top[0]?.creator_id).toBe('ann');
  });

  it('compares with the same number of days right before', async () => {
    const { previous, before } = await get<OverviewAnswer>('/api/brand/overview?from=2026-04-01&to=2026-04-10');
    expect(previous).toEqual({ from: '2026-03-22', to: '2026-03-31' });
    expect(before.spend_minor).toBe(10_000 + 6_000);
  });

  it('points at days with something in them, and knows an empty workspace', async () => {
    const quiet = await get<OverviewAnswer>('/api/brand/overview?from=2026-07-01&to=2026-07-10');
    expect(quiet.activity).toEqual({ from: '2026-03-01', to: '2026-04-01' });
    expect((await get<OverviewAnswer>('/api/fresh/overview')).activity).toBeNull();
  });
});

describe('orders', () => {
  it('come newest first, page by page, with refunds and credit', async () => {
    const one = await get<OrdersAnswer>(`/api/brand/orders?${MARCH}&limit=2&model=linear`);
    expect(one.orders.map((order) => order.order_id)).toEqual(['A-3', 'A-2']);
    const two = await get<OrdersAnswer>(`/api/brand/orders?${MARCH}&limit=2&model=linear&after=${one.next}`);
    expect(two.next).toBeNull();
    expect(two.orders).toMatchObject([
      { order_id: 'A-1', amount_minor: 10_001, refunded_minor: -2_000, new_customer: true, occurred_at: '2026-03-12T12:00:00.000Z' },
    ]);
    expect(two.orders[0]?.credits.map((credit) => [credit.name, credit.weight, credit.amount_minor])).toEqual([
      ['Name of ann', 0.5, 4_001],
      ['Name of ben', 0.5, 4_000],
    ]);
  });

  it('can be found by the beginning of their id, by creator, and where nobody is credited', async () => {
    const ids = async (filter: string) => (await get<OrdersAnswer>(`/api/brand/orders?${MARCH}&${filter}`)).orders.map((order) => order.order_id);
    expect(await ids('search=A-2')).toEqual(['A-2']);
    expect(await ids('creator=ann')).toEqual(['A-1']);
    expect(await ids('creator=(unattributed)')).toEqual(['A-2']);
  });
});

describe('one order', () => {
  it('is told with its refunds and what is left to credit, and without who the person is (I9)', async () => {
    const order = await get<OrderAnswer>('/api/brand/orders/A-1');
    expect(order).toMatchObject({
      order_id: 'A-1',
      amount_minor: 10_001,
      net_minor: 8_001,
      new_customer: true,
      refunds: [{ delta_minor: -2_000, reason: 'returned' }],
    });
    expect(order.models.map((split) => [split.model, split.total_minor])).toEqual([
      ['first', 8_001],
      ['linear', 8_001],
    ]);
    expect(JSON.stringify(order)).not.toMatch(/person|visitor/);
  });
});

describe('tenants', () => {
  it('stay apart in every report (I6)', async () => {
    for (const path of ['overview', 'creators', 'creators/ann', 'orders']) {
      const text = JSON.stringify(await get(`/api/brand/${path}?${MARCH}`));
      expect(text, path).not.toMatch(/SECRET|99999|USD/);
    }
    expect(await refusal('/api/brand/orders/SECRET-1')).toMatchObject({ status: 404, code: 'TL_ENTITY_UNKNOWN' });
  });

  it('are unknown when nobody has the name', async () => {
    expect(await refusal('/api/nobody/overview')).toMatchObject({ status: 404, code: 'TL_WORKSPACE_UNKNOWN' });
  });

  it('are listed, real ones first, with the models in a marketer’s words', async () => {
    const { workspaces, models } = await get<WorkspacesAnswer>('/api/workspaces');
    expect(workspaces.map((workspace) => workspace.workspace_id)).toEqual(['brand', 'fresh', 'other']);
    expect(models.filter(({ fitted }) => !fitted).map(({ id }) => id)).toEqual(['first', 'last', 'linear', 'position', 'time_decay']);
    expect(models.filter(({ fitted }) => fitted).map(({ id }) => id)).toEqual(['markov', 'shapley']);
  });
});

describe('bad parameters', () => {
  it.each([
    ['from=yesterday', 'from'],
    ['from=2026-02-30', 'from'],
    ['from=2026-03-02&to=2026-03-01', 'from'],
    ['from=2000-01-01&to=2026-03-01', 'from'],
    ['model=guess', 'model'],
    ['colour=red', 'colour'],
  ])('%s is refused naming the parameter', async (query, path) => {
    expect(await refusal(`/api/brand/creators?${query}`)).toMatchObject({ status: 400, code: 'TL_INPUT_INVALID', path });
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1000', 'limit'],
    ['after=1;DROP', 'after'],
  ])('orders with %s are refused naming the parameter', async (query, path) => {
    expect(await refusal(`/api/brand/orders?${query}`)).toMatchObject({ status: 400, code: 'TL_INPUT_INVALID', path });
  });

  it('carry no SQL: a quote is only a quote', async () => {
    const { orders } = await get<OrdersAnswer>(`/api/brand/orders?${MARCH}&search=${encodeURIComponent("A-1' OR '1'='1")}`);
    expect(orders).toEqual([]);
  });
});

describe('answers', () => {
  it('that did not change are told so in a few bytes', async () => {
    const path = `${address}/api/brand/creators?${MARCH}`;
    const first = await fetch(path);
    const again = await fetch(path, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  it('allow nothing but the console’s own files to run', async () => {
    const policy = (await fetch(`${address}/shop`)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
  });
});
