import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, needsChromium } from './chromium.js';
import { type RunningConsole, startConsole } from './running-console.js';
import { plantTrials, TRIALS } from './trials.js';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const WAIT_MS = 40_000;

describe('the experiment pages in a real Chromium', () => {
  let running: RunningConsole;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  const complaints: string[] = [];

  beforeEach(async (test) => {
    needsChromium(test);
    if (running === undefined) {
      const now_ms = Date.now();
      running = await startConsole(now_ms);
      await running.write((directory) => plantTrials(directory, running.warehouse, now_ms));
    }
    browser ??= await launchChromium();
  });

  afterEach(async () => {
    await context?.close();
    context = undefined;
  });

  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  async function open(path: string, viewport = DESK): Promise<Page> {
    context = await browser?.newContext({ viewport, locale: 'en-US', reducedMotion: 'reduce' });
    const page = await context?.newPage();
    if (page === undefined) throw new Error('no browser');
    page.setDefaultTimeout(WAIT_MS);
    complaints.length = 0;
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${running.address}${path}`);
    return page;
  }

  const overflow = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  const next = (page: Page) => page.getByRole('button', { name: /^Next/ }).click();

  describe.each([
    ['at a desk', DESK],
    ['on a phone', PHONE],
  ])('%s', (_where, viewport) => {
    it.each([
      ['/w/market/experiments', '+10.00 points'],
      ['/w/market/experiments?view=together', 'there is nothing to draw it towards yet'],
      ['/w/market/experiments/works', 'did better than control'],
      ['/w/market/experiments/skewed', 'No number is shown'],
      ['/w/market/experiments/nothing', 'TL_ENTITY_UNKNOWN'],
      ['/w/market/experiments?view=new', 'What decides who is treated?'],
      ['/w/empty/experiments', 'No experiment has been written down yet'],
    ])('%s shows «%s» and scrolls only inside its boxes', async (path, text) => {
      const page = await open(path, viewport);
      await page.getByText(text).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      // That an unknown experiment is answered 404 is what the browser says of it.
      expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    });
  });

  it('show a number with its grade, its interval, how it came about and its method in words (I8)', async () => {
    const page = await open('/w/market/experiments/works');
    const finding = page.getByRole('region', { name: 'Finding' });
    await finding
      .getByRole('button', { name: /^Grade A: randomised/ })
      .first()
      .waitFor();
    expect(await finding.getByTestId('effect').textContent()).toBe('+10.00 points');
    expect(await finding.textContent()).toMatch(/95% interval \+\d+\.\d+ to \+\d+\.\d+ points, valid at every look/);
    await page
      .getByRole('region', { name: 'Over time' })
      .getByRole('img', { name: /looks; at the last \+10\.00 points/ })
      .waitFor();
    expect(await page.getByRole('region', { name: 'Method' }).textContent()).toContain('never the post');
  });

  it('withhold every number when a guard fails, what the arms bought too, and say which and why (I8)', async () => {
    const page = await open('/w/market/experiments/skewed');
    const finding = page.getByRole('region', { name: 'Finding' });
    await finding.getByText('Not so: the split is the one that was written down.').waitFor();
    expect(await finding.textContent()).not.toMatch(/points|did better/);
    expect(await page.getByRole('table', { name: 'Arms' }).textContent()).not.toMatch(/%|With an order/);
    expect(await page.getByRole('region', { name: 'Over time' }).count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Guards' }).textContent()).toContain('Withholds every number.');
  });

  it('write an experiment down, say on which step something is missing, start it, and let nothing change that fixes it', async () => {
    const page = await open('/w/market/experiments?view=new');
    await page.getByLabel('Name').fill('Third page');
    await next(page);
    await page.getByPlaceholder('Find links').fill('c0');
    await page.getByLabel('Links to choose').getByRole('button', { name: /^\/c0/ }).click();
    await next(page);
    await next(page);
    await page
      .getByRole('region', { name: 'Plan' })
      .getByText(/a day; conversion rate/)
      .waitFor();
    await next(page);
    await page.getByText('n_star').waitFor();
    await page.getByRole('button', { name: 'Go there' }).click();
    await page.getByLabel('Effect worth seeing').fill('50');
    await page.getByRole('button', { name: 'Take these' }).click();
    expect(Number(await page.getByLabel('Narrowest at (N*)').inputValue())).toBeGreaterThan(100);
    await next(page);
    await page.getByText('As it will be written down').waitFor();
    await page.getByRole('button', { name: 'Write it down' }).click();
    await page.getByText('A draft: nothing is assigned').waitFor();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Start now' }).click();
    // The link has a holdout that runs.
    await page.getByText('TL_EXPERIMENT_OVERLAP').waitFor();
    expect(await page.getByText('Draft', { exact: true }).count()).toBe(1);
  });

  it('stop an experiment only when asked twice', async () => {
    const page = await open(`/w/market/experiments/${TRIALS.skewed.id}`);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Not now' }).click();
    expect(await page.getByText('Running', { exact: true }).count()).toBe(1);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Stop for good' }).click();
    await page.getByText('Stopped', { exact: true }).first().waitFor();
  });
});
