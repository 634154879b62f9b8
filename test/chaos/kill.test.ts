import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Arena, VICTIMS } from './rounds.js';

const CALM_MS = 500;

let arena: Arena;

beforeAll(async () => {
  arena = await Arena.open();
});

afterAll(() => arena.close());

describe('under a steady load of clicks and orders', () => {
  it.each(VICTIMS)(
    'kill -9 of the %s is mended by the supervisor',
    async (victim) => {
      await arena.calm(CALM_MS);
      await arena.kill(victim);
    },
    120_000,
  );

  it('leaves nothing answered missing and nothing doubled, the log and the store agreeing, the ledger balanced (I1, I2, I3, I4)', async () => {
    const verdict = await arena.judge();
    expect(verdict.answered.clicks.length).toBeGreaterThan(100);
    expect(verdict.answered.orders.length).toBeGreaterThan(50);
    expect(verdict.answered.failures).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ missing_clicks: 0, missing_orders: 0, doubled: 0, gap: 0, balanced: true });
  }, 180_000);
});
