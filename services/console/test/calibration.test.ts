import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibrationAnswer, CreatorCalibrationAnswer } from '../src/calibration-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const MARCH = 'from=2026-03-01&to=2026-03-31';
const DAY_MS = 86_400_000;
const AT = '2026-03-10 12:00:00.000';
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
let served: ServedConsole;

function plant(seed: Seed): void {
  seed.creator('ann').creator('ben').creator('cem').creator('dee');
  for (const [creator, amount_minor] of [
    ['ann', 10_000],
    ['ben', 6_000],
    ['cem', 3_000],
    ['dee', 1_000],
  ] as const) {
    const conversion = { id: seed.order(`O-${creator}`, AT, { amount_minor }), order: `O-${creator}`, at: AT };
    seed.credit('first', conversion, creator, { weight: 1, amount_minor });
    seed.credit('last', conversion, creator, { weight: 1, amount_minor });
  }
  seed.factor('x-ann', 'first', { creator_ids: ['ann'], factor: 0.4, interval: [0.3, 0.5], measured_at: daysAgo(60) });
  seed.factor('x-ben', 'first', { creator_ids: ['ben'], factor: 0.5, interval: [-0.2, 1.2], measured_at: daysAgo(1) });
  seed.factor('x-cem', 'first', { creator_ids: ['cem'], factor: 0.9, interval: [0.8, 1], measured_at: daysAgo(200) });
}

beforeAll(async () => {
  served = await serveConsole();
  const seed = new Seed('brand').workspace({ time_zone: 'UTC' });
  plant(seed);
  await seed.plant(served.warehouse);
  const other = new Seed('other').workspace({ time_zone: 'UTC' }).creator('ann');
  await other.factor('x-other', 'first', { creator_ids: ['ann'], factor: 0.1, interval: [0, 0.2], measured_at: daysAgo(1) }).plant(served.warehouse);
});
afterAll(() => served?.stop());

const portfolio = (query = '') => served.get<CalibrationAnswer>(`/api/brand/attribution/calibration?${MARCH}${query}`);
const one = async (creator: string, query = '') =>
  (await served.get<CreatorCalibrationAnswer>(`/api/brand/creators/${creator}/calibration?${MARCH}${query}`)).creator;

describe('calibration in the console', () => {
  it('shows what was caused beside what is credited, the baseline taking the rest, at the factor’s present age (I4, I8)', async () => {
    const ann = await one('ann');
    expect(ann).toMatchObject({ name: 'Name of ann', credit_minor: 10_000, uncalibrated_minor: 0, suggestion: null });
    const [part] = ann.parts;
    expect(part).toMatchObject({
      credit_minor: 10_000,
      calibrated_minor: 4_000,
      baseline_minor: 6_000,
      factor: { name: 'Test x-ann', grade: 'A', lapsed: false },
    });
    // 60 of 180 days: √(1 + 3 / 3) = √2 times as wide.
    expect(part?.interval.low).toBe(Math.round(10_000 * (0.4 - 0.1 * Math.SQRT2)));
    expect(part?.interval.high).toBe(Math.round(10_000 * (0.4 + 0.1 * Math.SQRT2)));
  });

  it('tells which experiments say nothing about this model’s credit, and why', async () => {
    const run_id = '01937b8e-3f00-7000-8000-000000000077';
    const row = { workspace_id: 'brand', experiment_id: 'x-dee', run_id };
    await served.warehouse.insertRows('calibrations_refused', [{ ...row, model: 'first', reason: 'nothing_attributed' }]);
    expect((await portfolio()).refusals).toEqual([]);
    await served.warehouse.insertRows('lift_results', [{ ...row, grade: 'A', as_of: daysAgo(1), formula_version: 1, withheld: [], result: '', inputs: '' }]);
    expect((await portfolio()).refusals).toEqual([
      { experiment_id: 'x-dee', name: '', reason: 'nothing_attributed', words: expect.stringContaining('credited to its scope') },
    ]);
    expect((await portfolio('&model=last')).refusals).toEqual([]);
  });

  it('calibrates nothing by a factor that has lapsed, and under a model that no result was held against', async () => {
    expect(await one('cem')).toMatchObject({ parts: [], uncalibrated_minor: 3_000, suggestion: { reason: 'lapsed', at_stake_minor: 3_000 } });
    expect(await one('ann', '&model=last')).toMatchObject({ parts: [], uncalibrated_minor: 10_000, suggestion: { reason: 'never_tested' } });
  });

  it('says what to test again, by what hangs on it', async () => {
    const { creators, factors } = await portfolio();
    expect(creators.map(({ creator_id, suggestion }) => [creator_id, suggestion?.reason ?? null])).toEqual([
      ['ann', null],
      ['ben', 'wide'],
      ['cem', 'lapsed'],
      ['dee', 'never_tested'],
    ]);
    expect(factors.map(({ experiment_id, lapsed }) => [experiment_id, lapsed])).toEqual([
      ['x-ben', false],
      ['x-ann', false],
      ['x-cem', true],
    ]);
  });

  it('seen from an instant knows only what was measured, and younger, then', async () => {
    const before = await one('ann', `&as_of=${daysAgo(70)}`);
    expect(before.parts).toEqual([]);
  });

  it('is the same line by line in the SQL view calibrated_credit, where every line balances (I4)', async () => {
    const rows = await served.warehouse.query(
      "SELECT creator_id, experiment_id, amount_workspace_minor, calibrated_minor, baseline_minor FROM calibrated_credit WHERE workspace_id = 'brand' AND model = 'first' ORDER BY creator_id",
    );
    expect(rows).toEqual([
      { creator_id: 'ann', experiment_id: 'x-ann', amount_workspace_minor: 10_000, calibrated_minor: 4_000, baseline_minor: 6_000 },
      { creator_id: 'ben', experiment_id: 'x-ben', amount_workspace_minor: 6_000, calibrated_minor: 3_000, baseline_minor: 3_000 },
      { creator_id: 'cem', experiment_id: '', amount_workspace_minor: 3_000, calibrated_minor: null, baseline_minor: null },
      { creator_id: 'dee', experiment_id: '', amount_workspace_minor: 1_000, calibrated_minor: null, baseline_minor: null },
    ]);
  });

  it('of another workspace is its own (I6), and of an unknown creator is empty', async () => {
    const answer = await served.get<CalibrationAnswer>(`/api/other/attribution/calibration?${MARCH}`);
    expect(answer).toMatchObject({ creators: [], factors: [{ experiment_id: 'x-other' }] });
    expect(await one('nobody')).toMatchObject({ credit_minor: 0, parts: [], suggestion: null });
  });
});
