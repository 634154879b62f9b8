import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entities } from '@touchline/events';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, END, noise, World } from '../../evidence/test/world.js';
import { chromiumPath, makeReport, renderReport } from '../src/index.js';
import type { Report, Schedule } from '../src/report.js';

// Each test asks the warehouse many things, and a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(() => world.clear());
afterAll(() => world.close());

const SCHEDULE: Schedule = {
  name: 'What markets say',
  subject: { kind: 'experiment', experiment_id: 'x1' },
  cron: '0 8 * * 1',
  formats: ['html', 'pdf', 'csv', 'json'],
  targets: [],
  missed: 'catch_up',
  from: '2026-03-01T00:00:00Z',
};

const names = Array.from({ length: 24 }, (_, place) => `m${String(place).padStart(2, '0')}`);

/** Markets that move together; those named sell 40.00 more a day since. */
function sales(treated: readonly string[]) {
  return names.flatMap((geo_id, place) =>
    Array.from({ length: 70 }, (_, index) => {
      const day = index - 42;
      const level = 30_000 + 4_000 * place;
      const value = level + 0.1 * level * Math.sin(day / 5) + 600 * noise(geo_id, day) + (day >= 0 && treated.includes(geo_id) ? 4_000 : 0);
      return { geo_id, day, value: Math.round(value), currency: 'EUR' };
    }),
  );
}

const METRIC: Entities['experiment']['metric'] = { kind: 'geo_outcome', name: 'sales' };

function make(as_of: Date = new Date(END + 3 * DAY_MS)): Promise<Report> {
  return makeReport({ warehouse: world.warehouse, workspace_id: 'w1', schedule_id: 'weekly', schedule: SCHEDULE, time_zone: 'Europe/Berlin', as_of });
}

const html = async (report: Report) => (await renderReport(report, ['html'], '')).files[0]?.bytes.toString() ?? '';

/** For whoever wants to look: page and PDF into the folder TOUCHLINE_TEST_SHOTS. */
async function shoot(report: Report, name: string): Promise<void> {
  const folder = process.env['TOUCHLINE_TEST_SHOTS'];
  if (folder === undefined || chromiumPath('') === undefined) return;
  const { files } = await renderReport(report, ['html', 'pdf'], '');
  for (const { format, bytes } of files) await writeFile(join(folder, `${name}.${format}`), bytes);
  const browser = await chromium.launch({ executablePath: chromiumPath('') ?? '', args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 900, height: 1_400 } });
  await page.setContent(files[0]?.bytes.toString() ?? '');
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await browser.close();
}

describe('a report on markets', () => {
  const GEO = { unit: 'geo', metric: METRIC } as const;

  it('draws a switched-on market against its synthetic control, and says rank, weights and money (I8)', async () => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...GEO, design: 'market_switch_on', assignment: 'chosen', method: 'synthetic_control' });
    await world.report(sales(['m05']));
    const report = await make();
    const page = await html(report);
    expect(page).toContain('Actual against expected');
    expect(page).toContain('rank 1 of 24 markets');
    expect(page).toContain('Effect per market and day');
    expect(page).toContain('incremental revenue');
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).not.toMatch(/<script|<style id|ecmeta/);
    expect(await html(await make())).toBe(page);
    await shoot(report, 'switch-on');
  });

  it('draws each treated market of a lottery small, and all together large', async () => {
    const units = names.map((unit, place) => ({ unit, arm: place % 2 === 0 ? 'control' : 'treated' }));
    await world.draw(units, { ...GEO, design: 'geo_heavy_up', assignment: 'lottery', method: 'permutation' });
    await world.report(sales(names.filter((_, place) => place % 2 === 1)));
    const report = await make();
    const page = await html(report);
    expect(page).toContain('all 12 together');
    // Effect, all together, each of twelve, and the units as they were drawn.
    expect(page.match(/<svg/g)).toHaveLength(15);
    expect(page).toContain('The draw is the test');
    await shoot(report, 'lottery');
  });

  it('draws nothing of the time since the start while a guard withholds the number (I8)', async () => {
    await world.draw([{ unit: 'm05', arm: 'treated' }], { ...GEO, design: 'market_switch_on', assignment: 'chosen', method: 'synthetic_control' });
    await world.report(sales(['m05']).filter(({ geo_id, day }) => geo_id !== 'm05' || day !== 9));
    const page = await html(await make());
    expect(page).toContain('No number is shown.');
    expect(page).not.toContain('<svg');
  });
});

describe('a report on planned looks', () => {
  it('tells each look with its boundary, and draws the course', async () => {
    await world.play(
      [
        { arm: 'control', units: 1_000, buyers: 50, amount_minor: 4_000 },
        { arm: 'treated', units: 1_000, buyers: 120 },
      ],
      { method: 'group_sequential', metric: { kind: 'conversion_rate' }, n_star: undefined as never },
    );
    const report = await make(new Date(END));
    const page = await html(report);
    expect(page).toContain('Planned looks: treated');
    expect(page).toContain('How the effect came about: treated');
    expect(page).toContain('In chances: treated is better than control with a probability of');
    await shoot(report, 'looks');
  });
});
