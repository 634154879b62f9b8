import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, needsChromium } from './chromium.js';
import { EXPLAINED } from './market.js';
import { type RunningConsole, startConsole } from './running-console.js';

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const WAIT_MS = 15_000;

describe('the console in a real Chromium', () => {
  let running: RunningConsole;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  const complaints: string[] = [];

  beforeEach(async (test) => {
    needsChromium(test);
    running ??= await startConsole(Date.now());
    browser ??= await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  afterEach(async () => {
    await context?.close();
    context = undefined;
  });

  async function open(path: string, viewport = DESK): Promise<Page> {
    context = await browser?.newContext({ viewport, locale: 'en-US', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
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
  const credited = async (page: Page) => (await page.getByTestId('credited').textContent()) ?? '';

  describe.each([
    ['at a desk', DESK],
    ['on a phone', PHONE],
  ])('%s', (_where, viewport) => {
    it.each([
      ['/w/market/overview', 'Day by day'],
      ['/w/market/creators', 'Maya Okafor'],
      ['/w/market/creators/cr0', 'Orders credited'],
      ['/w/market/orders', EXPLAINED.id],
      [`/w/market/orders/${EXPLAINED.id}`, 'What led to this order'],
      ['/w/market/attribution', 'the models'],
      ['/w/market/attribution/journeys', 'Most frequent ways'],
      ['/w/market/attribution/figures', 'Your last 90 days'],
      ['/w/market/attribution/budget', 'Cannot be told'],
      ['/w/empty/attribution', 'Nothing was credited in these days'],
      ['/w/empty/attribution/journeys', 'No order of these days has a journey yet'],
      ['/w/empty/attribution/figures', 'No new customer is known yet'],
      ['/w/empty/attribution/budget', 'no budget to move'],
      ['/w/empty/overview', 'Make a link for a creator'],
      ['/shop?tlc=01890a5d-ac96-774b-bcce-b302099a8057', 'Place an order for it'],
    ])('%s shows «%s», scrolls only inside its boxes and has no complaint', async (path, text) => {
      const page = await open(path, viewport);
      await page.getByText(text).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
    });
  });

  it('says that simulated data is simulated, and of no other that it is', async () => {
    const page = await open('/w/market/overview');
    await page.getByText('Simulated data').waitFor();
    await page.getByLabel('Workspace').selectOption('empty');
    await page.getByText('Nothing has happened in My brand yet').waitFor();
    expect(await page.getByText('Simulated data', { exact: true }).count()).toBe(0);
  });

  it('draws its chart, with the same figures as a table', async () => {
    const page = await open('/w/market/overview');
    await page.locator('.chart canvas').waitFor();
    const inked = await page.evaluate<number>(`(() => {
      const canvas = document.querySelector('.chart canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, index) => index % 4 === 3 && value > 0).length;
    })()`);
    expect(inked).toBeGreaterThan(1_000);
    await page.getByText('Show as a table').click();
    expect(await page.getByLabel('Day by day as a table').locator('tbody tr').count()).toBe(30);
    await page.locator('.chart').hover();
    await page.locator('.chart-tip').waitFor();
    expect(complaints).toEqual([]);
  });

  it('credits otherwise when another model is chosen, by keyboard, and keeps every creator’s money within all of it (I4)', async () => {
    const page = await open('/w/market/creators');
    const maya = page.getByRole('row', { name: /Maya Okafor/ });
    await maya.waitFor();
    const [first, total] = [await maya.textContent(), await page.getByRole('row', { name: /^All orders/ }).textContent()];
    await page.getByRole('radio', { name: 'First touch' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/model=last/);
    await expect.poll(() => maya.textContent(), { timeout: WAIT_MS }).not.toBe(first);
    expect(await page.getByRole('row', { name: /^All orders/ }).textContent()).toBe(total);
  });

  it('marks every credited figure as grade D, with what that means (I8)', async () => {
    const page = await open('/w/market/creators');
    await page.getByRole('row', { name: /Maya Okafor/ }).waitFor();
    for (const name of ['Orders', 'Revenue', 'ROI', 'CPA', 'CVR', 'AOV']) {
      const head = page.getByRole('columnheader', { name: new RegExp(`^${name}`) });
      expect(await head.getByRole('button', { name: /grade D: attributed, not incremental/ }).count(), name).toBe(1);
    }
    await page
      .getByRole('button', { name: /grade D/ })
      .first()
      .focus();
    await page.getByText('how many would have come anyway is not known').first().waitFor({ state: 'visible' });
    await page.goto(`${running.address}/w/market/overview`);
    await page.getByTestId('credited').waitFor();
    expect(await page.locator('.grade-line').textContent()).toContain('attributed, not incremental');
  });

  it('sorts, filters and exports what is shown', async () => {
    const page = await open('/w/market/creators');
    await page.getByLabel('Platform').selectOption('tiktok');
    await page.getByText('4 of 12 creators').waitFor();
    await page.getByRole('button', { name: 'Creator', exact: true }).click();
    await page.waitForURL(/sort=name/);
    const names = await page.locator('tbody th a').allTextContents();
    expect(names).toEqual([...names].sort());
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const lines = Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
    expect(lines).toHaveLength(5);
    expect(lines[0]).toContain('Revenue (D: attributed)');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(names);
  });

  it('opens a creator from anywhere in its row, and comes back by the browser’s own button', async () => {
    const page = await open('/w/market/creators?model=linear');
    // What lies under the pointer there is the row's one link, stretched over it.
    await page
      .getByRole('row', { name: /Jonas Berg/ })
      .locator('td')
      .nth(2)
      .click({ force: true });
    await page.getByRole('heading', { name: 'Jonas Berg' }).waitFor();
    expect(page.url()).toContain('/creators/cr1?model=linear');
    await page.goBack();
    await page.getByRole('heading', { name: 'Creators' }).waitFor();
  });

  it('explains one order: every touch with its verdict, and columns that add up to what was left after the refund (I4)', async () => {
    const page = await open(`/w/market/orders/${EXPLAINED.id}`);
    await page.getByTestId('net').waitFor();
    expect(await page.getByTestId('net').textContent()).toBe('€100.00');
    for (const verdict of ['Not a person’s click', 'outside the window', 'It came after the order', 'The same link again', 'the click stands for both']) {
      expect(await page.getByText(verdict).count(), verdict).toBe(1);
    }
    const table = page.getByRole('table', { name: 'Credit by touch and model' });
    const rows = await table
      .locator('tbody tr')
      .evaluateAll((elements) =>
        elements.map((row) =>
          [...row.querySelectorAll('td')].map((cell) => Math.round(Number(cell.querySelector('.money')?.textContent?.slice(1) ?? 0) * 100)),
        ),
      );
    expect(rows).toHaveLength(4);
    for (let column = 0; column < 5; column += 1)
      expect(rows.reduce((sum, row) => sum + (row[column] ?? 0), 0)).toBe(EXPLAINED.amount_minor + EXPLAINED.refund_minor);
    expect(await page.getByText('= to credit').count()).toBe(5);
    expect(await page.getByText('≠ to credit').count()).toBe(0);
  });

  it('shows a new order within 10 seconds, by itself', async () => {
    const page = await open('/w/market/overview');
    await page.getByTestId('credited').waitFor();
    const now_ms = Date.now();
    const click_id = running.market.click('live', 3, { at_ms: now_ms - 60_000, visitor: 'live' });
    running.market.order('SHOP-LIVE', { at_ms: now_ms, amount_minor: 7_700, click_id, new_customer: true });
    const before = await credited(page);
    await running.market.plant(running.warehouse, now_ms);
    await page.getByRole('link', { name: 'SHOP-LIVE' }).waitFor({ timeout: 10_000 });
    expect(await credited(page)).not.toBe(before);
  });

  it('asks for a key where one is needed, says why one was refused, and shows its workspace alone (I6)', async () => {
    const { address, token } = await running.startKeyed();
    const page = await open('/w/market/overview');
    await page.goto(`${address}/w/market/overview`);
    await page.getByLabel('API key').fill('tl_000000000000_wrong');
    await page.getByRole('button', { name: 'Show the figures' }).click();
    await page.getByText('The API key is unknown, expired or archived.').waitFor();
    await page.getByLabel('API key').fill(token);
    await page.keyboard.press('Enter');
    await page.getByText('Nothing has happened in My brand yet').waitFor();
    expect(await page.getByText('Lumen Skin').count()).toBe(0);
  });

  it('keeps the last figures and says what to do while the warehouse is down', async () => {
    const page = await open('/w/market/overview');
    await page.getByTestId('credited').waitFor();
    const before = await credited(page);
    await running.stopWarehouse();
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByRole('alert').first().textContent()).toContain('TL_STORE_UNAVAILABLE');
    expect(await credited(page)).toBe(before);
  });
});
