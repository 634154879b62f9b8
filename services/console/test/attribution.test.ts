import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatorsAnswer } from '../src/answers.js';
import type { CreatorEvidenceAnswer, ModelsAnswer } from '../src/attribution-answers.js';
import { Seed } from './seed.js';
import { type ServedConsole, serveConsole } from './served-console.js';

const MARCH = 'from=2026-03-01&to=2026-03-31';
const ORDERS = 60;
const NORMAL_975 = 1.96;

/** Ann and Ben bring about as much; Cal brings far more, and only where the first touch is asked. */
const amounts = Array.from({ length: ORDERS }, (_, index) => 2 * (500 + ((index * 7_919) % 2_500)));
let served: ServedConsole;

async function plant({ warehouse }: ServedConsole): Promise<void> {
  const seed = new Seed('brand').workspace().creator('ann').creator('ben').creator('cal');
  for (const [index, amount_minor] of amounts.entries()) {
    const at = `2026-03-${String(1 + (index % 28)).padStart(2, '0')} 12:00:00.000`;
    const conversion = (name: string) => ({ id: seed.order(`${name}-${index}`, at, { amount_minor }), order: `${name}-${index}`, at });
    const even = conversion('even');
    const who = index % 2 === 0 ? 'ann' : 'ben';
    for (const model of ['first', 'last', 'linear']) seed.credit(model, even, who, { weight: 1, amount_minor });
    const brought = conversion('brought');
    const half = { weight: 0.5, amount_minor: amount_minor / 2 };
    seed.credit('first', brought, 'cal', { weight: 1, amount_minor }).credit('last', brought, 'ann', { weight: 1, amount_minor });
    seed.credit('linear', brought, 'cal', half).credit('linear', brought, 'ann', half);
  }
  const nobody = { id: seed.order('alone', '2026-03-05 12:00:00.000', { amount_minor: 500 }), order: 'alone', at: '2026-03-05 12:00:00.000' };
  for (const model of ['first', 'last', 'linear']) seed.credit(model, nobody, '', { weight: 1, amount_minor: 500 });
  await seed.plant(warehouse);
  const other = new Seed('other').workspace().creator('ann');
  const secret = { id: other.order('S-1', '2026-03-05 12:00:00.000', { amount_minor: 77_777 }), order: 'S-1', at: '2026-03-05 12:00:00.000' };
  await other.credit('first', secret, 'ann', { weight: 1, amount_minor: 77_777 }).plant(warehouse);
  await new Seed('fresh').workspace().plant(warehouse);
}

beforeAll(async () => {
  served = await serveConsole();
  await plant(served);
});

afterAll(() => served?.stop());

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const models = (query = '') => served.get<ModelsAnswer>(`/api/brand/attribution/models?${MARCH}${query}`);
const evidence = (creator: string, query = '') => served.get<CreatorEvidenceAnswer>(`/api/brand/creators/${creator}/evidence?${MARCH}${query}`);

describe('models side by side', () => {
  it('have every model the ledger knows, and each adds creators and nobody up to the same money (I4)', async () => {
    const answer = await models();
    expect(answer.models).toEqual(['first', 'last', 'linear']);
    const all = 2 * sum(amounts) + 500;
    for (const [place] of answer.models.entries()) {
      const credited = sum(answer.creators.map((creator) => creator.credits[place]?.revenue_minor ?? 0));
      expect(credited + (answer.unattributed[place]?.revenue_minor ?? 0)).toBeCloseTo(all, 6);
    }
  });

  it('flag the creators about whom they say different things, and no other', async () => {
    const { creators } = await models();
    const flagOf = (id: string) => creators.find((creator) => creator.creator_id === id)?.disagreement;
    expect(flagOf('cal')).toMatchObject({ least: 'last', most: 'first', difference_minor: sum(amounts) });
    expect(flagOf('ann')).toMatchObject({ least: 'first', most: 'last' });
    expect(flagOf('ben')).toBeNull();
  });

  it('keep tenants apart (I6)', async () => {
    expect(JSON.stringify(await models())).not.toContain('77777');
    expect((await served.answer(`/api/nobody/attribution/models?${MARCH}`)).status).toBe(404);
  });

  it('are empty, and no error, where nothing was ever credited', async () => {
    expect(await served.get<ModelsAnswer>(`/api/fresh/attribution/models?${MARCH}`)).toMatchObject({ models: [], creators: [], unattributed: [] });
  });
});

describe('how sure a creator’s credit is', () => {
  it('is the interval a Poisson bootstrap over orders has: about 1.96 roots of the summed squares to each side', async () => {
    const own = amounts.filter((_, index) => index % 2 === 0);
    const { revenue_minor, interval, orders, replicates } = await evidence('ann');
    expect(revenue_minor).toBe(sum(own));
    expect(orders).toBe(own.length);
    expect(replicates).toBe(300);
    const margin = NORMAL_975 * Math.sqrt(sum(own.map((amount) => amount ** 2)));
    expect((interval.high - interval.low) / 2 / margin).toBeGreaterThan(0.8);
    expect((interval.high - interval.low) / 2 / margin).toBeLessThan(1.2);
    expect((interval.high + interval.low) / 2 / revenue_minor).toBeCloseTo(1, 1);
  });

  it('is the same each time it is asked, and on the page of all models (I5)', async () => {
    const once = await evidence('ann');
    expect(await evidence('ann')).toEqual(once);
    expect((await models()).creators.find((creator) => creator.creator_id === 'ann')?.interval).toEqual(once.interval);
  });

  it('tells two creators apart only where the interval of their difference does not hold 0', async () => {
    const { neighbours } = await evidence('ann');
    const neighbour = (id: string) => neighbours.find((each) => each.creator_id === id);
    expect(neighbour('ben')).toMatchObject({ distinguishable: false });
    expect(neighbour('cal')).toMatchObject({ distinguishable: true });
    expect(neighbour('cal')?.apart.high).toBeLessThan(0);
  });

  it('is nothing, and nobody beside it, for a creator without credit', async () => {
    expect(await evidence('nobody')).toMatchObject({ revenue_minor: 0, orders: 0, interval: { low: 0, high: 0 }, neighbours: [], models: [] });
  });
});

describe('credit as of an instant', () => {
  const creators = async (query: string) => (await served.get<CreatorsAnswer>(`/api/brand/creators?${MARCH}${query}`)).all.revenue_minor;

  it('is what was known then: nothing before the first run, everything after it', async () => {
    expect(await creators('&as_of=2026-11-30T00:00:00Z')).toBe(0);
    expect(await creators('&as_of=2026-12-02T00:00:00Z')).toBe(await creators(''));
    expect((await models('&as_of=2026-12-02T00:00:00Z')).creators).toEqual((await models()).creators);
    expect((await models('&as_of=2026-11-30T00:00:00Z')).creators).toEqual([]);
  });

  it('takes an instant without an offset for the workspace’s own clock', async () => {
    // The run is known at midnight UTC, which is 01:00 in Berlin.
    expect(await creators('&as_of=2026-12-01T00:59')).toBe(0);
    expect(await creators('&as_of=2026-12-01T01:00')).toBeGreaterThan(0);
  });

  it('is refused naming the parameter where it is no instant', async () => {
    expect(await served.answer(`/api/brand/creators?${MARCH}&as_of=yesterday`)).toMatchObject({
      status: 400,
      body: { code: 'TL_INPUT_INVALID', path: 'as_of' },
    });
  });
});
