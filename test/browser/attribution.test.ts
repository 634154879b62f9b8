import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, needsChromium } from './chromium.js';
import { type RunningConsole, startConsole } from './running-console.js';

const WAIT_MS = 20_000;
const DAY_MS = 86_400_000;

describe('the attribution pages in a real Chromium', () => {
  let running: RunningConsole;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  let page: Page;

  beforeEach(async (test) => {
    needsChromium(test);
    running ??= await startConsole(Date.now());
    browser ??= await launchChromium();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
  });

  afterEach(() => context?.close());

  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  const open = (path: string) => page.goto(`${running.address}${path}`);

  it('put the models beside each other, every column adding up to the same money (I4), every one of grade D (I8)', async () => {
    await open('/w/market/attribution');
    const table = page.getByRole('table', { name: 'Revenue credited by creator and model' });
    await table.waitFor();
    for (const name of ['First touch', 'Last touch', 'Even split', 'First and last', 'Closer counts more']) {
      expect(
        await table
          .getByRole('columnheader', { name: new RegExp(`^${name}`) })
          .getByRole('button', { name: /grade D/ })
          .count(),
        name,
      ).toBe(1);
    }
    const all = await table
      .getByRole('row', { name: /^All orders/ })
      .locator('td .money')
      .allTextContents();
    expect(all).toHaveLength(5);
    expect(new Set(all).size).toBe(1);
  });

  it('say in words of which neighbours a creator cannot be told apart', async () => {
    await open('/w/market/creators/cr3');
    const panel = page.locator('section', { has: page.getByRole('heading', { name: 'How sure is this credit?' }) });
    await panel.getByText('not distinguishable', { exact: true }).first().waitFor();
    expect(await panel.textContent()).toContain('It is not distinguishable from');
    expect(await panel.textContent()).toContain('in 95 of 100 cases');
  });

  it('show what was known at another time, say so on every page, and come back to now', async () => {
    await open('/w/market/attribution');
    await page.getByRole('row', { name: /^All orders/ }).waitFor();
    const before = new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 16);
    await page.getByLabel('Credit as known at').fill(before);
    await page.getByText('Nothing was credited in these days').waitFor();
    await page.getByRole('link', { name: 'Creators', exact: true }).click();
    await page.getByText('clicks and spend are today’s').waitFor();
    expect(page.url()).toContain('as_of=');
    await page.getByRole('button', { name: 'Back to now' }).click();
    await expect.poll(() => page.url(), { timeout: WAIT_MS }).not.toContain('as_of=');
  });

  it('set what an experiment found to be caused beside the credit, never in its place, and say where the next test tells most (I8)', async () => {
    await open('/w/market/attribution/calibration');
    const found = page.getByRole('region', { name: 'What experiments found' });
    await found.getByRole('link', { name: 'Spring holdout' }).waitFor();
    expect(await found.textContent()).toMatch(/42% of the credit was caused29% to 55%/);
    expect(await found.textContent()).toContain('At most: the experiment counts orders that were tracked to each creator');
    expect(await found.getByRole('button', { name: 'Evidence grade A: incremental, by an experiment' }).count()).toBe(2);
    const maya = page.getByRole('table', { name: 'Credit and what of it was caused' }).getByRole('row', { name: /^Maya Okafor/ });
    const [credited = Number.NaN, caused = Number.NaN] = (await maya.locator('.money').allTextContents()).map((text) => Number(text.replace(/[^\d.]/g, '')));
    expect(caused / credited).toBeCloseTo(0.42, 4);
    const tests = await page.getByRole('region', { name: 'Worth a test next' }).getByRole('listitem').allTextContents();
    expect(tests.every((text) => text.includes('It was never tested') && !text.includes('Maya'))).toBe(true);
    await page.getByRole('button', { name: 'Last touch' }).or(page.getByLabel('Last touch')).first().click();
    await page.getByText('How much of that was caused, no experiment has said yet.').waitFor();
    const silent = page.getByRole('list', { name: 'Experiments that say nothing about this credit' });
    expect(await silent.textContent()).toBe('Spring holdout: Nothing of the units it looked at is credited to its scope by this model.');
  });

  it('tell the ways people took, of everybody and through one creator', async () => {
    await open('/w/market/attribution/journeys');
    const ways = page.getByRole('table', { name: 'Most frequent ways' });
    await ways.waitFor();
    await page.getByLabel('Journeys through').selectOption({ label: 'Lena Novak' });
    await page.waitForURL(/through=cr4/);
    await expect
      .poll(async () => (await ways.locator('tbody th').allTextContents()).every((way) => way.includes('Lena Novak')), { timeout: WAIT_MS })
      .toBe(true);
  });

  it('give the budget no ranking: intervals in groups, creators by name, and that it is not what the money caused', async () => {
    await open('/w/market/attribution/budget');
    await page.getByText('not what the money caused').waitFor();
    const panels = page.locator('main section.panel');
    for (const panel of await panels.all()) {
      const names = await panel.locator('.who a').allTextContents();
      expect(names).toEqual([...names].sort());
    }
  });

  it.each([
    ['a desk', 1280, 800],
    ['a phone', 390, 844],
  ])('keep attention apart from money, at %s: what impressions would have cost is in no table of revenue', async (_, width, height) => {
    await page.setViewportSize({ width, height });
    await open('/w/market/attribution/figures?level=platform');
    const money = page.getByRole('table', { name: 'Money figures by platform' });
    await money.waitFor();
    expect(await money.textContent()).not.toContain('EMV');
    await page.getByRole('radio', { name: 'Attention' }).check();
    const attention = page.getByRole('table', { name: 'Attention by platform' });
    await attention.waitFor();
    expect(await attention.textContent()).not.toContain('Revenue');
    await page.getByText('That is no revenue, and part of none.').waitFor();
    // No price is set for YouTube.
    const youtube = attention.getByRole('row', { name: /^YouTube/ });
    expect(await youtube.locator('td[data-key="emv"]').textContent()).toBe('–');
    expect(await youtube.locator('td[data-key="ctr"]').textContent()).toMatch(/^\d+\.\d\d%$/);
    const overflow = await page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overflow).toBe(0);
  });

  it('show of links what is known of links, and say that visitors are no sum', async () => {
    await open('/w/market/attribution/figures?show=attention&level=link');
    const table = page.getByRole('table', { name: 'Attention by link' });
    await table.waitFor();
    expect(await table.getByRole('columnheader').allTextContents()).toEqual(['Link', 'Clicks', 'Visitors']);
    await page.getByText('who came to two creators is one visitor of both').waitFor();
  });

  it('hold a creator’s credit against an experiment, beside it and with its own grade (I8), and suggest a test where there was none', async () => {
    await open('/w/market/creators/cr0');
    const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Held against experiments' }) });
    await panel.getByText('Spring holdout').waitFor();
    expect(await panel.textContent()).toMatch(/found 42% of what this model credits to be caused.*Measured 10 days ago.*lapses on/);
    expect(await panel.getByRole('button', { name: /grade D/ }).count()).toBe(1);
    expect(await panel.getByRole('button', { name: /grade A: incremental/ }).count()).toBe(1);
    const cents = (await panel.locator('dd').allTextContents()).map((amount) => Math.round(Number(amount.replace(/[^\d.-]/g, '')) * 100));
    expect((cents[1] ?? 0) + (cents[2] ?? 0)).toBe(cents[0]);
    await open('/w/market/creators/cr3');
    await panel.getByText('Worth a test.').waitFor();
    expect(await panel.textContent()).toContain('It was never tested');
  });
});
