import { afterAll, expect, it } from 'vitest';
import { launchChromium } from './chromium.js';
import { startConsole } from './running-console.js';

it('shots', async () => {
  const running = await startConsole(Date.now());
  const browser = await launchChromium();
  try {
    for (const [name, width, height] of [
      ['wide', 1280, 800],
      ['phone', 390, 844],
    ] as const) {
      const context = await browser.newContext({ viewport: { width, height }, locale: 'en-US', reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(40_000);
      const shots: [string, string][] = [
        ['money', '/w/market/attribution/figures'],
        ['attention', '/w/market/attribution/figures?show=attention'],
        ['platform', '/w/market/attribution/figures?show=attention&level=platform'],
        ['link', '/w/market/attribution/figures?level=link'],
        ['creator', '/w/market/creators/cr0'],
        ['creator3', '/w/market/creators/cr3'],
      ];
      for (const [shot, path] of shots) {
        await page.goto(`${running.address}${path}`);
        await page
          .getByRole(shot.startsWith('creator') ? 'heading' : 'table', shot.startsWith('creator') ? { name: 'Held against experiments' } : {})
          .first()
          .waitFor();
        await page.waitForTimeout(1500);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        process.stdout.write(`${name} ${shot} overflow ${over}\n`);
        await page.screenshot({ path: `/tmp/m1-${name}-${shot}.png`, fullPage: true });
      }
    }
  } finally {
    await browser.close();
    await running.stop();
  }
  expect(1).toBe(1);
}, 240_000);
afterAll(() => undefined);
