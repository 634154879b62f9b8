import type { Entities } from '@touchline/events';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, END, EXPERIMENT, noise, START, World } from './world.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const PEOPLE = 1_600;
const MATCHED: Partial<Entities['experiment']> = {
  ...{
    design: 'matched_exposure',
    assignment: 'observed',
    unit: 'customer',
    method: 'observational',
    metric: { kind: 'conversion_rate' },
    guards: ['alone_on_scope'],
  },
  pre_period: { from: new Date(START - 60 * DAY_MS).toISOString(), to: new Date(START).toISOString() },
};

/** Uniform between 0 and 1, the same every time. */
const chance = (...of: readonly (string | number)[]) => (1 + noise(...of)) / 2;
/** Everybody is exposed, or looked at, on this day. */
const AT = START + 5 * DAY_MS;

interface Lived {
  /** Those about to buy more anyway, who already do shortly before, are exposed more often too. */
  readonly hidden: boolean;
  readonly effect: number;
}

/** Of more people who bought more before, more buy and more are exposed. */
function person(place: number, { hidden, effect }: Lived): { exposed: boolean; orders: number[] } {
  const bought = Math.floor(4 * chance('before', place));
  const keen = hidden && chance('keen', place) < 0.4 ? 0.3 : 0;
  const exposed = chance('exposed', place) < 0.2 + 0.08 * bought + keen;
  const before = Array.from({ length: bought }, (_, order) => AT - (20 + 35 * chance('when', place, order)) * DAY_MS);
  const shortly = chance('shortly', place) < 0.06 + 0.03 * bought + keen ? [AT - 3 * DAY_MS] : [];
  const after = chance('buys', place) < 0.05 + 0.05 * bought + keen + (exposed ? effect : 0) ? [AT + 3 * DAY_MS] : [];
  return { exposed, orders: [...before, ...shortly, ...after] };
}

async function live(lived: Lived): Promise<void> {
  await world.entity('experiment', 'x1', { ...EXPERIMENT, n_star: undefined, ...MATCHED } as Entities['experiment']);
  const people = Array.from({ length: PEOPLE }, (_, place) => ({ customer_id: `p-${place}`, ...person(place, lived) }));
  const arm = (exposed: boolean) => (exposed ? 'treated' : 'control');
  await world.store(
    'assignment_facts',
    'experiment_assigned',
    people.map(({ customer_id, exposed }) => {
      const payload = { experiment_id: 'x1', arm: arm(exposed), unit: 'customer', assignment: 'observed' };
      return { id: customer_id, at: AT, person: { customer_id }, payload };
    }),
  );
  await world.orders(people.flatMap(({ customer_id, orders }) => orders.map((at, place) => ({ id: `${customer_id}-${place}`, at, person: { customer_id } }))));
}

describe('people who were exposed without a draw', () => {
  it('are an adjusted association, by name and in words, with nothing incremental beside it (I8)', async () => {
    await live({ hidden: false, effect: 0.15 });
    const { result, inputs } = await world.run(END + DAY_MS);
    const [comparison] = result.comparisons;
    expect(result).toMatchObject({ grade: 'C', title: 'Adjusted association, not incremental', withheld: [] });
    expect(comparison?.incremental).toBeNull();
    expect(result.words.finding).toContain('not incremental');
    expect(result.words.finding).not.toMatch(/did better|did worse/);
    expect(comparison?.fixed?.interval?.[0]).toBeLessThan(0.15);
    expect(comparison?.fixed?.interval?.[1]).toBeGreaterThan(0.15);
    // The plain difference has what the exposed would have bought anyway in it.
    const estimators = new Map(comparison?.association?.estimators.map(({ name, estimate }) => [name, estimate]));
    expect(estimators.get('plain difference')).toBeGreaterThan(comparison?.fixed?.estimate ?? 0);
    expect(comparison?.association?.balance.every(({ after }) => Math.abs(after) < 0.1)).toBe(true);
    // People stand in no result and in no inputs (I9).
    expect(JSON.stringify({ result, inputs })).not.toContain('p-1');
  });

  it('are withheld when they differed already before the exposure: what was not measured is caught by the placebo (I8)', async () => {
    await live({ hidden: true, effect: 0 });
    const { result } = await world.run(END + DAY_MS);
    expect(result.withheld).toEqual([expect.stringMatching(/^placebo_outcome: treated: an outcome from before the exposure differs/)]);
    expect(result.comparisons[0]).toMatchObject({ fixed: null, association: null, incremental: null });
  });

  it('are the same bytes when they are compared again (I5)', async () => {
    await live({ hidden: false, effect: 0.15 });
    const first = await world.run(END + DAY_MS);
    await world.orders([{ id: 'late', at: END + 3 * DAY_MS, person: { customer_id: 'p-3' } }]);
    expect(JSON.stringify(await world.run(END + DAY_MS))).toBe(JSON.stringify(first));
  });

  it('say nothing before the planned end', async () => {
    await live({ hidden: false, effect: 0.15 });
    expect((await world.run()).result).toMatchObject({ comparisons: [], withheld: [expect.stringContaining('looked at once')] });
  });
});
