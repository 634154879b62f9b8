import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_MARKET, type Market, playMarket, simulateMarket } from '@touchline/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { simulatedWorkspace } from '../support/simulated-workspace.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

const DAY_MS = 86_400_000;
const TEST_DAYS = 28;
/** Some 5,000 orders: fewer, and chance hides how much the models overstate. */
const PEOPLE = 36_000;
/** So that the models credit far more than is caused, as they do where people who are about to buy look for a code. */
const TRULY_OF_256 = 100;
const REGIONS = Array.from({ length: 20 }, (_, place) => `R${String(place).padStart(2, '0')}`);
/** Long enough that the experiment is written down and started before. */
const STARTED_MS_MAX = 45_000;
const PLAY_MS_MAX = 400_000;
const ARRIVE_MS_MAX = 120_000;
/** A command is a process, and a busy machine takes its time. */
const COMMANDS_MS_MAX = 240_000;

interface Factor {
  readonly model: string;
  readonly factor: number;
  readonly interval: readonly [number, number];
  readonly attributed: number;
  readonly incremental: number;
}

interface Result {
  readonly withheld: readonly string[];
  readonly calibration: { readonly factors: readonly Factor[]; readonly refusals: readonly object[] };
}

interface Arm {
  readonly id: string;
  readonly arm: string;
}

let running: RunningTouchline;
let token: string;
let market: Market;
/** Of the orders that the market says a post caused, those that would truly not have come: the others had come to buy. */
let truly: ReadonlySet<string>;
let control: ReadonlySet<string>;
/** First midnight after the start, when the days that count begin; the day of the planned end does not count. */
let [from_ms, to_ms] = [0, 0];
const planned_end_ms = Date.now() + STARTED_MS_MAX;
const started_ms = planned_end_ms - TEST_DAYS * DAY_MS;

type Order = Extract<Market['reports'][number]['event'], { type: 'order_placed' }>;

const isOrder = (event: Market['reports'][number]['event']): event is Order => event.type === 'order_placed';
const byte = (text: string) => createHash('sha256').update(text).digest().readUInt8(0);
/** Where somebody lives has nothing to do with what they do. */
const regionOf = ({ customer_id, email = '' }: Order) => REGIONS[byte(customer_id ?? email) % REGIONS.length] ?? '';
const within = ({ occurred_at }: Order, [from, to]: readonly [number, number]) => Date.parse(occurred_at) >= from && Date.parse(occurred_at) < to;

/** The market as it would have been without posts in the regions held out: whatever a post caused there since the start does not happen. */
function heldOut(whole: Market): Market {
  const gone = new Set(
    whole.reports.flatMap(({ event }) => {
      const lost = isOrder(event) && truly.has(event.order_id) && control.has(regionOf(event)) && Date.parse(event.occurred_at) >= started_ms;
      return lost ? [event.order_id] : [];
    }),
  );
  const kept = whole.reports.filter(({ event }) => !('order_id' in event) || !gone.has(event.order_id));
  return {
    ...whole,
    reports: kept.map((report) => (isOrder(report.event) ? { ...report, event: { ...report.event, region: regionOf(report.event) } } : report)),
  };
}

/** Orders that posts truly caused. */
function caused(regions: (region: string) => boolean, span: readonly [number, number]): number {
  return market.reports
    .flatMap(({ event }) => (isOrder(event) ? [event] : []))
    .filter((order) => truly.has(order.order_id) && within(order, span) && regions(regionOf(order))).length;
}

async function api(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
  const answer = await fetch(running.url('TRACKER', path), { method: 'POST', headers: all, body: JSON.stringify(body) });
  expect([path, answer.status < 300 ? '' : await answer.text()]).toEqual([path, '']);
}

