import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entities } from '@touchline/events';
import { type ArmSumsReport, armSums } from '@touchline/lift';
import { offerTruth } from '@touchline/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Letter, PostOffice } from '../support/post-office.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import { withWarehouse } from '../support/warehouse.js';
import { keepLetter } from './keep.js';
import { type Lived, OFFER, visitAndOrder } from './offer.js';

/** By `npm run proof -- --end-to-end` alone: intervals hold the truth in 95 of 100 runs, as they should. */
const VISITORS = Number(process.env['TOUCHLINE_PROOF_VISITORS'] ?? 2_000);
const SEED = Number(process.env['TOUCHLINE_PROOF_SEED'] ?? 1);
const LIVE_MS_MAX = 420_000 + 60 * VISITORS;
const ARRIVE_MS_MAX = 120_000 + 10 * VISITORS;
/** A report comes at the next full minute, after what was received by then has settled. */
const REPORT_MS_MAX = 1_200_000;
const KEEP_MS_MAX = 300_000;
/** A command is a process, and a busy machine takes its time. */
const COMMAND_MS_MAX = 300_000;
const KEEP = process.env['TOUCHLINE_PROOF_KEEP'];
/** In full weeks. */
const NEXT_YEAR = new Date(Date.now() + 364 * 86_400_000).toISOString();

interface Answer {
  readonly estimate: number;
  readonly interval: readonly [number, number];
  readonly guards: readonly { readonly name: string; readonly passed: boolean }[];
}

let running: RunningTouchline;
let lived: Lived;
let sums: ArmSumsReport;
let office: PostOffice;

beforeAll(async () => {
  office = await PostOffice.open();
  running = await RunningTouchline.create({ TOUCHLINE_SMTP_URL: office.url });
  await running.start('--no-demo');
  running.environment['TOUCHLINE_KEY'] = running.firstKey;
  await startExperiment();
  lived = await visitAndOrder({ running, visitors: VISITORS, seed: SEED });
  sums = await sumsOf('offer-page');
}, LIVE_MS_MAX);
afterAll(async () => {
  await running.remove();
  await office.close();
}, COMMAND_MS_MAX);

const say = (line: string) => process.stdout.write(`${line}\n`);

