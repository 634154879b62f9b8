import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestTracker } from './support/test-tracker.js';

let tracker: TestTracker;
let writer: string;
let stranger: string;

beforeAll(async () => {
  tracker = await TestTracker.start();
  writer = await tracker.key('one', 'experiments:write');
  stranger = await tracker.key('two', 'experiments:write', 'read');
});
afterAll(() => tracker.stop());

const YEAR_MS = 365 * 86_400_000;
const soon = new Date(Date.now() + YEAR_MS).toISOString();
const HOLDOUT = {
  name: 'Offer page',
  design: 'redirect_holdout',
  scope: { link_ids: ['spring'] },
  control_share: 0.2,
  holdout_url: 'https://shop.example/home',
  metric: { kind: 'revenue' },
  n_star: 50_000,
  planned_end: soon,
};
const LOTTERY = { name: 'Who is briefed', design: 'creator_lottery', metric: { kind: 'orders' }, planned_end: soon };

const create = (body: object, key = writer) => tracker.api('POST', 'experiments', key, body);
const step = (id: string, name: string, key = writer) => tracker.api('POST', `experiments/${id}/${name}`, key);
const written = async () => (await tracker.log.heads('directory'))[0]?.next_offset;

describe('POST /v1/experiments', () => {
  it('fills in what the design decides, and says which grade its evidence can have (I8)', async () => {
    const { status, body } = await create({ ...HOLDOUT, id: 'full' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...{ id: 'full', design: 'redirect_holdout', assignment: 'hash', unit: 'visitor', method: 'sequential', scale: 'absolute', alpha: 0.05 },
      ...{
        arms: [
          { name: 'control', weight: 2_000 },
          { name: 'treated', weight: 8_000 },
        ],
        control_arm: 'control',
        state: 'draft',
        archived: false,
      },
      ...{ grade: 'A', measures: 'the offer or landing page among clickers, never the post', scope: { link_ids: ['spring'], creator_ids: [] } },
    });
    expect(String(body['salt']).length).toBeGreaterThanOrEqual(16);
  });

  it.each([
    ['user_holdout', { n_star: 1_000, metric: { kind: 'orders' } }, 'A'],
    ['geo_holdout', { metric: { kind: 'geo_outcome', name: 'orders' } }, 'A'],
    ['geo_heavy_up', { metric: { kind: 'geo_outcome', name: 'orders' } }, 'A'],
    ['creator_lottery', { metric: { kind: 'orders' } }, 'A'],
    ['week_lottery', { metric: { kind: 'orders' } }, 'A'],
    ['stepped_wedge', { metric: { kind: 'geo_outcome', name: 'orders' } }, 'A'],
    ['market_switch_on', { metric: { kind: 'geo_outcome', name: 'orders' } }, 'B'],
    ['matched_exposure', { metric: { kind: 'orders' } }, 'C'],
  ])('a %s can be written down, and has its grade', async (design, more, grade) => {
    const { status, body } = await create({ name: design, design, planned_end: soon, ...more });
    expect({ status, grade: body['grade'] }).toEqual({ status: 201, grade });
  });

  it('is written at the instant that a simulated workspace says, and nowhere else: what ended lately could not be shown as it was planned', async () => {
    const ended = { ...LOTTERY, planned_end: '2026-03-01T00:00:00Z' };
    const at = { 'touchline-simulated-at': '2026-01-31T00:00:00Z' };
    const simulator = await tracker.key('made-up', 'experiments:write', 'simulate');
    expect(await create(ended, simulator)).toMatchObject({ status: 422, body: { code: 'TL_FIELD_VALUE', path: 'planned_end' } });
    expect(await tracker.api('POST', 'experiments', simulator, ended, at)).toMatchObject({ status: 201, body: { state: 'draft' } });
    for (const key of [writer, await tracker.key('one', 'experiments:write', 'simulate'), await tracker.key('made-up', 'experiments:write')])
      expect(await tracker.api('POST', 'experiments', key, ended, at)).toMatchObject({ status: 403, body: { code: 'TL_SIMULATION_FORBIDDEN' } });
  });

  it('with the same id and content writes nothing, and keeps the salt it drew', async () => {
    const first = await create({ ...HOLDOUT, id: 'again' });
    const before = await written();
    const second = await create({ ...HOLDOUT, id: 'again' });
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await written()).toBe(before);
  });

  it('on a dry run answers what would be stored, or what is wrong, and writes nothing', async () => {
    const before = await written();
    const dry = await tracker.api('POST', 'experiments?dry_run=true', writer, { ...HOLDOUT, id: 'dry' });
    expect(dry).toMatchObject({ status: 200, body: { id: 'dry', state: 'draft', grade: 'A' } });
    expect(await tracker.api('POST', 'experiments?dry_run=true', writer, { ...HOLDOUT, alpha: 2 })).toMatchObject({
      body: { code: 'TL_FIELD_VALUE', path: 'alpha' },
    });
    expect(await written()).toBe(before);
    expect((await tracker.api('GET', 'experiments/dry', writer)).status).toBe(404);
  });

  it.each([
    ['an unknown design', { ...HOLDOUT, design: 'coin' }, 'TL_FIELD_VALUE', 'design'],
    ['an unknown field', { ...HOLDOUT, colour: 'red' }, 'TL_FIELD_UNKNOWN', 'colour'],
    ['a state of its own', { ...HOLDOUT, state: 'running' }, 'TL_FIELD_UNKNOWN', 'state'],
    ['a holdout URL that is no http(s) address (I7)', { ...HOLDOUT, holdout_url: 'javascript:alert(1)' }, 'TL_DESTINATION_SCHEME', 'holdout_url'],
    ['a holdout URL in a private network (I7)', { ...HOLDOUT, holdout_url: 'http://10.1.2.3/' }, 'TL_DESTINATION_FORBIDDEN', 'holdout_url'],
    ['a holdout URL with a password (I7)', { ...HOLDOUT, holdout_url: 'https://a:b@shop.example/' }, 'TL_DESTINATION_FORBIDDEN', 'holdout_url'],
    ['a holdout URL where nothing is redirected', { ...LOTTERY, holdout_url: 'https://shop.example/' }, 'TL_FIELD_VALUE', 'holdout_url'],
    ['a redirect holdout without links', { ...HOLDOUT, scope: {} }, 'TL_FIELD_MISSING', 'scope.link_ids'],
    ['a link that is not there', { ...HOLDOUT, scope: { link_ids: ['spring', 'none'] } }, 'TL_ENTITY_UNKNOWN', 'scope.link_ids.1'],
    ['a link of another workspace (I6)', { ...HOLDOUT, scope: { link_ids: ['pretend'] } }, 'TL_ENTITY_UNKNOWN', 'scope.link_ids.0'],
    [
      'a third arm of a redirect',
      { ...HOLDOUT, control_share: undefined, arms: ['a', 'b', 'c'].map((name) => ({ name, weight: 1 })), control_arm: 'a' },
      'TL_FIELD_VALUE',
      'arms',
    ],
    [
      'two arms of one name',
      {
        ...LOTTERY,
        arms: [
          { name: 'a', weight: 1 },
          { name: 'a', weight: 1 },
        ],
        control_arm: 'a',
      },
      'TL_FIELD_VALUE',
      'arms.1.name',
    ],
    ['a control arm that is none', { ...LOTTERY, control_arm: 'placebo' }, 'TL_FIELD_VALUE', 'control_arm'],
    [
      'a share beside arms',
      {
        ...LOTTERY,
        control_share: 0.5,
        arms: [
          { name: 'a', weight: 1 },
          { name: 'b', weight: 1 },
        ],
        control_arm: 'a',
      },
      'TL_FIELD_VALUE',
      'control_share',
    ],
    ['a sequence without its N*', { ...HOLDOUT, n_star: undefined }, 'TL_FIELD_MISSING', 'n_star'],
    ['a rate test of revenue', { ...HOLDOUT, method: 'two_proportion' }, 'TL_FIELD_VALUE', 'method'],
    ['a method of another design', { ...HOLDOUT, method: 'synthetic_control' }, 'TL_FIELD_VALUE', 'method'],
    ['a lottery by hand', { ...LOTTERY, assignment: 'chosen' }, 'TL_FIELD_VALUE', 'assignment'],
    ['a market’s figure of people', { ...HOLDOUT, metric: { kind: 'geo_outcome', name: 'x' } }, 'TL_FIELD_VALUE', 'metric.kind'],
    ['an end that is over', { ...HOLDOUT, planned_end: '2020-01-01T00:00:00Z' }, 'TL_FIELD_VALUE', 'planned_end'],
    [
      'a pre-period that ends before it begins',
      { ...HOLDOUT, pre_period: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
      'TL_FIELD_VALUE',
      'pre_period.to',
    ],
  ])('refuses %s', async (_what, body, code, path) => {
    expect((await create(body)).body).toMatchObject({ code, path });
  });
});

