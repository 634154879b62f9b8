import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLedger, explainOrder } from '../src/index.js';
import { click, type Fact, link, NOON, order, promoCode, refund, startServer, WORKSPACE, World, workspace } from './world.js';

const MAX_MINOR = 1_000_000_000_000;

let server: Awaited<ReturnType<typeof startServer>>;
let world: World;

beforeAll(async () => {
  server = await startServer();
}, 120_000);
afterAll(async () => {
  await world?.warehouse.close();
  await server?.remove();
});

/** A shop with two creators, each clicked a moment before noon by everybody who orders. */
async function shopOf(...facts: readonly Fact[]): Promise<void> {
  await world?.warehouse.close();
  world = await World.open(server);
  const clicks = [click('c1', 'anna', { visitor_id: 'v1', at: NOON - 2_000 }), click('c2', 'ben', { visitor_id: 'v1', at: NOON - 1_000 })];
  await world.arrive(workspace(), link('anna'), link('ben'), ...clicks, ...facts);
  await world.run();
}

const amounts = async (order_id: string) => (await world.lines(order_id, 'linear')).map(([, , amount_minor]) => amount_minor);

/** The page of an order says what the ledger holds, and the ledger what the order is worth. */
async function holds(order_id: string): Promise<void> {
  const explained = await explainOrder(world.warehouse, WORKSPACE, order_id);
  expect(explained?.ledger).toBe('current');
  for (const { model, total_minor } of explained?.models ?? []) expect([model, total_minor]).toEqual([model, explained?.net_minor]);
  expect(explained?.models).toHaveLength(5);
}

describe('the ledger balances to the minor unit (I4)', () => {
  it.each([
    [
      'an order of nothing that is refunded',
      [order('o', { visitor_id: 'v1', amount_minor: 0 }), refund('o', 'r', { delta_minor: -501, at: NOON })],
      [-251, -250],
    ],
    [
      'refunds beyond the order, one of them taken back',
      [
        order('o', { visitor_id: 'v1', amount_minor: 1_001 }),
        refund('o', 'r1', { delta_minor: -600, at: NOON + 1 }),
        refund('o', 'r2', { delta_minor: -600, at: NOON + 1 }),
        refund('o', 'r3', { delta_minor: 300, at: NOON + 2 }),
      ],
      [501 - 450, 500 - 450],
    ],
    [
      'a currency without minor units, refunded to the last yen but two',
      [
        order('o', { visitor_id: 'v1', amount_minor: 1_001, currency: 'JPY', fx_rate: '0.0061' }),
        ...[1, 2, 3].map((part) => refund('o', `r${part}`, { delta_minor: -333, at: NOON + part, currency: 'JPY' })),
      ],
      [1, 1],
    ],
    [
      'a currency with three digits',
      [
        order('o', { visitor_id: 'v1', amount_minor: 12_345, currency: 'KWD', fx_rate: '3.012345678901' }),
        refund('o', 'r', { delta_minor: -1, at: NOON, currency: 'KWD' }),
      ],
      [6_172, 6_172],
    ],
    ['a rate that leaves nothing of it', [order('o', { visitor_id: 'v1', amount_minor: 4_990, currency: 'USD', fx_rate: '0.000000000001' })], [2_495, 2_495]],
    [
      'a refund in another currency, which is none of this order’s',
      [order('o', { visitor_id: 'v1', amount_minor: 100 }), refund('o', 'r', { delta_minor: -50, at: NOON, currency: 'USD' })],
      [50, 50],
    ],
  ])('for %s', async (_what, facts, expected) => {
    await shopOf(...facts);
    expect(await amounts('o')).toEqual(expected);
    await holds('o');
    expect(await checkLedger(world.warehouse, WORKSPACE)).toMatchObject({ balanced: true, conversions: 1, waiting: 0 });
  });

  it('for a refund that comes before its order', async () => {
    await shopOf(refund('o', 'r', { delta_minor: -1_000, at: NOON - 5 }));
    await world.arrive(order('o', { visitor_id: 'v1', amount_minor: 3_000 }));
    await world.run();
    expect(await amounts('o')).toEqual([1_000, 1_000]);
    await holds('o');
  });

  it('for an order that is told again with another amount: the first one told counts (I2)', async () => {
    await shopOf(order('o', { visitor_id: 'v1', amount_minor: 1_000 }));
    const again = order('o', { visitor_id: 'v1', amount_minor: 2_000 });
    await world.arrive({ ...again, row: { ...again.row, received_at: new Date(NOON + 1_000).toISOString() } });
    await world.run();
    expect(await amounts('o')).toEqual([500, 500]);
    await holds('o');
  });

  it('for touches of one millisecond, whichever was stored first', async () => {
    const told = { visitor_id: 'v2', at: NOON - 1_000 };
    await shopOf(click('x', 'anna', told), click('y', 'ben', told), order('o', { visitor_id: 'v2', amount_minor: 101 }));
    const before = await world.lines('o', 'first');
    await shopOf(click('y', 'ben', told), click('x', 'anna', told), order('o', { visitor_id: 'v2', amount_minor: 101 }));
    expect(await world.lines('o', 'first')).toEqual(before);
    await holds('o');
  });

  it('for orders of any name', async () => {
    const names = ['ünï-订单-🛒', `it's "quoted"`, 'a/b', '../x', '%2F', 'tab\tline\nback\\slash', 'nul\u0000', '(unattributed)', "'); DROP TABLE orders --"];
    await shopOf(promoCode('k', 'ANNA10', { creator_id: 'anna' }), ...names.map((name) => order(name, { codes: ['ANNA10'], amount_minor: 777 })));
    for (const name of names) {
      expect(await world.lines(name, 'last')).toEqual([['anna', 1, 777]]);
      await holds(name);
    }
  });
});

describe('money that is more than can be counted exactly', () => {
  it.each([
    ['in the workspace’s currency', { currency: 'USD', fx_rate: '9000' }, 3],
    ['in its own', { currency: 'EUR' }, 9_008],
  ])('is shown by the check %s, and keeps no other order from being credited', async (_where, told, refunds) => {
    await shopOf(
      order('o', { visitor_id: 'v1', amount_minor: MAX_MINOR, ...told }),
      order('other', { visitor_id: 'v1', amount_minor: 4_990 }),
      ...Array.from({ length: refunds }, (_, part) => refund('o', `r${part}`, { delta_minor: -MAX_MINOR, at: NOON + part, currency: told.currency })),
    );
    expect(await amounts('other')).toEqual([2_495, 2_495]);
    await holds('other');
    expect((await explainOrder(world.warehouse, WORKSPACE, 'o'))?.ledger).toBe('current');
    const report = await checkLedger(world.warehouse, WORKSPACE);
    expect(report.problems.map(({ order_id, kind }) => [order_id, kind])).toEqual([['o', 'too_large']]);
    expect(await world.run()).toMatchObject({ nothing_new: true });
  });
});
