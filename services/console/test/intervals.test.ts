import { fitModels, runAttribution } from '@touchline/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspacesAnswer } from '../src/answers.js';
import type { CreatorEvidenceAnswer, ModelsAnswer } from '../src/attribution-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

/** The 30 days that end when the fit is made; to come, because replicates are kept for a month only. */
const DAYS = 'from=2036-03-02&to=2036-03-31';
const FITTED_AT = Date.UTC(2036, 2, 31, 12);
const TEST_MS_MAX = 240_000;

let served: ServedConsole;
let offset = 0;

/** Facts, and that the ingestor stored them. */
async function arrive(seed: Seed): Promise<void> {
  const first_offset = offset;
  offset = await seed.arrive(served.warehouse);
  const range = { partition: 0, first_offset, last_offset: offset - 1, state: 'stored', records: 1, rejected: 0 };
  await served.warehouse.insertRows('ingest_ranges', [
    { topic: 'clicks', ...range },
    { topic: 'conversions', ...range },
  ]);
}

function journeys(seed: Seed, from: number, count: number): Seed {
  for (let index = from; index < from + count; index += 1) {
    const day = String(3 + (index % 27)).padStart(2, '0');
    const visitor = `v${index}`;
    const creators = index % 3 === 0 ? ['ann', 'ben'] : [index % 2 === 0 ? 'ann' : 'ben'];
    for (const [place, creator] of creators.entries()) seed.click(creator, `2036-03-${day} 0${place}:00:00.000`, { visitor });
    seed.order(`o${index}`, `2036-03-${day} 12:00:00.000`, { amount_minor: 1_000 + ((index * 7_919) % 5_000), visitor });
  }
  return seed;
}

beforeAll(async () => {
  served = await serveConsole();
  await arrive(journeys(new Seed('brand').workspace().creator('ann').creator('ben'), 0, 60));
  await runAttribution({ warehouse: served.warehouse, workspace_id: 'brand', now: new Date(FITTED_AT) });
}, TEST_MS_MAX);
afterAll(() => served?.stop());

const evidence = (model = 'linear', more = '') => served.get<CreatorEvidenceAnswer>(`/api/brand/creators/ann/evidence?${DAYS}&model=${model}${more}`);
const models = () => served.get<ModelsAnswer>(`/api/brand/attribution/models?${DAYS}&model=linear`);
const workspaces = async () => (await served.get<WorkspacesAnswer>('/api/workspaces')).workspaces[0];
const forget = () => served.warehouse.command('TRUNCATE TABLE run_intervals');

describe('intervals that a run kept', { timeout: TEST_MS_MAX }, () => {
  it('are what the console says, and are what drawing them now says too (I5)', async () => {
    expect(await workspaces()).toMatchObject({ fitted: false });
    const drawn = await evidence();
    const compared = await models();
    await fitModels({ warehouse: served.warehouse, workspace_id: 'brand', now: new Date(FITTED_AT) });
    expect(await workspaces()).toMatchObject({ fitted: true });
    expect(await evidence()).toEqual({ ...drawn, models: (await evidence()).models, disagreement: (await evidence()).disagreement });
    expect((await models()).creators.map(({ interval }) => interval)).toEqual(compared.creators.map(({ interval }) => interval));
    await served.warehouse.command('ALTER TABLE run_intervals UPDATE replicates = arrayMap(each -> 0, replicates) WHERE 1 SETTINGS mutations_sync = 2');
    expect((await evidence()).interval).toEqual({ low: 0, high: 0 });
    await forget();
    expect((await evidence()).neighbours).toEqual(drawn.neighbours);
  });

  it('are brought up to date with orders, refunds and late clicks that came since, to the unit', async () => {
    await fitModels({ warehouse: served.warehouse, workspace_id: 'brand', now: new Date(FITTED_AT + 10_000) });
    const late = journeys(new Seed('brand'), 60, 9).refund('o2', '2036-03-30 12:00:00.000', { delta_minor: -700 });
    late.click('ben', '2036-03-05 06:00:00.000', { visitor: 'v2' });
    await arrive(late);
    const run = await runAttribution({ warehouse: served.warehouse, workspace_id: 'brand', now: new Date(FITTED_AT + 20_000) });
    expect(run.lines_written).toBeGreaterThan(0);
    const before = `&as_of=${new Date(FITTED_AT + 15_000).toISOString()}`;
    const answers = async () => [await evidence(), await models(), await evidence('markov'), await evidence('linear', before)];
    const kept = await answers();
    expect(kept[0]).not.toEqual({ ...kept[3] });
    await forget();
    expect(await answers()).toEqual(kept);
  });
});