async function drawMarkets(): Promise<void> {
  await api('/v1/experiments', {
    ...{ id: 'regions', name: 'Regions', design: 'geo_holdout', scope: { creator_ids: market.creators.map(({ id }) => id) } },
    ...{ metric: { kind: 'geo_outcome', name: 'orders' }, planned_end: new Date(planned_end_ms).toISOString() },
  });
  const units = join(running.folder, 'units.csv');
  writeFileSync(units, `unit\n${REGIONS.join('\n')}\n`);
  const { drawn } = await running.json<{ drawn: readonly Arm[] }>('experiments', 'assign', 'regions', '--units', units, '--seed', 'regions');
  control = new Set(drawn.filter(({ arm }) => arm === 'control').map(({ id }) => id));
  await api('/v1/experiments/regions/start', {}, { 'touchline-simulated-at': new Date(started_ms).toISOString() });
}

beforeAll(async () => {
  running = await RunningTouchline.create();
  await running.start('--no-demo');
  token = await simulatedWorkspace(running, 'market');
  running.environment['TOUCHLINE_KEY'] = token;
  const whole = simulateMarket({ ...DEMO_MARKET, creators: 12, people: PEOPLE, end: new Date() });
  market = whole;
  truly = new Set(Object.keys(whole.truth.caused_by).filter((order_id) => byte(order_id) < TRULY_OF_256));
  from_ms = Math.ceil(started_ms / DAY_MS) * DAY_MS;
  to_ms = Math.floor(planned_end_ms / DAY_MS) * DAY_MS;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  await until('the key is known', ARRIVE_MS_MAX, async () => ((await fetch(running.url('TRACKER', '/v1/links'), { headers })).ok ? true : undefined));
  for (const { id, entity } of market.creators) await api('/v1/creators', { id, ...entity });
  await drawMarkets();
  const url = { tracker_url: running.url('TRACKER'), collector_url: running.url('COLLECTOR'), token };
  await playMarket(heldOut(whole), url);
  await until('nothing in flight', ARRIVE_MS_MAX, async () => ((await running.json<{ in_flight: number }>('reconcile')).in_flight === 0 ? true : undefined));
  await sleep(Math.max(0, planned_end_ms + 1_000 - Date.now()));
}, PLAY_MS_MAX);
afterAll(() => running.remove(), COMMANDS_MS_MAX);

describe('markets held out of a simulated world whose truth is known', () => {
  it('calibrate credit: nearer to what posts caused than the models themselves say, in the test and before it (I4, I8)', {
    timeout: COMMANDS_MS_MAX,
  }, async () => {
    await running.json('attribute', 'run', '--workspace', 'market');
    const { withheld, calibration } = await running.json<Result>('experiments', 'result', 'regions', '--workspace', 'market');
    expect([withheld, calibration.refusals]).toEqual([[], []]);
    expect(calibration.factors.map(({ model }) => model).sort()).toEqual(['first', 'last', 'linear', 'position', 'time_decay']);
    const truth = caused((region) => !control.has(region), [from_ms, to_ms]);
    const before = [from_ms - 28 * DAY_MS, from_ms - DAY_MS] as const;
    const truth_before = caused(() => true, before);
    for (const { model, factor, interval, attributed } of calibration.factors) {
      const told = `${model}: ${factor} (${interval.join(' to ')}), truly ${truth / attributed}`;
      expect(interval[0], told).toBeLessThan(truth / attributed);
      expect(interval[1], told).toBeGreaterThan(truth / attributed);
      expect(Math.abs(factor * attributed - truth), told).toBeLessThan(Math.abs(attributed - truth));
      // Days on which nothing was held out, which the experiment never saw.
      const sql = `SELECT sum(weight) AS credited FROM ledger WHERE model = '${model}' AND creator_id != '' AND conversion_time >= fromUnixTimestamp64Milli(${before[0]}) AND conversion_time < fromUnixTimestamp64Milli(${before[1]})`;
      const [{ credited } = { credited: 0 }] = await running.json<{ credited: number }[]>('sql', sql, '--workspace', 'market');
      expect(Math.abs(factor * credited - truth_before), `${told}; before ${credited} for ${truth_before}`).toBeLessThan(Math.abs(credited - truth_before));
    }
  });
});
