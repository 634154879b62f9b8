import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entities } from '@touchline/events';
import { type ArmSumsReport, armSums } from '@touchline/lift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { click } from '../support/browser-like.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import { withWarehouse } from '../support/warehouse.js';

const VISITORS = 200;
/** Hundreds of clicks and a dozen commands, each a process of its own. */
const WHOLE_WAY_MS_MAX = 180_000;
const soon = new Date(Date.now() + 365 * 86_400_000).toISOString();

let running: RunningTouchline;
let key: string;

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
  key = running.firstKey;
  running.environment['TOUCHLINE_KEY'] = key;
});
afterAll(() => running.remove());

function file(name: string, content: unknown): string {
  const path = join(running.folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const post = async (events: readonly object[]) => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const answer = await fetch(running.url('COLLECTOR', '/v1/events'), { method: 'POST', headers, body: JSON.stringify({ events }) });
  return ((await answer.json()) as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome);
};

describe('a redirect holdout, from the command line to the sums of its arms', () => {
  it(
    'is written down, started, followed, and adds up to what was clicked and bought (I1, I2, I3)',
    async () => {
      await running.json('links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/offer', '--slug', 'offer');
      const spec = file('holdout.json', {
        ...{ id: 'offer-page', name: 'Offer page', design: 'redirect_holdout', scope: { link_ids: ['offer'] }, control_share: 0.2 },
        ...{ holdout_url: 'https://shop.example/', metric: { kind: 'revenue' }, n_star: 50_000, planned_end: soon },
      });
      expect(await running.json('experiments', 'create', spec, '--dry-run')).toMatchObject({ state: 'draft', grade: 'A' });
      expect(await running.json('experiments', 'list')).toEqual({ items: [] });
      await running.json('experiments', 'create', spec);
      await running.json('experiments', 'start', 'offer-page');
      const bought = await clickAndBuy();
      const { arms, both_arms } = await sumsOf('offer-page');
      expect(both_arms).toBe(0);
      expect(arms.reduce((sum, { n }) => sum + n, 0)).toBe(VISITORS);
      for (const { arm, n, y_sum, conversions } of arms) expect({ arm, n, conversions, y_sum }).toEqual(bought.get(arm));
      const reconciled = await running.json<{ gap: number; rows: { topic: string }[] }>('reconcile');
      expect(reconciled.gap).toBe(0);
    },
    WHOLE_WAY_MS_MAX,
  );

  it('keeps what fixes its analysis, and says so in one line', async () => {
    const spec = file('changed.json', {
      ...{ id: 'offer-page', name: 'Offer page', design: 'redirect_holdout', scope: { link_ids: ['offer'] }, control_share: 0.5 },
      ...{ holdout_url: 'https://shop.example/', metric: { kind: 'revenue' }, n_star: 50_000, planned_end: soon },
    });
    const { code, stderr } = await running.cli('experiments', 'create', spec);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^touchline: `arms` is fixed since the start\. .* \[TL_EXPERIMENT_FROZEN\]\n$/)]);
    expect(await running.json('experiments', 'stop', 'offer-page')).toMatchObject({ state: 'stopped' });
    expect(await running.json('experiments', 'archive', 'offer-page')).toMatchObject({ archived: true });
  });
});

/** Each visitor clicks twice, and every third one buys; per arm, what was bought. */
async function clickAndBuy(): Promise<Map<string, object>> {
  const totals = new Map(['control', 'treated'].map((arm) => [arm, { arm, n: 0, conversions: 0, y_sum: 0 }]));
  const orders: object[] = [];
  for (let index = 0; index < VISITORS; index += 1) {
    const cookie = `tlv=${index.toString(16).padStart(32, '0')}`;
    const [first, second] = [await follow(cookie), await follow(cookie)];
    expect(second.origin + second.pathname).toBe(first.origin + first.pathname);
    const total = totals.get(first.pathname === '/offer' ? 'treated' : 'control');
    if (total === undefined) throw new Error('no such arm');
    total.n += 1;
    if (index % 3 !== 0) continue;
    const amount_minor = 1_000 + index;
    orders.push({ type: 'order_placed', order_id: `o-${index}`, amount_minor, currency: 'EUR', click_id: second.searchParams.get('tlc') });
    total.conversions += 1;
    total.y_sum += amount_minor;
  }
  expect(new Set(await post(orders))).toEqual(new Set(['accepted']));
  expect(new Set(await post(orders))).toEqual(new Set(['duplicate']));
  return totals;
}

const follow = async (cookie: string) => (await click(running.url('TRACKER', '/offer'), { cookie })).location;

async function sumsOf(id: string): Promise<ArmSumsReport> {
  const experiment = await running.json<Entities['experiment']>('experiments', 'show', id);
  await until('nothing in flight', 60_000, async () => ((await running.json<{ in_flight: number }>('reconcile')).in_flight === 0 ? true : undefined));
  const until_now = new Date(Date.now() + 60_000);
  return withWarehouse(running, (warehouse) =>
    armSums({ warehouse, workspace_id: 'default', currency: 'EUR', experiment_id: id, experiment, until: until_now }),
  );
}

describe('a lottery of markets', () => {
  const draft = { id: 'cities', name: 'Cities', design: 'geo_holdout', metric: { kind: 'geo_outcome', name: 'orders' }, planned_end: soon };
  const units = ['unit,baseline', ...Array.from({ length: 12 }, (_, index) => `DE-${index},${(index * 7) % 11}`)].join('\n');

  it('is drawn once: a repeat is the same draw, and after the start nobody draws (I2, I8)', async () => {
    await running.json('experiments', 'create', file('cities.json', draft));
    const csv = file('cities.csv', units);
    const dry = await running.json<{ drawn: object[] }>('experiments', 'assign', 'cities', '--units', csv, '--matched', '--dry-run');
    const first = await running.json<{ drawn: { arm: string }[] }>('experiments', 'assign', 'cities', '--units', csv, '--matched');
    expect(first).toMatchObject({ drawn: dry.drawn, accepted: 12, duplicates: 0 });
    expect(first.drawn.filter(({ arm }) => arm === 'control')).toHaveLength(6);
    expect(await running.json('experiments', 'assign', 'cities', '--units', csv, '--matched')).toMatchObject({ drawn: dry.drawn, accepted: 0, duplicates: 12 });
    await running.json('experiments', 'start', 'cities');
    const late = await running.cli('experiments', 'assign', 'cities', '--units', csv, '--matched', '--seed', 'luckier');
    expect([late.code, late.stderr]).toEqual([2, expect.stringContaining('[TL_EXPERIMENT_STATE]')]);
  });

  it.each([
    ['no column unit', 'geo\nDE-1\n', 'TL_COLUMN_MISSING'],
    ['a baseline that is no number', 'unit,baseline\nDE-1,many\nDE-2,1\n', 'TL_TABLE_INVALID'],
    ['an odd number to match', 'unit,baseline\nDE-1,1\nDE-2,2\nDE-3,3\n', 'TL_INPUT_INVALID'],
  ])('refuses a file with %s', async (_what, content, code) => {
    await running.cli('experiments', 'create', file('cities2.json', { ...draft, id: 'cities2' }));
    const { code: exit, stderr } = await running.cli('experiments', 'assign', 'cities2', '--units', file('odd.csv', content), '--matched', '--json');
    expect([exit, JSON.parse(stderr)]).toEqual([2, expect.objectContaining({ code })]);
  });
});
