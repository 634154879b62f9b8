import { prepareAnalysis } from '@touchline/incrementality';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyComparison } from '../src/comparison.js';
import { keepResult, readResults } from '../src/index.js';
import { DAY_MS, END, EXPERIMENT, START, World } from './world.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const CONTROL = { arm: 'control', units: 1_000, buyers: 50 };
const TREATED = { arm: 'treated', units: 1_000, buyers: 120 };
const RATES = { control: { n: 1_000, conversions: 50 }, treatment: { n: 1_000, conversions: 120 } };

describe('a lift run before the planned end', () => {
  it('shows the confidence sequence that the offline command gives for the same sums, and no fixed-horizon interval (I8)', async () => {
    await world.play([CONTROL, TREATED]);
    const { result } = await world.run();
    const offline = prepareAnalysis({ design: 'sequential', ...RATES, n_star: 1_000 }).run();
    expect(result).toMatchObject({ grade: 'A', title: 'Incremental effect, randomised', withheld: [], planned_end_reached: false });
    expect(result.comparisons).toHaveLength(1);
    expect(result.comparisons[0]).toMatchObject({ arm: 'treated', against: 'control', fixed: null, adjusted: null });
    expect(result.comparisons[0]?.sequential).toMatchObject({ estimate: offline.estimate, interval: offline.interval, p: offline.p });
    expect(result.comparisons[0]?.incremental?.conversions?.estimate).toBeCloseTo(70, 9);
    expect(result.words.finding).toContain('treated did better than control: +7 percentage points per customer');
  });

  it('shows nothing where no confidence sequence was planned', async () => {
    await world.play([CONTROL, TREATED], { method: 'two_proportion', n_star: undefined } as never);
    const { result } = await world.run();
    expect(result.withheld).toEqual([expect.stringContaining('no confidence sequence was planned')]);
    expect(result.comparisons[0]).toMatchObject({ sequential: null, fixed: null, incremental: null });
    expect((await world.run(END)).result.withheld).toEqual([]);
  });
});

describe('a lift run at the planned end', () => {
  it('adds the one look that was planned, of what was there then', async () => {
    await world.play([CONTROL, TREATED]);
    const offline = prepareAnalysis({ design: 'two_proportion', ...RATES }).run();
    const { result } = await world.run(END);
    expect(result.comparisons[0]?.fixed).toMatchObject({ design: 'two_proportion', estimate: offline.estimate, interval: offline.interval, p: offline.p });
    const later = await world.run(END + 30 * DAY_MS);
    expect(later.result.comparisons[0]?.fixed).toEqual(result.comparisons[0]?.fixed);
  });

  it('keeps the fixed-horizon figure back when the weeks were not full, and shows the sequence', async () => {
    await world.play([CONTROL, TREATED], { planned_end: new Date(START + 10 * DAY_MS).toISOString() });
    const { result } = await world.run(START + 11 * DAY_MS);
    expect(result.guards).toContainEqual(expect.objectContaining({ name: 'full_weeks', passed: false, withholds: 'fixed' }));
    expect(result.comparisons[0]).toMatchObject({ fixed: null, incremental: null, sequential: expect.objectContaining({ design: 'sequential' }) });
  });
});

describe('a guard that fails', () => {
  it('withholds every number and says which and why: a split that is not the configured one (I8)', async () => {
    await world.play([CONTROL, { ...TREATED, units: 1_300 }]);
    const { result, inputs } = await world.run();
    expect(result.withheld).toEqual([expect.stringMatching(/^sample_ratio: p /)]);
    expect(result.comparisons).toEqual([emptyComparison('treated', 'control')]);
    expect(result.words.finding).toMatch(/^No number is shown\. Sample_ratio/);
    expect(result.words.would_change.join(' ')).toContain('sample_ratio');
    // What it was made from is kept all the same, for whoever looks into it.
    expect(inputs.sums?.arms.map(({ n }) => n)).toEqual([1_000, 1_300]);
  });

  it('withholds what too few conversions say, whether or not the experiment named that guard', async () => {
    await world.play([{ ...CONTROL, buyers: 5 }, TREATED], { guards: [] });
    expect((await world.run()).result.withheld).toEqual([expect.stringMatching(/^minimum_conversions: treated: 5 conversions/)]);
  });

  it('withholds nobody’s nothing: an experiment nobody is in yet', async () => {
    await world.play([]);
    expect((await world.run()).result.withheld.join(' ')).toContain('minimum_units');
  });

  it('withholds where another experiment ran on the same creator at the same time', async () => {
    await world.play([CONTROL, TREATED]);
    await world.entity('experiment', 'x2', { ...EXPERIMENT, name: 'Other', started_at: new Date(START + DAY_MS).toISOString() });
    expect((await world.run()).result.withheld).toEqual(['alone_on_scope: also on this scope: Other']);
  });
});

describe('grade C', () => {
  it('is an association by name and has no incremental figure (I8)', async () => {
    await world.play([CONTROL, TREATED], { design: 'matched_exposure', assignment: 'observed', method: 'observational' });
    const { result } = await world.run();
    expect(result).toMatchObject({ grade: 'C', title: 'Adjusted association, not incremental', comparisons: [] });
    expect(JSON.stringify(result.words)).toContain('never incremental');
  });
});

describe('what a run was made from', () => {
  it('is what had been received by its instant: the same bytes for ever, whatever comes later (I5)', async () => {
    await world.play([CONTROL, TREATED]);
    const first = await world.run();
    const at = START + 2 * DAY_MS;
    await world.order('control-900', at, START + 20 * DAY_MS);
    const again = await world.run();
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    const later = await world.run(START + 21 * DAY_MS);
    expect(later.result.arms[0]).toMatchObject({ arm: 'control', conversions: 51 });
    expect(later.run_id).not.toBe(first.run_id);
  });

  it('stays what the experiment was started with, whatever was told later', async () => {
    await world.play([CONTROL, TREATED]);
    await world.entity('experiment', 'x1', { ...EXPERIMENT, alpha: 0.5, name: 'Renamed' }, START + DAY_MS);
    expect((await world.run()).result).toMatchObject({ alpha: 0.05, name: 'Renamed' });
  });

  it('is kept once, however often it is run (I2)', async () => {
    await world.play([CONTROL, TREATED]);
    const run = await world.run();
    await keepResult(world.warehouse, run);
    await keepResult(world.warehouse, await world.run());
    expect(await readResults(world.warehouse, 'w1', 'x1')).toEqual([run.result]);
  });
});

describe('money', () => {
  it('is the effect over all treated units, over what was spent on the scope in the experiment’s days', async () => {
    await world.play(
      [
        { ...CONTROL, amount_minor: 5_000 },
        { ...TREATED, amount_minor: 5_000 },
      ],
      { metric: { kind: 'revenue' } },
    );
    const cost = { cost_id: 'c1', creator_id: 'mia', kind: 'fee', amount_minor: 280_000, currency: 'EUR', period_from: '2026-03-01', period_to: '2026-03-28' };
    await world.store('cost_facts', 'cost_recorded', [{ id: 'c1', at: START, payload: cost }]);
    const { result } = await world.run(START + 14 * DAY_MS - 1);
    const incremental = result.comparisons[0]?.incremental;
    // Half of the 28 days: half of the fee. 70 more buyers at 50.00 each.
    expect(incremental?.cost_minor).toBe(140_000);
    expect(incremental?.revenue_minor?.estimate).toBeCloseTo(350_000, 6);
    expect(incremental?.iroas?.estimate).toBeCloseTo(2.5, 9);
  });
});