describe('the life of an experiment', () => {
  it('goes from draft over running to stopped, and may be archived when it does not run; a repeat changes nothing (I2)', async () => {
    await create({ ...LOTTERY, id: 'life' });
    expect((await step('life', 'stop')).body).toMatchObject({ code: 'TL_EXPERIMENT_STATE', path: 'state' });
    const started = await step('life', 'start');
    expect(started.body).toMatchObject({ state: 'running', started_at: expect.stringMatching(/Z$/) });
    expect((await step('life', 'start')).body).toEqual(started.body);
    expect((await tracker.api('DELETE', 'experiments/life', writer)).body).toMatchObject({ code: 'TL_EXPERIMENT_STATE' });
    const stopped = await step('life', 'stop');
    expect(stopped.body).toMatchObject({ state: 'stopped', started_at: started.body['started_at'] });
    expect((await step('life', 'stop')).body).toEqual(stopped.body);
    expect((await step('life', 'start')).body).toMatchObject({ code: 'TL_EXPERIMENT_STATE' });
    expect((await tracker.api('DELETE', 'experiments/life', writer)).body).toMatchObject({ archived: true });
    expect((await create({ ...LOTTERY, id: 'life', name: 'New' })).body).toMatchObject({ code: 'TL_EXPERIMENT_STATE' });
  });

  it('may be edited freely before the start', async () => {
    await create({ ...LOTTERY, id: 'draft' });
    expect((await create({ ...LOTTERY, id: 'draft', alpha: 0.1, design: 'week_lottery' })).body).toMatchObject({
      alpha: 0.1,
      design: 'week_lottery',
      state: 'draft',
    });
  });

  it.each([
    ['design', { design: 'week_lottery' }],
    ['scope', { scope: { creator_ids: ['mia'] } }],
    ['arms', { control_share: 0.3 }],
    ['control_arm', { control_arm: 'treated' }],
    ['metric', { metric: { kind: 'revenue' } }],
    ['scale', { scale: 'relative' }],
    ['method', { method: 'two_mean' }],
    ['n_star', { n_star: 7 }],
    ['planned_end', { planned_end: new Date(Date.now() + 2 * YEAR_MS).toISOString() }],
    ['alpha', { alpha: 0.1 }],
    ['guards', { guards: [] }],
    ['salt', { salt: 'another salt' }],
    ['conversion_window_ms', { conversion_window_ms: 1 }],
    ['winsorising_cap_minor', { winsorising_cap_minor: 500 }],
    ['pre_period', { pre_period: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' } }],
  ])('keeps %s after the start, and names it (I8)', async (field, change) => {
    const id = `fixed-${field}`;
    await create({ ...LOTTERY, id });
    const started = await step(id, 'start');
    const answer = await create({ ...LOTTERY, id, ...change });
    // A change of design changes its unit too; whichever field comes first is named.
    expect(answer).toMatchObject({ status: 409, body: { code: 'TL_EXPERIMENT_FROZEN', path: field } });
    expect((await tracker.api('GET', `experiments/${id}`, writer)).body).toEqual(started.body);
  });

  it('may be renamed while it runs', async () => {
    await create({ ...LOTTERY, id: 'renamed' });
    await step('renamed', 'start');
    expect((await create({ ...LOTTERY, id: 'renamed', name: 'Better', notes: 'n' })).body).toMatchObject({ name: 'Better', notes: 'n', state: 'running' });
  });

  it('does not start beside another redirect holdout on one of its links', async () => {
    await tracker.directory.upsert('one', 'link', 'contested', { slug: 'contested', destination: 'https://shop.example/', creator_id: 'mia' });
    const body = { ...HOLDOUT, scope: { link_ids: ['contested'] } };
    for (const id of ['early', 'late']) await create({ ...body, id });
    expect((await step('early', 'start')).status).toBe(200);
    expect((await step('late', 'start')).body).toMatchObject({ code: 'TL_EXPERIMENT_OVERLAP', path: 'scope.link_ids' });
    await step('early', 'stop');
    expect((await step('late', 'start')).body).toMatchObject({ state: 'running' });
  });
});

describe('keys', () => {
  it('without the scope write no experiment', async () => {
    const links = await tracker.key('one', 'links:write');
    expect(await create(HOLDOUT, links)).toMatchObject({ status: 403, body: { code: 'TL_AUTH_SCOPE' } });
    expect(await step('full', 'start', links)).toMatchObject({ status: 403 });
  });

  it('of another workspace see, start and stop nothing (I6)', async () => {
    for (const answer of [
      await step('full', 'start', stranger),
      await step('full', 'stop', stranger),
      await tracker.api('DELETE', 'experiments/full', stranger),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'TL_ENTITY_UNKNOWN' } });
    }
    expect((await tracker.api('GET', 'experiments/full', stranger)).status).toBe(404);
    expect((await tracker.api('GET', 'experiments', stranger)).body).toEqual({ items: [] });
    expect((await tracker.api('POST', 'experiments/full/arms', stranger, { units: ['u'] })).status).toBe(404);
  });
});

describe('POST /v1/experiments/:id/arms', () => {
  it('tells each unit the arm it has for ever, in shares near the weights', async () => {
    await create({
      name: 'Mailing',
      design: 'user_holdout',
      metric: { kind: 'orders' },
      n_star: 1,
      planned_end: soon,
      id: 'mailing',
      salt: 'fixed-salt',
      control_share: 0.2,
    });
    const units = Array.from({ length: 1_000 }, (_, index) => `customer-${index}`);
    const ask = async () => (await tracker.api('POST', 'experiments/mailing/arms', writer, { units })).body['arms'] as string[];
    const arms = await ask();
    expect(await ask()).toEqual(arms);
    const control = arms.filter((arm) => arm === 'control').length;
    // Four standard deviations of a binomial; the salt and the units are fixed, so this never changes.
    expect(Math.abs(control - 200)).toBeLessThan(4 * Math.sqrt(1_000 * 0.2 * 0.8));
  });
});
