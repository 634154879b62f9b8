import type { Entities } from '@touchline/events';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, needsChromium } from './chromium.js';
import { LAB, Lab } from './lab.js';
import { type RunningConsole, startConsole } from './running-console.js';
import { plantTrials, TRIALS } from './trials.js';

const HOUR_MS = 3_600_000;
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
      await running.write((directory) => new Lab(now_ms).plant(directory, running.warehouse));
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

  it('reopen a draft with what it holds, write the change down, keep what no field shows, and discard it when asked twice', async () => {
    await running.write(async (directory) => {
      const { started_at, ...works } = directory.get('experiment', 'market', TRIALS.works.id)?.entity ?? {};
      const arms = [
        { name: 'plain', weight: 1 },
        { name: 'blue', weight: 3 },
      ];
      const draft = {
        ...works,
        state: 'draft',
        name: 'Blue page',
        arms,
        control_arm: 'plain',
        alpha: 0.1,
        conversion_window_ms: HOUR_MS,
      } as Entities['experiment'];
      await directory.upsert('market', 'experiment', 'blue', draft);
    });
    const page = await open('/w/market/experiments/blue');
    await page.getByRole('link', { name: 'Edit' }).click();
    expect(await page.getByLabel('Name').inputValue()).toBe('Blue page');
    await page.getByLabel('Name').fill('Blue page, relative');
    await next(page);
    await page.getByText(/^plain \(1\), blue \(3\); compared with plain/).waitFor();
    await page.getByLabel('Take out /c0').waitFor();
    await next(page);
    expect(await page.getByLabel('Confidence').inputValue()).toBe('90');
    await page.getByLabel('Scale').selectOption({ label: 'Relative: per cent of the arm that goes without' });
    await page
      .getByRole('button', { name: '5. Review' })
      .or(page.getByRole('button', { name: 'Review', exact: true }))
      .click();
    await page.getByRole('button', { name: 'Write the changes down' }).click();
    // The pages before have its name as heading, too.
    await page.getByText('A draft: nothing is assigned').waitFor();
    await page.getByRole('heading', { name: 'Blue page, relative' }).waitFor();
    await running.write(async (directory) => {
      const before = directory.get('experiment', 'market', TRIALS.works.id)?.entity;
      const after = directory.get('experiment', 'market', 'blue')?.entity;
      expect(after).toMatchObject({
        scale: 'relative',
        alpha: 0.1,
        conversion_window_ms: HOUR_MS,
        assignment: before?.assignment,
        control_arm: 'plain',
        salt: before?.salt,
        planned_end: before?.planned_end,
        state: 'draft',
      });
      expect([after?.arms.map(({ name }) => name), after?.guards]).toEqual([['plain', 'blue'], before?.guards]);
    });
    await page.getByRole('button', { name: 'Discard', exact: true }).click();
    await page.getByRole('button', { name: 'Discard it' }).click();
    await page.getByRole('table', { name: 'Experiments' }).waitFor();
    expect(await page.getByText('Blue page').count()).toBe(0);
    await page.goto(`${running.address}/w/market/experiments?view=new&draft=${TRIALS.works.id}`);
    await page.getByText('It is no draft any more.').waitFor();
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

  describe('of markets, draws and exposed people', () => {
    it.each([
      [`/w/lab/experiments/${LAB.switched.id}`, 'number 1 of 22'],
      [`/w/lab/experiments/${LAB.held.id}`, 'With 20 markets there would be one'],
      [`/w/lab/experiments/${LAB.drawn.id}`, 'Market by market'],
      [`/w/lab/experiments/${LAB.creators.id}`, 'A dot is a creator'],
      [`/w/lab/experiments/${LAB.weeks.id}`, 'A dot is a week'],
      [`/w/lab/experiments/${LAB.wedge.id}`, 'On less not yet on'],
      [`/w/lab/experiments/${LAB.association.id}`, 'Had bought before'],
      [`/w/lab/experiments/${LAB.waiting.id}`, 'This design is looked at once'],
    ])('fit a phone: %s shows «%s» and scrolls only inside its boxes', async (path, text) => {
      const page = await open(path, PHONE);
      await page.getByText(text).first().waitFor();
      await page.evaluate('document.fonts.ready');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    });

    const region = (page: Page, name: string) => page.getByRole('region', { name });

    it('draw a treated market beside its forecast, what that is made from, and what the method finds where there is nothing (grade B)', async () => {
      const page = await open(`/w/lab/experiments/${LAB.switched.id}`);
      const panel = region(page, 'Markets of treated');
      await panel.getByRole('img', { name: /^Vienna: since .*, foretold €/ }).waitFor();
      expect(await panel.textContent()).toMatch(/Cologne\d+%/);
      expect(await panel.textContent()).toMatch(/number 1 of 22 .*the least there can be/);
      expect(Number((await page.getByTestId('effect').textContent())?.replace(/[^\d.]/g, ''))).toBeCloseTo(LAB.switched.effect_minor / 100, -2);
      expect(await region(page, 'Method').textContent()).toContain('Drawing the treated by lot would make it grade A.');
      expect(await region(page, 'Guards').textContent()).not.toMatch(/placebo_in_time|every_day_told|one_currency/);
    });

    it('show markets that went without below their forecast, and no interval where too few markets can be ranked', async () => {
      const page = await open(`/w/lab/experiments/${LAB.held.id}`);
      await region(page, 'Markets of treated')
        .getByText(/^What the markets that went without did/)
        .waitFor();
      const captions = await page.locator('.multiples figcaption').allTextContents();
      expect(captions).toEqual([expect.stringMatching(/^Frankfurt −€.* a day \(−\d%\)$/), expect.stringMatching(/^Hanover −€/)]);
      const finding = await region(page, 'Finding').textContent();
      expect(finding).toMatch(/No 95% interval can be told: ranked among 15 markets no p below 0\.067 is possible/);
      expect(finding).not.toMatch(/did better|open to open/);
    });

    it.each([
      [LAB.drawn.id, 'all 12,870 ways', 'Stuttgart', 'Change of a day'],
      [LAB.creators.id, 'all 924 ways', 'Luca', 'Orders'],
      [LAB.weeks.id, 'all 462 ways', /^[A-Z][a-z]{2} \d+ – /, 'Revenue'],
    ])('hold %s against every draw there could have been, and name every unit with what it did (I8)', async (id, ways, unit, figure) => {
      const page = await open(`/w/lab/experiments/${id}`);
      const panel = region(page, 'The draw of treated');
      await panel.getByText(ways).waitFor();
      const units = panel.locator('details');
      if ((await units.getAttribute('open')) === null) await units.locator('summary').click();
      await panel.getByRole('rowheader', { name: unit }).first().waitFor();
      await panel.getByRole('columnheader', { name: figure }).waitFor();
      expect(await panel.getByRole('button', { name: /^Grade A/ }).count()).toBe(1);
    });

    it('set what is on beside what is not yet, step by step', async () => {
      const page = await open(`/w/lab/experiments/${LAB.wedge.id}`);
      const rows = region(page, 'Step by step').getByRole('row');
      await rows.first().waitFor();
      const on = (await rows.allTextContents()).slice(1, 4).map((row) => row.split(/not yet on/).length - 1);
      expect(on).toEqual([0, 1, 2]);
      expect(await region(page, 'Finding').textContent()).toContain('Markets that were on did better than those that were not yet');
    });

    it('call grade C an association everywhere, with what would overturn it, and nothing incremental (I8)', async () => {
      const page = await open(`/w/lab/experiments/${LAB.association.id}`);
      await region(page, 'How far it holds').getByText('shortly before the exposure').waitFor();
      expect(await region(page, 'How alike they are').getByRole('rowheader').allTextContents()).toEqual([
        'Orders before',
        'Had bought before',
        'Days since the last order',
      ]);
      const text = (await page.locator('main').textContent()) ?? '';
      expect(text).toContain('That is an adjusted association, not incremental.');
      expect(text).not.toMatch(/did better|Incremental (conversions|revenue)|iROAS|It measures adjusted/);
    });

    it('show no line of a market while its number is withheld: it would be the number (I8)', async () => {
      const page = await open(`/w/lab/experiments/${LAB.waiting.id}`);
      await page.getByText('side by side are the number').waitFor();
      expect(await page.locator('canvas').count()).toBe(0);
    });
  });
});