function file(name: string, content: object): string {
  const path = join(running.folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function startExperiment(): Promise<void> {
  await running.json('links', 'create', '--creator', 'mia', '--destination', OFFER.destination, '--slug', OFFER.slug);
  const experiment = {
    ...{ id: 'offer-page', name: 'Offer page', design: 'redirect_holdout', scope: { link_ids: [OFFER.slug] }, control_share: OFFER.held_share },
    // With the salt fixed the arms are the same every time, and so is all that follows.
    ...{ holdout_url: OFFER.holdout_url, metric: { kind: 'revenue' }, n_star: VISITORS, planned_end: NEXT_YEAR, salt: `the proof, seed ${SEED}` },
  };
  await running.json('experiments', 'create', file('experiment.json', experiment));
  await running.json('experiments', 'start', 'offer-page');
}

async function sumsOf(id: string): Promise<ArmSumsReport> {
  const experiment = await running.json<Entities['experiment']>('experiments', 'show', id);
  const arrived = async () => ((await running.json<{ in_flight: number }>('reconcile')).in_flight === 0 ? true : undefined);
  await until('nothing in flight', ARRIVE_MS_MAX, arrived);
  const look = { workspace_id: 'default', currency: 'EUR', experiment_id: id, experiment, until: new Date(Date.now() + 60_000) };
  return withWarehouse(running, (warehouse) => armSums({ warehouse, ...look }));
}

function armOf(name: string): ArmSumsReport['arms'][number] {
  const arm = sums.arms.find((each) => each.arm === name);
  if (arm === undefined) throw new Error(`no arm ${name}`);
  return arm;
}

const revenue = (name: string) => ({ n: armOf(name).n, sum: armOf(name).y_sum, sum_squares: armOf(name).y_sum_squares });
const rate = (name: string) => ({ n: armOf(name).n, conversions: armOf(name).conversions });

/** By the command an analyst would use, on the sums that came out of the warehouse. */
async function analyzed(spec: object): Promise<Answer> {
  const answer = await running.json<Answer>('lift', 'analyze', file('spec.json', spec));
  say(JSON.stringify({ ...spec, ...answer }));
  return answer;
}

function expectToHold({ interval: [low, high] }: Answer, truth: number): void {
  expect(low).toBeLessThan(truth);
  expect(high).toBeGreaterThan(truth);
}

describe(`a link with a holdout of 20 %, followed by ${VISITORS} visitors with a known effect`, () => {
  it('counts in each arm exactly who was sent there and what they bought, once (I1, I2)', () => {
    expect(sums.both_arms).toBe(0);
    for (const [name, { n, conversions, revenue_minor }] of [
      ['control', lived.control],
      ['treated', lived.treated],
    ] as const) {
      const arm = armOf(name);
      expect({ n: arm.n, conversions: arm.conversions, y_sum: arm.y_sum }).toEqual({ n, conversions, y_sum: revenue_minor });
    }
    expect(lived.control.n + lived.treated.n + lived.in_no_arm).toBe(VISITORS);
  });

  it('keeps its books: nothing that was answered is missing (I3)', { timeout: COMMAND_MS_MAX }, async () => {
    expect(await running.json('reconcile')).toMatchObject({ gap: 0, in_flight: 0 });
  });

  it('was split as configured (I8)', { timeout: COMMAND_MS_MAX }, async () => {
    const answer = await analyzed({ design: 'srm', observed: [armOf('control').n, armOf('treated').n], weights: [OFFER.held_share, 1 - OFFER.held_share] });
    expect(answer.guards).toMatchObject([{ name: 'sample_ratio', passed: true }]);
  });

  it('has the true effect within the intervals: revenue by Welch, orders by Newcombe, and the sequence of every look (I8)', {
    timeout: COMMAND_MS_MAX,
  }, async () => {
    const { revenue_difference_minor, conversion_difference } = offerTruth();
    const arms = { control: revenue('control'), treatment: revenue('treated') };
    expectToHold(await analyzed({ design: 'two_mean', ...arms }), revenue_difference_minor);
    expectToHold(await analyzed({ design: 'sequential', n_star: VISITORS, ...arms }), revenue_difference_minor);
    expectToHold(await analyzed({ design: 'two_proportion', control: rate('control'), treatment: rate('treated') }), conversion_difference);
  });
});

interface Reported {
  readonly results: readonly {
    readonly grade: string;
    readonly withheld: readonly string[];
    readonly words: { readonly finding: string };
    readonly comparisons: readonly { readonly sequential: Answer | null }[];
  }[];
}

/** Schedules a report for every minute and waits for the letter with the first. */
async function firstLetter(): Promise<Letter> {
  const schedule = ['--experiment', 'offer-page', '--cron', '* * * * *', '--email', 'growth@brand.example', '--name', 'The offer page'];
  await running.json('reports', 'schedule', 'every-minute', ...schedule);
  say(`scheduled \`every-minute\`: a report on \`offer-page\` at each full minute, by mail to ${office.url}`);
  const letter = await until('the report by mail', REPORT_MS_MAX, () => Promise.resolve(office.letters[0]));
  await running.json('reports', 'schedule', 'every-minute', '--archive');
  return letter;
}

describe('the report on it', () => {
  it('comes on schedule by mail as page, PDF, CSV and JSON, and its interval holds the truth (I8)', { timeout: REPORT_MS_MAX + KEEP_MS_MAX }, async () => {
    const letter = await firstLetter();
    expect(letter.to).toEqual(['growth@brand.example']);
    expect(letter.attachments.map(({ name, bytes }) => [name, bytes.length > 500])).toEqual(
      ['report.html', 'report.pdf', 'report.csv', 'report.json'].map((name) => [name, true]),
    );
    const of = (name: string) => letter.attachments.find((each) => each.name === name)?.bytes ?? Buffer.alloc(0);
    expect(of('report.pdf').subarray(0, 5).toString()).toBe('%PDF-');
    const [result] = (JSON.parse(of('report.json').toString()) as Reported).results;
    expect(result).toMatchObject({ grade: 'A', withheld: [] });
    const effect = result?.comparisons[0]?.sequential;
    if (effect == null) throw new Error('no effect in the report');
    const truth = offerTruth().revenue_difference_minor;
    say(`the report says: ${result?.words.finding}`);
    say(
      `the truth is ${(truth / 100).toFixed(4)} EUR per visitor; the interval is ${effect.interval.map((bound) => (bound / 100).toFixed(4)).join(' to ')} EUR`,
    );
    expectToHold(effect, truth);
    expect(of('report.html').toString()).toContain('Incremental effect, randomised');
    if (KEEP !== undefined) for (const path of await keepLetter(letter, KEEP)) say(`kept ${path}`);
  });
});
