import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_MARKET, type Market, type MarketOptions, simulateMarket } from '../src/index.js';

const END = new Date('2026-11-21T10:00:00.000Z');
const SMALL: MarketOptions = { ...DEMO_MARKET, creators: 6, people: 400, days: 30, end: END };
const digest = (market: Market) => createHash('sha256').update(JSON.stringify(market)).digest('hex');

describe('the same options give the same market', () => {
  it('byte for byte', () => {
    expect(digest(simulateMarket(SMALL))).toBe(digest(simulateMarket({ ...SMALL, end: new Date(END) })));
  });

  it('and another seed another one', () => {
    expect(digest(simulateMarket({ ...SMALL, seed: 7 }))).not.toBe(digest(simulateMarket(SMALL)));
  });

  it('a later end moves every instant and no id', () => {
    const ids = (market: Market) => market.reports.map(({ event }) => ('order_id' in event ? event.order_id : ''));
    const later = simulateMarket({ ...SMALL, end: new Date(END.getTime() + 12_345) });
    expect(ids(later)).toEqual(ids(simulateMarket(SMALL)));
  });
});

describe('the demo', () => {
  let demo: Market;
  beforeAll(() => {
    demo = simulateMarket({ ...DEMO_MARKET, end: END });
  });
  const orders = () => demo.reports.flatMap(({ event }) => (event.type === 'order_placed' ? [event] : []));

  it('has about 120 links, 20,000 clicks and 1,500 orders', () => {
    expect(demo.links).toHaveLength(120);
    expect(demo.clicks.length).toBeGreaterThan(18_000);
    expect(demo.clicks.length).toBeLessThan(22_000);
    expect(orders().length).toBeGreaterThan(1_350);
    expect(orders().length).toBeLessThan(1_650);
  });

  it('refunds about 8 % of its orders', () => {
    const refunded = new Set(demo.reports.flatMap(({ event }) => (event.type === 'order_refunded' ? [event.order_id] : [])));
    expect(refunded.size / orders().length).toBeGreaterThan(0.06);
    expect(refunded.size / orders().length).toBeLessThan(0.1);
  });

  it('attributes more than is true, because some who click would have bought anyway', () => {
    const clicked = demo.reports.filter(({ click_index }) => click_index !== undefined);
    const incremental = clicked.filter(({ event }) => event.type === 'order_placed' && event.order_id in demo.truth.caused_by);
    expect(clicked.length).toBeGreaterThan(incremental.length * 1.2);
  });

  it('holds machines, private people, foreign money, codes and journeys over several creators', () => {
    const creatorsOf = new Map<number, Set<string>>();
    for (const { person_index, link_index } of demo.clicks) {
      if (person_index === undefined) continue;
      creatorsOf.set(person_index, (creatorsOf.get(person_index) ?? new Set()).add(demo.links[link_index]?.entity.creator_id ?? ''));
    }
    const shares = {
      machines: demo.clicks.filter(({ person_index }) => person_index === undefined).length / demo.clicks.length,
      private: demo.clicks.filter(({ headers }) => headers['sec-gpc'] === '1').length / demo.clicks.length,
      foreign: orders().filter(({ fx_rate }) => fx_rate !== undefined).length / orders().length,
      codes: orders().filter(({ codes }) => codes.length > 0).length / orders().length,
      several: [...creatorsOf.values()].filter(({ size }) => size > 1).length / creatorsOf.size,
    };
    for (const share of Object.values(shares)) {
      expect(share).toBeGreaterThan(0.02);
      expect(share).toBeLessThan(0.5);
    }
  });

  it('sends no address of anybody', () => {
    for (const { address } of demo.clicks) expect(address).toMatch(/^(2[45]\d\.\d+\.\d+\.\d+|2001:db8:[0-9a-f:]+)$/);
  });
});

describe('options that make no market are named', () => {
  it.each([['creators'], ['people'], ['days'], ['campaigns'], ['posts_per_creator']] as const)('%s', (name) => {
    expect(() => simulateMarket({ ...SMALL, [name]: 0 })).toThrow(name);
  });
});
