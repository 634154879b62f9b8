import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { RunningTouchline } from '../support/touchline.js';
import { launchChromium, needsChromium } from './chromium.js';

const README = new URL('../../README.md', import.meta.url);
const PHONE = { width: 390, height: 844 };
/** What the README promises between an order and its credit. */
const CREDITED_MS_MAX = 10_000;

interface Stranger {
  readonly running: RunningTouchline;
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** What pages complained of in the browser's own console. */
  readonly complaints: string[];
}

let stranger: Stranger | undefined;

/** Somebody who has just typed `npm start`, with a browser that says of itself what it says when a person sits before it. */
async function arrive(): Promise<Stranger> {
  const running = await RunningTouchline.create();
  await running.start('--no-demo');
  running.environment['TOUCHLINE_KEY'] = running.firstKey;
  const browser = await launchChromium();
  const own = await browser.newPage();
  const userAgent = (await own.evaluate<string>('navigator.userAgent')).replace('HeadlessChrome', 'Chrome');
  await own.close();
  return { running, browser, context: await browser.newContext({ userAgent, locale: 'en-US', reducedMotion: 'reduce' }), complaints: [] };
}

async function open({ context, complaints }: Stranger, url: string): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return page;
}

/** Runs what the README or a page says to type into a terminal, with the ports of this Touchline. */
async function type({ running }: Stranger, command: string): Promise<string> {
  const here = command.replaceAll('http://127.0.0.1:4602', running.url('COLLECTOR')).replaceAll('http://127.0.0.1:4600', running.url('CONSOLE'));
  const { stdout } = await promisify(execFile)('sh', ['-c', here], { env: running.environment });
  return stdout;
}

/** The README's command for an order, its click id put in. */
function readmesCurl(click_id: string): string {
  const [curl = ''] = /^curl [^`]*?'$/m.exec(readFileSync(README, 'utf8')) ?? [];
  expect(curl).toContain('PASTE-THE-CLICK-ID');
  return curl.replace('PASTE-THE-CLICK-ID', click_id);
}

describe('a stranger with a browser', () => {
  beforeEach(async (test) => {
    needsChromium(test);
    stranger ??= await arrive();
  });

  afterAll(async () => {
    await stranger?.browser.close();
    await stranger?.running.remove();
  });

  const here = () => {
    if (stranger === undefined) throw new Error('nobody arrived');
    return stranger;
  };

  it('clicks a printed link, posts the README’s order, and within 10 s sees it credited to the link’s creator', async () => {
    const { running, complaints } = here();
    const overview = await open(here(), running.url('CONSOLE'));
    await overview.getByText('Nothing has happened in Default yet').waitFor();

    const [, args = ''] = /npx touchline (links create .*)/.exec(running.output) ?? [];
    const made = await running.cli(...args.trim().split(' '));
    const shop = await open(here(), made.stdout.trim());
    await shop.getByRole('heading', { name: 'Demo shop' }).waitFor();
    const click_id = (await shop.getByTestId('click-id').textContent()) ?? '';
    expect(new URL(shop.url()).searchParams.get('tlc')).toBe(click_id);

    const answer = await type(here(), readmesCurl(click_id));
    const told_ms = Date.now();
    expect(JSON.parse(answer)).toMatchObject({ results: [{ outcome: 'accepted' }] });
    await overview.getByTestId('credited').getByText('€49').waitFor({ timeout: CREDITED_MS_MAX });
    await overview.getByText('mia').first().waitFor({ timeout: CREDITED_MS_MAX });
    expect(Date.now() - told_ms).toBeLessThan(CREDITED_MS_MAX);
    expect(await overview.getByTestId('credited').textContent()).toBe('€49.90');
    expect(complaints).toEqual([]);
  });

  it('sees in the creators’ table one valid click, one order and its money, and why on the order’s page (I4)', async () => {
    const { running } = here();
    const page = await open(here(), running.url('CONSOLE', '/w/default/creators'));
    const mia = page.getByRole('row', { name: /^mia/ });
    await mia.waitFor();
    expect(await mia.locator('td').allTextContents()).toEqual(expect.arrayContaining(['1', '€49.90']));
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.getByRole('link', { name: 'A-1001' }).first().click();
    await page.getByText('A person, before the order, inside the window.').waitFor();
    expect(await page.getByText('= to credit').count()).toBe(5);
    const explained = await running.json<{ net_minor: number; models: { total_minor: number }[] }>('ledger', 'explain', 'A-1001');
    expect(explained.models.map(({ total_minor }) => total_minor)).toEqual([4990, 4990, 4990, 4990, 4990]);
  });

  it('can type the order that the shop’s page shows, twice, and it counts once (I2)', async () => {
    const { running, complaints } = here();
    const link = await running.cli('links', 'create', '--creator', 'leo', '--destination', running.url('CONSOLE', '/shop'));
    const shop = await open(here(), link.stdout.trim());
    const shown = (await shop.locator('pre').textContent()) ?? '';
    for (const outcome of ['accepted', 'duplicate']) expect(JSON.parse(await type(here(), shown))).toMatchObject({ results: [{ outcome }] });
    // The same browser came by mia's link before: under the first touch all of it is hers.
    const page = await open(here(), running.url('CONSOLE', '/w/default/creators?model=last'));
    await page.setViewportSize(PHONE);
    await page.getByRole('row', { name: /^leo/ }).getByText('€49.90').first().waitFor({ timeout: CREDITED_MS_MAX });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
  });

  it('finds the books in order afterwards: nothing lost, nothing doubled, every cent credited (I1, I3, I4)', async () => {
    const { running } = here();
    await running.cli('attribute', 'run');
    expect(await running.json('reconcile')).toMatchObject({ gap: 0, in_flight: 0 });
    expect(await running.json('ledger', 'check')).toMatchObject({ balanced: true, conversions: 2 });
  });
});
