import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';

const BEGUN_MS_MAX = 120_000;

interface Reconciliation {
  readonly accepted: number;
  readonly stored: number;
  readonly gap: number;
  readonly in_flight: number;
  readonly rows: readonly object[];
}

interface Digest {
  readonly sha256: string;
  readonly lines: number;
}

interface Figure {
  readonly scope: string;
  readonly revenue_minor: number;
  readonly impressions: number;
  readonly ctr: number | null;
  readonly emv_minor: number | null;
  readonly engagement_rate_by_followers: number | null;
}

interface Figures {
  readonly rows: readonly Figure[];
  readonly total: Figure;
}

const POSTS = 'SELECT count() AS posts, sum(shown) AS shown, sum(engagements) AS engagements, sum(earned_media_value_minor) AS emv FROM post_figures';
const CREDITED = "SELECT sum(amount_workspace_minor) AS credited FROM ledger WHERE model = 'first' AND touch_id != '(unattributed)'";

let running: RunningTouchline;

/** What the first start printed, which was ended with Ctrl-C when a tenth of the demo was there. */
let interrupted = { code: -1, output: '' };

beforeAll(async () => {
  running = await RunningTouchline.create();
  const filling = running.start().catch(() => undefined);
  await until('a tenth of the demo', BEGUN_MS_MAX, async () => running.output.includes('`demo`: 10%') || undefined);
  interrupted = { code: await running.stop(), output: running.output };
  await filling;
  await running.start();
}, 300_000);

afterAll(() => running.remove());

describe('the demo', () => {
  it('ends without a complaint when Ctrl-C comes in the midst of it, and is filled by the next start (I2)', async () => {
    expect(interrupted).toEqual({ code: 0, output: expect.not.stringContaining('could not be filled') });
    expect(await running.json('status')).toMatchObject({ ready: true, demo: { state: 'full' } });
    expect(await running.json('reconcile')).toMatchObject({ deduplicated: 0 });
  });

  it('reconciles: accepted = stored + deduplicated + rejected + in flight (I3)', async () => {
    const report = await running.json<Reconciliation>('reconcile');
    expect(report.gap).toBe(0);
    expect(report.in_flight).toBe(0);
    expect(report.accepted).toBeGreaterThan(10_000);
  });

  it('balances: every conversion under every model, to the minor unit (I4)', async () => {
    const report = await running.json<{ balanced: boolean; conversions: number }>('ledger', 'check');
    expect(report).toMatchObject({ balanced: true, workspaces: [{ workspace_id: 'demo', models: { length: 7 } }] });
    expect(report.conversions).toBeGreaterThan(500);
  });

  it('is asked in SQL, one workspace at a time (I6)', async () => {
    const sql = `SELECT creator_id, sum(amount_workspace_minor) AS credited FROM ledger WHERE model = 'linear' GROUP BY creator_id ORDER BY credited DESC`;
    const rows = await running.json<{ creator_id: string; credited: number }[]>('sql', sql, '--workspace', 'demo');
    expect(rows.length).toBeGreaterThan(5);
    for (const { credited } of rows) expect(credited).toBeGreaterThan(0);
    expect((await running.cli('sql', sql, '--workspace', 'default', '--csv')).stdout).toBe('creator_id,credited\n');
    expect(await running.cli('sql', 'SELECT * FROM order_facts')).toMatchObject({ code: 2, stderr: expect.stringContaining('[TL_SQL_REFUSED]') });
  });

  it('knows what its posts came to, and prints the figures by platform; what impressions would have cost is part of no revenue', async () => {
    const figures = await running.json<Figures>('figures', '--workspace', 'demo', '--level', 'platform', '--days', '90');
    expect(figures.rows.map(({ scope }) => scope).sort()).toEqual(['instagram', 'tiktok', 'youtube']);
    for (const { ctr, emv_minor, engagement_rate_by_followers } of figures.rows) {
      for (const figure of [ctr, emv_minor, engagement_rate_by_followers]) expect(figure).toBeGreaterThan(0);
    }
    const [posts] = await running.json<{ shown: number }[]>('sql', POSTS, '--workspace', 'demo');
    expect(posts?.shown).toBe(figures.total.impressions);
    const [ledger] = await running.json<{ credited: number }[]>('sql', CREDITED, '--workspace', 'demo');
    expect(ledger?.credited).toBe(figures.total.revenue_minor);
  });

  it('suggests which creators to test: none was tested', async () => {
    const { suggestions } = await running.json<{ suggestions: { reason: string }[] }>('experiments', 'suggest', '--workspace', 'demo');
    expect(new Set(suggestions.map(({ reason }) => reason))).toEqual(new Set(['never_tested']));
  });

  it('says that it is simulated', async () => {
    const answer = await fetch(running.url('CONSOLE', '/api/workspaces'));
    expect(await answer.text()).toMatch(/"simulated":true/);
  });

  it('changes no number when every event is sent a second time (I2)', async () => {
    const [digest, report] = [await running.json<Digest>('ledger', 'digest'), await running.json<Reconciliation>('reconcile')];
    expect((await running.cli('demo', 'replay')).code).toBe(0);
    expect(await running.json('ledger', 'digest')).toEqual(digest);
    expect(await running.json('reconcile')).toEqual(report);
  }, 180_000);

  it('writes nothing in a run with nothing new', async () => {
    const runs = await running.json<{ nothing_new: boolean; lines_written: number }[]>('attribute', 'run');
    expect(runs.length).toBe(2);
    expect(runs.every(({ nothing_new, lines_written }) => nothing_new && lines_written === 0)).toBe(true);
  });

  it('gives the same ledger and the same posts when the warehouse is rebuilt from the log (I5)', async () => {
    const digest = await running.json<Digest>('ledger', 'digest');
    const posts = await running.json('sql', POSTS, '--workspace', 'demo');
    const rebuilt = await running.cli('rebuild');
    expect([rebuilt.code, rebuilt.stderr]).toEqual([0, expect.any(String)]);
    expect(await running.json('ledger', 'digest')).toEqual(digest);
    expect(await running.json('sql', POSTS, '--workspace', 'demo')).toEqual(posts);
    expect((await running.json<Reconciliation>('reconcile')).gap).toBe(0);
  }, 180_000);
});
