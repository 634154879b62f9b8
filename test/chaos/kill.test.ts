import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Arena, VICTIMS, type Victim } from './rounds.js';

const CALM_MS_MAX = 1_000;

let arena: Arena;

beforeAll(async () => {
  arena = await Arena.open();
});

afterAll(() => arena.close());

interface Round {
  readonly round: number;
  readonly victim: Victim;
  readonly calm_ms: number;
}

/** Each process once; or, under `npm run chaos`, as many as asked for, drawn by the seed. */
function rounds(): Round[] {
  const seed = Number(process.env['TOUCHLINE_CHAOS_SEED'] ?? 1);
  const asked = process.env['TOUCHLINE_CHAOS_ROUNDS'];
  const random = xoroshiro128plus(seed);
  return Array.from({ length: asked === undefined ? VICTIMS.length : Number(asked) }, (_, round) => ({
    round: round + 1,
    victim: VICTIMS[asked === undefined ? round : uniformInt(random, 0, VICTIMS.length - 1)] ?? 'tracker',
    calm_ms: uniformInt(random, 0, CALM_MS_MAX),
  }));
}

describe('under a steady load of clicks and orders', () => {
  it.each(rounds())(
    'round $round: kill -9 of the $victim after $calm_ms ms is mended by the supervisor',
    async ({ victim, calm_ms }) => {
      await arena.calm(calm_ms);
      await arena.kill(victim);
    },
    120_000,
  );

  it('leaves nothing answered missing and nothing doubled, the log and the store agreeing, the ledger balanced (I1, I2, I3, I4)', async () => {
    const verdict = await arena.judge();
    process.stdout.write(
      `${verdict.answered.clicks.length} clicks and ${verdict.answered.orders.length} orders were answered, ${verdict.answered.failures} attempts failed\n`,
    );
    expect(verdict.answered.clicks.length).toBeGreaterThan(100);
    expect(verdict.answered.orders.length).toBeGreaterThan(50);
    expect(verdict.answered.failures).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ missing_clicks: 0, missing_orders: 0, doubled: 0, gap: 0, balanced: true });
  }, 180_000);
});
