import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CalibrationScope, calibratedCredit, keepResult, suggestTests } from '../src/index.js';
import { DAY_MS, END, EXPERIMENT, START, World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const CONTROL = { arm: 'control', units: 1_000, buyers: 130 };
const TREATED = { arm: 'treated', units: 1_000, buyers: 200 };
const REVENUE = { metric: { kind: 'revenue' } } as const;
/** The look that was planned. */
const LOOK = END + DAY_MS;

const scope = (change: Partial<CalibrationScope> = {}): CalibrationScope => ({
  ...{ workspace_id: 'w1', model: 'first', from: '2026-03-01', to: '2026-03-31', zone: 'UTC', now_ms: END },
  ...change,
});

/** Of every treated buyer's 50.00 the one model gives all to mia, the other half; two orders of hers are nobody's in the experiment, and one is ben's. */
async function credited(): Promise<void> {
  const buyers = Array.from({ length: TREATED.buyers }, (_, place) => `treated-${place}`);
  await world.credit(buyers.map((customer_id) => ({ model: 'first', customer_id, creator_id: 'mia', weight: 1, amount_minor: 5_000 })));
  await world.credit(buyers.map((customer_id) => ({ model: 'linear', customer_id, creator_id: 'mia', weight: 0.5, amount_minor: 2_500 })));
  await world.credit([
    { model: 'first', customer_id: 'control-1', creator_id: 'mia', weight: 1, amount_minor: 5_000 },
    { model: 'first', customer_id: 'stranger', creator_id: 'mia', weight: 1, amount_minor: 95_000 },
    { model: 'first', customer_id: 'other', creator_id: 'ben', weight: 1, amount_minor: 40_000 },
    { model: 'first', customer_id: 'lost', creator_id: '', weight: 1, amount_minor: 7_000 },
  ]);
}

async function keep(as_of: number = LOOK): Promise<void> {
  await keepResult(world.warehouse, await world.run(as_of));
}

describe('a result of grade A', () => {
  it('says of each model how much of its credit to the treated was caused, and is kept once (I2)', async () => {
    await world.play([CONTROL, TREATED], REVENUE);
    await credited();
    await keep();
    await keep();
    const rows = await world.warehouse.query<{ model: string; factor: number }>(
      'SELECT model, basis, grade, attributed, factor FROM calibrations ORDER BY model',
    );
    // 70 more buyers at 50.00 each: of 10,000.00 that one model gave 35 %, of 5,000.00 that the other gave 70 %.
    expect(rows).toEqual([
      { model: 'first', basis: 'revenue_minor', grade: 'A', attributed: 1_000_000, factor: expect.closeTo(0.35, 9) },
      { model: 'linear', basis: 'revenue_minor', grade: 'A', attributed: 500_000, factor: expect.closeTo(0.7, 9) },
    ]);
  });

  it('stands beside the credit, never in its place: what is calibrated and the baseline sum to it (I4)', async () => {
    await world.play([CONTROL, TREATED], REVENUE);
    await credited();
    const before = await world.warehouse.query('SELECT * FROM ledger ORDER BY ALL');
    await keep();
    const { creators } = await calibratedCredit(world.warehouse, scope());
    const mia = creators.find(({ creator_id }) => creator_id === 'mia');
    expect(mia).toMatchObject({ credit_minor: 1_100_000, uncalibrated_minor: 0 });
    expect(mia?.parts).toMatchObject([
      { credit_minor: 1_100_000, calibrated_minor: 385_000, baseline_minor: 715_000, factor: { experiment_id: 'x1', name: 'Spring' } },
    ]);
    expect(creators.find(({ creator_id }) => creator_id === 'ben')).toMatchObject({ credit_minor: 40_000, uncalibrated_minor: 40_000, parts: [] });
    expect(await world.warehouse.query('SELECT * FROM ledger ORDER BY ALL')).toEqual(before);
  });

  it('covers less surely the older it is, and nothing once it has lapsed', async () => {
    await world.play([CONTROL, TREATED], REVENUE);
    await credited();
    await keep();
    const intervalAt = async (now_ms: number) =>
      (await calibratedCredit(world.warehouse, scope({ now_ms }))).creators.find((each) => each.creator_id === 'mia')?.parts[0]?.interval;
    const [young = [0, 0], old = [0, 0]] = [await intervalAt(END), await intervalAt(END + 179 * DAY_MS)];
    expect(old[1] - old[0]).toBeGreaterThan(1.9 * (young[1] - young[0]));
    expect(await intervalAt(END + 181 * DAY_MS)).toBeUndefined();
    expect(await intervalAt(START)).toBeUndefined();
  });

  it('counts orders, where the metric is whether somebody bought', async () => {
    await world.play([CONTROL, TREATED]);
    await credited();
    await keep();
    const [row] = await world.warehouse.query("SELECT basis, attributed, incremental FROM calibrations WHERE model = 'linear'");
    expect(row).toEqual({ basis: 'units', attributed: 100, incremental: expect.closeTo(70, 9) });
  });
});

describe('no factor is made (I8)', () => {
  const factors = () => world.warehouse.query('SELECT experiment_id FROM calibration_factors');
  const played = async (change: object, arms = [CONTROL, TREATED]) => {
    await world.play(arms, { ...REVENUE, ...change });
    await credited();
    await keep();
  };

  it('of grade C', async () => {
    await played({ design: 'matched_exposure', assignment: 'observed', method: 'observational' });
    expect(await factors()).toEqual([]);
  });

  it('where a guard failed', async () => {
    await played({}, [CONTROL, { ...TREATED, units: 3_000 }]);
    expect(await factors()).toEqual([]);
  });

  it('of a redirect holdout: it measures a landing page, never the post', async () => {
    await played({ design: 'redirect_holdout', assignment: 'hash', unit: 'visitor' });
    expect(await factors()).toEqual([]);
  });

  it('of an experiment that names nobody who is credited', async () => {
    await played({ scope: { link_ids: [], creator_ids: [], campaign_ids: [], geos: ['DE-BE'] } });
    expect(await factors()).toEqual([]);
  });

  it('any more, once a later result of the same experiment is withheld', async () => {
    await played({});
    expect(await factors()).toHaveLength(2);
    const more = Array.from({ length: 900 }, (_, place) => ({
      id: `late-${place}`,
      at: START + 2 * DAY_MS,
      received: LOOK + DAY_MS,
      person: { customer_id: `late-${place}` },
      payload: { experiment_id: 'x1', arm: 'treated', unit: 'customer', assignment: 'imported' },
    }));
    await world.store('assignment_facts', 'experiment_assigned', more);
    await keep(LOOK + 2 * DAY_MS);
    expect(await factors()).toEqual([]);
  });
});

describe('what to test again', () => {
  it('is who was never tested, by the money that hangs on it, and who was, when the test grows old', async () => {
    await world.play([CONTROL, TREATED], REVENUE);
    await credited();
    await keep();
    const found = async (now_ms: number) => (await suggestTests(world.warehouse, scope({ now_ms }))).map(({ creator_id, reason }) => [creator_id, reason]);
    expect(await found(END)).toEqual([['ben', 'never_tested']]);
    expect(await found(END + 200 * DAY_MS)).toEqual([
      ['mia', 'lapsed'],
      ['ben', 'never_tested'],
    ]);
  });

  it('prefers the newest of two tests of one creator', async () => {
    await world.play([CONTROL, TREATED], REVENUE);
    await credited();
    await keep();
    await world.entity('experiment', 'x2', { ...EXPERIMENT, name: 'Second' });
    const row = {
      workspace_id: 'w1',
      experiment_id: 'x2',
      model: 'first',
      grade: 'A',
      basis: 'revenue_minor',
      link_ids: [],
      creator_ids: ['mia'],
      campaign_ids: [],
    };
    const figures = { incremental: 1, attributed: 1, factor: 0.5, factor_low: 0.45, factor_high: 0.55, measured_at: new Date(END + DAY_MS).toISOString() };
    const run_id = '01937b8e-3f00-7000-8000-000000000042';
    await world.warehouse.insertRows('calibrations', [{ ...row, ...figures, run_id }]);
    const result = {
      workspace_id: 'w1',
      experiment_id: 'x2',
      as_of: new Date(END + DAY_MS).toISOString(),
      run_id,
      formula_version: 1,
      grade: 'A',
      withheld: [],
      result: '',
      inputs: '',
    };
    await world.warehouse.insertRows('lift_results', [result]);
    const { creators } = await calibratedCredit(world.warehouse, scope({ now_ms: END + 2 * DAY_MS }));
    expect(creators.find(({ creator_id }) => creator_id === 'mia')?.parts).toMatchObject([
      { factor: { experiment_id: 'x2', name: 'Second' }, calibrated_minor: 550_000 },
    ]);
  });
});
