import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadConfig } from '@touchline/runtime';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { World } from '../../evidence/test/world.js';
import { post } from '../src/delivery/post.js';
import { chromiumPath, makeReport, renderReport, reportDigest } from '../src/index.js';
import type { Report, Schedule } from '../src/report.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const AS_OF = new Date(Date.UTC(2026, 2, 16, 7));
const SCHEDULE: Schedule = {
  name: 'Monday <script>alert(1)</script>',
  subject: { kind: 'portfolio' },
  cron: '0 8 * * 1',
  formats: ['html', 'pdf', 'csv', 'json'],
  targets: [],
  missed: 'catch_up',
  from: '2026-03-01T00:00:00Z',
};

function make(): Promise<Report> {
  return makeReport({ warehouse: world.warehouse, workspace_id: 'w1', schedule_id: 'weekly', schedule: SCHEDULE, time_zone: 'Europe/Berlin', as_of: AS_OF });
}

const played = () =>
  world.play(
    [
      { arm: 'control', units: 1_000, buyers: 50 },
      { arm: 'treated', units: 1_000, buyers: 120 },
    ],
    { name: '=SUM(A1)&"spring"' },
  );

const text = async (report: Report, format: 'html' | 'csv' | 'json') => (await renderReport(report, [format], '')).files[0]?.bytes.toString() ?? '';

describe('a report', () => {
  it('is the same bytes when it is made again, charts included (I5)', async () => {
    await played();
    const [one, other] = [await make(), await make()];
    expect(reportDigest(other)).toBe(reportDigest(one));
    for (const format of ['html', 'csv', 'json'] as const) expect(await text(other, format)).toBe(await text(one, format));
  });

  it('tells grade, finding, interval, guards, method and what would change the grade, and needs no script (I8)', async () => {
    await played();
    const html = await text(await make(), 'html');
    for (const part of [
      'Grade A',
      'Incremental effect, randomised',
      '+7 percentage points',
      'sample ratio',
      'confidence sequence',
      'What would change the grade',
      '<svg',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).toContain('Mon 16 Mar 2026, 08:00 Europe/Berlin');
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(html).toContain('Monday &lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('shows no number that a guard withheld, in no form (I8)', async () => {
    await world.play([
      { arm: 'control', units: 1_000, buyers: 50 },
      { arm: 'treated', units: 1_300, buyers: 120 },
    ]);
    const report = await make();
    const html = await text(report, 'html');
    expect(html).toContain('No number is shown');
    expect(html).not.toContain('<svg');
    expect(html).not.toContain('percentage points');
    expect(report.results[0]?.comparisons[0]).toMatchObject({ sequential: null, fixed: null, incremental: null });
    expect(await text(report, 'csv')).toContain('sample_ratio');
  });

  it('is a table that no spreadsheet takes for formulas', async () => {
    await played();
    const [head, row] = (await text(await make(), 'csv')).split('\n');
    expect(head).toMatch(/^as_of,experiment_id,name,grade/);
    expect(row).toContain(`"'=SUM(A1)&""spring"""`);
  });

  it('is there for a workspace in which nothing has started', async () => {
    expect(await text(await make(), 'html')).toContain('No experiment has started yet.');
  });

  it('is printed as PDF, and comes without where there is no Chromium', async (context) => {
    await played();
    const report = await make();
    expect(await renderReport(report, ['pdf', 'csv'], '/nowhere/chromium')).toMatchObject({
      files: [{ format: 'csv' }],
      missing: ['TL_REPORT_PDF_UNAVAILABLE'],
    });
    context.skip(chromiumPath('') === undefined, 'no Chromium: install it, or name it in TOUCHLINE_CHROMIUM');
    const { files } = await renderReport(report, ['html', 'pdf'], '');
    expect(files.map(({ bytes }) => bytes.subarray(0, 5).toString())).toEqual(['<!doc', '%PDF-']);
    const shots = process.env['TOUCHLINE_TEST_SHOTS'];
    if (shots === undefined) return;
    for (const { name, bytes } of files) await writeFile(join(shots, name), bytes);
    const browser = await chromium.launch({ executablePath: chromiumPath('') ?? '', args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 900, height: 1_400 } });
    await page.setContent(files[0]?.bytes.toString() ?? '');
    await page.screenshot({ path: join(shots, 'report.png'), fullPage: true });
    await browser.close();
  });
});

describe('a portfolio', () => {
  it('draws experiments of one metric towards their mean, and names no best where chance explains the order', async () => {
    await played();
    const [first] = (await make()).results;
    expect((await make()).pooled).toBeUndefined();
    await world.entity('experiment', 'x2', { ...JSON.parse(JSON.stringify((await world.run(AS_OF.getTime())).inputs.experiment)), name: 'Empty' });
    const report = await make();
    // The second has nobody: it has no number, and nothing is pooled with it.
    expect(report.results.map(({ experiment_id }) => experiment_id)).toEqual(['x1', 'x2']);
    expect(report.pooled).toBeUndefined();
    expect(first?.experiment_id).toBe('x1');
  });
});

describe('what goes out', () => {
  const closed = loadConfig({});
  const open = loadConfig({ TOUCHLINE_DELIVERY_PRIVATE: 'true' });
  const message = (url: string) => ({ url, headers: {}, body: '{}' });

  it('never goes into the own network, by address or by name, unless a setting says so', async () => {
    let requests = 0;
    const server = createServer((_request, answer) => {
      requests += 1;
      answer.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
      'http://169.254.169.254/',
      'http://10.0.0.1/',
      'file:///etc/passwd',
    ]) {
      await expect(post(closed, message(url)), url).rejects.toMatchObject({ code: 'TL_DELIVERY_FORBIDDEN' });
    }
    expect(requests).toBe(0);
    await post(open, message(`http://127.0.0.1:${port}/`));
    expect(requests).toBe(1);
  });

  it('is not sent on by a redirect, and what is refused is told from what may go later', async () => {
    const server = createServer((request, answer) => answer.writeHead(Number(request.url?.slice(1)), { location: 'http://169.254.169.254/' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expect(post(open, message(`${base}/302`))).rejects.toMatchObject({ code: 'TL_DELIVERY_REFUSED' });
    await expect(post(open, message(`${base}/404`))).rejects.toMatchObject({ code: 'TL_DELIVERY_REFUSED' });
    await expect(post(open, message(`${base}/503`))).rejects.toMatchObject({ code: 'TL_DELIVERY_UNREACHABLE' });
    await expect(post(open, message(`${base}/429`))).rejects.toMatchObject({ code: 'TL_DELIVERY_UNREACHABLE' });
  });
});
