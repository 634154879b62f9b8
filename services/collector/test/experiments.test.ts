import { createHash } from 'node:crypto';
import { openDirectory } from '@touchline/directory';
import type { Entities } from '@touchline/events';
import { loadConfig } from '@touchline/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStand, type Stand } from './stand.js';

const EXPERIMENT: Entities['experiment'] = {
  name: 'Mailing',
  design: 'user_holdout',
  assignment: 'imported',
  unit: 'customer',
  scope: { link_ids: [], creator_ids: [], campaign_ids: [], geos: [] },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'treated', weight: 1 },
  ],
  control_arm: 'control',
  metric: { kind: 'orders' },
  scale: 'absolute',
  method: 'two_mean',
  planned_end: '2099-01-01T00:00:00Z',
  alpha: 0.05,
  guards: [],
  salt: 'salt of this test',
  conversion_window_ms: 86_400_000,
  state: 'draft',
};
const AT = '2026-01-05T10:00:00.000Z';

let stand: Stand;

beforeAll(async () => {
  stand = await openStand();
  const directory = await openDirectory({ config: loadConfig({ TOUCHLINE_DATA: stand.data }), log: stand.log, source: 'test' });
  await directory.upsert('acme', 'experiment', 'told', EXPERIMENT);
  await directory.upsert('acme', 'experiment', 'hashed', { ...EXPERIMENT, assignment: 'hash', unit: 'email' });
  await directory.upsert('acme', 'experiment', 'cities', { ...EXPERIMENT, design: 'geo_holdout', assignment: 'lottery', unit: 'geo' });
  await directory.close();
});
afterAll(() => stand.close());

const assigned = (fields: object) => ({ type: 'experiment_assigned', experiment_id: 'told', occurred_at: AT, ...fields });
const result = async (event: object, token?: string) => (await stand.post(event, token)).body.results?.[0];
const exposures = async () => (await stand.events('exposures')).map(({ type, person, payload }) => ({ type, person, payload }));

