import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAliases } from '../../src/journeys/channels.js';
import { fittedModelOf, seedOf } from '../../src/journeys/fitted-options.js';
import { boundOf, currencyOf, ruleModelOf, transformOf, windowsOf } from '../../src/journeys/options.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const model = (name: string, weights?: string, halfLife = '7d') => ruleModelOf({ model: name, halfLife, ...(weights === undefined ? {} : { weights }) });

describe('the options of journeys attribute', () => {
  it('take windows by type, those not named keeping their default, or one for all', () => {
    expect(windowsOf(undefined)).toEqual({ click: 30 * DAY_MS, code: 30 * DAY_MS, view: DAY_MS });
    expect(windowsOf('view=2h, click=7d')).toEqual({ click: 7 * DAY_MS, code: 30 * DAY_MS, view: 2 * HOUR_MS });
    expect(windowsOf('36h')).toEqual({ click: 36 * HOUR_MS, code: 36 * HOUR_MS, view: 36 * HOUR_MS });
  });

  it('take weights as they are written, in whole numbers, so that 0.4,0.2,0.4 splits money as 40,20,40 does', () => {
    expect(model('position', '0.4,0.2,0.4')).toEqual({ name: 'position', ends: { first: 4, middle: 2, last: 4 } });
    expect(model('position')).toEqual({ name: 'position' });
    expect(model('custom', '1, 0.25')).toEqual({ name: 'custom', weights: [100, 25] });
    expect(model('time_decay', undefined, '12h')).toEqual({ name: 'time_decay', half_life_ms: 12 * HOUR_MS });
  });

  it('take a day as a whole day in UTC, and no bound where none is given', () => {
    expect([boundOf('2026-03-01', '--from'), boundOf('2026-03-01', '--to')]).toEqual([Date.UTC(2026, 2, 1), Date.UTC(2026, 2, 2) - 1]);
    expect(boundOf('2026-03-01T01:00:00+01:00', '--to')).toBe(Date.UTC(2026, 2, 1));
    expect([boundOf(undefined, '--from'), boundOf(undefined, '--to')]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it('take a model that learns with what it needs', () => {
    expect(fittedModelOf({ model: 'markov' }, 0)).toEqual({ name: 'markov', order: 1 });
    expect(fittedModelOf({ model: 'markov', order: '3' }, 0)).toEqual({ name: 'markov', order: 3 });
    expect(fittedModelOf({ model: 'shapley', samples: '64' }, seedOf('7'))).toEqual({ name: 'shapley', samples: 64, seed: 7 });
    expect(fittedModelOf({ model: 'linear' }, seedOf(undefined))).toBeUndefined();
  });

  it.each([
    ['--order', () => fittedModelOf({ model: 'markov', order: '5' }, 0)],
    ['--order', () => fittedModelOf({ model: 'linear', order: '1' }, 0)],
    ['--samples', () => fittedModelOf({ model: 'shapley', samples: '3' }, 0)],
    ['--samples', () => fittedModelOf({ model: 'markov', samples: '64' }, 0)],
    ['--weights', () => fittedModelOf({ model: 'markov', weights: '1,2' }, 0)],
    ['--seed', () => seedOf('-1')],
    ['--model', () => model('best')],
    ['--weights', () => model('custom')],
    ['--weights', () => model('custom', '0,0')],
    ['--weights', () => model('custom', '1,,2')],
    ['--weights', () => model('custom', '-1,2')],
    ['--weights', () => model('custom', '1e3')],
    ['--weights', () => model('position', '1,2')],
    ['--weights', () => model('last', '1,2')],
    ['--half-life', () => model('time_decay', undefined, '0d')],
    ['--half-life', () => model('linear', undefined, 'week')],
    ['--window', () => windowsOf('call=3d')],
    ['--window', () => windowsOf('click=3w')],
    ['--transform', () => transformOf('last_n:0')],
    ['--transform', () => transformOf('first_n:2')],
    ['--from', () => boundOf('2026-02-30', '--from')],
    ['--to', () => boundOf('2026-02-01T00:00:00', '--to')],
    ['--currency', () => currencyOf('EURO')],
  ])('that are not valid are refused with their name as path: %s (%#)', (path, parse) => {
    expect(parse).toThrow(expect.objectContaining({ code: 'TL_INPUT_INVALID', path }));
  });
});

describe('aliases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-aliases-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = (content: string) => {
    writeFileSync(join(folder, 'aliases.json'), content);
    return readAliases(join(folder, 'aliases.json'));
  };

  it('give each spelling its name', async () => {
    expect(await read('{"Instagram":["insta","IG","Instagram"],"TikTok":[]}')).toEqual(
      new Map([
        ['insta', 'Instagram'],
        ['IG', 'Instagram'],
        ['Instagram', 'Instagram'],
      ]),
    );
  });

  it.each(['{"One":["x"],"Two":["x"]}', '{"One":["Two"],"Two":["x"]}', '{"One":"x"}', '["x"]', 'x'])('of %s are refused', async (content) => {
    await expect(read(content)).rejects.toMatchObject({ code: 'TL_INPUT_INVALID', path: '--alias' });
  });
});