describe('what is told of experiments', () => {
  it('names people in the person part alone (I9), and takes unit and assignment from the experiment', async () => {
    await stand.post({
      events: [assigned({ customer_id: 'c-1', arm: 'treated' }), { ...assigned({ customer_id: 'c-1', arm: 'treated' }), type: 'experiment_exposed' }],
    });
    expect(await exposures()).toEqual(
      expect.arrayContaining([
        {
          type: 'experiment_assigned',
          person: { customer_id: 'c-1' },
          payload: { experiment_id: 'told', arm: 'treated', unit: 'customer', assignment: 'imported' },
        },
        { type: 'experiment_exposed', person: { customer_id: 'c-1' }, payload: { experiment_id: 'told', arm: 'treated', unit: 'customer' } },
      ]),
    );
  });

  it('names markets by their id', async () => {
    await stand.post(assigned({ experiment_id: 'cities', unit_id: 'DE-BE', arm: 'control', seed: '7', stratum: 'pair-1' }));
    expect(await exposures()).toContainEqual({
      type: 'experiment_assigned',
      person: {},
      payload: { experiment_id: 'cities', arm: 'control', unit: 'geo', unit_id: 'DE-BE', assignment: 'lottery', seed: '7', stratum: 'pair-1' },
    });
  });

  it('counts once, however often it is told; the same unit in another arm is seen (I2)', async () => {
    const event = assigned({ customer_id: 'c-2', arm: 'control' });
    expect(await result(event)).toMatchObject({ outcome: 'accepted' });
    expect(await result({ ...event, occurred_at: '2026-02-01T00:00:00Z' })).toMatchObject({ outcome: 'duplicate' });
    expect(await result({ ...event, arm: 'treated' })).toMatchObject({ outcome: 'accepted' });
    const exposed = { ...event, type: 'experiment_exposed' };
    expect(await result(exposed)).toMatchObject({ outcome: 'accepted' });
    expect(await result({ ...exposed, occurred_at: '2026-01-05T11:00:00.000+01:00' })).toMatchObject({ outcome: 'duplicate' });
    expect(await result({ ...exposed, occurred_at: '2026-01-06T10:00:00Z' })).toMatchObject({ outcome: 'accepted' });
  });

  it('by hash needs no arm, and may not contradict it', async () => {
    const email = 'Ada@example.com';
    const hash = createHash('sha256').update('ada@example.com').digest('hex');
    // Worked out here once more: the first 32 bits of SHA-256(salt, newline, unit) over 2^32, below one half is the first arm.
    const point = createHash('sha256').update(`salt of this test\n${hash}`).digest().readUInt32BE(0) / 2 ** 32;
    const [arm, other] = point < 0.5 ? ['control', 'treated'] : ['treated', 'control'];
    expect(await result(assigned({ experiment_id: 'hashed', email }))).toMatchObject({ outcome: 'accepted' });
    expect(await exposures()).toContainEqual({
      type: 'experiment_assigned',
      person: { email_sha256: hash },
      payload: { experiment_id: 'hashed', arm, unit: 'email', assignment: 'hash' },
    });
    expect(await result(assigned({ experiment_id: 'hashed', email, arm }))).toMatchObject({ outcome: 'duplicate' });
    expect(await result(assigned({ experiment_id: 'hashed', email, arm: other }))).toMatchObject({ code: 'TL_FIELD_VALUE', path: 'arm' });
  });

  it('views and markets’ figures find their topics', async () => {
    const view = { type: 'view', view_id: 'v-1', creator_id: 'mia', visitor_id: 'x', watched_ms: 1_200 };
    const outcome = { type: 'geo_outcome', geo_id: 'DE-BE', day: '2026-01-05', metric: 'revenue', value: 1_234.5, currency: 'EUR' };
    const answer = await stand.post({ events: [view, outcome, { ...outcome, value: 9 }, { ...outcome, value: 9, revision: 1 }] });
    expect(answer.body.results?.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'duplicate', 'accepted']);
    expect(await exposures()).toContainEqual({ type: 'view', person: { visitor_id: 'x' }, payload: { view_id: 'v-1', creator_id: 'mia', watched_ms: 1_200 } });
    expect((await stand.events('facts')).map(({ person, payload }) => ({ person, payload }))).toEqual([
      { person: {}, payload: { geo_id: 'DE-BE', day: '2026-01-05', metric: 'revenue', value: 1_234.5, currency: 'EUR', revision: 0 } },
      { person: {}, payload: { geo_id: 'DE-BE', day: '2026-01-05', metric: 'revenue', value: 9, currency: 'EUR', revision: 1 } },
    ]);
  });

  it.each([
    ['an experiment that is not there', assigned({ experiment_id: 'none', customer_id: 'c', arm: 'control' }), 'TL_EXPERIMENT_UNKNOWN', 'experiment_id'],
    ['an arm it has not', assigned({ customer_id: 'c', arm: 'placebo' }), 'TL_FIELD_VALUE', 'arm'],
    ['no arm', assigned({ customer_id: 'c' }), 'TL_FIELD_MISSING', 'arm'],
    ['nobody', assigned({ arm: 'control' }), 'TL_FIELD_MISSING', 'customer_id'],
    ['another kind of person', assigned({ visitor_id: 'v', arm: 'control' }), 'TL_FIELD_MISSING', 'customer_id'],
    ['a person where ids of things go (I9)', assigned({ customer_id: 'c', unit_id: 'c', arm: 'control' }), 'TL_FIELD_VALUE', 'unit_id'],
    ['no market', assigned({ experiment_id: 'cities', arm: 'control' }), 'TL_FIELD_MISSING', 'unit_id'],
    ['an assignment of the sender’s own', assigned({ customer_id: 'c', arm: 'control', assignment: 'lottery' }), 'TL_FIELD_UNKNOWN', 'assignment'],
    [
      'an exposure without an instant',
      { type: 'experiment_exposed', experiment_id: 'told', customer_id: 'c', arm: 'control' },
      'TL_FIELD_MISSING',
      'occurred_at',
    ],
    ['a day that no calendar of ours has', { type: 'geo_outcome', geo_id: 'x', day: '0019-01-05', metric: 'm', value: 1 }, 'TL_FIELD_VALUE', 'day'],
    ['a figure that is no number', { type: 'geo_outcome', geo_id: 'x', day: '2026-01-05', metric: 'm', value: '1' }, 'TL_FIELD_TYPE', 'value'],
  ])('%s is refused with a code and the field', async (_what, event, code, path) => {
    expect(await result(event)).toMatchObject({ outcome: 'rejected', code, path });
  });

  it('an experiment of another workspace is not there (I6)', async () => {
    expect(await result(assigned({ customer_id: 'c-1', arm: 'treated' }), stand.tokens.bolt)).toMatchObject({ code: 'TL_EXPERIMENT_UNKNOWN' });
  });
});
