import { readFileSync } from 'node:fs';
import type { Model } from '@touchline/attribution';
import { describe, expect, it } from 'vitest';
import { byChannel, crediting, csv, days } from '../support/journeys.js';

interface Golden {
  readonly source: string;
  readonly model: Model;
  readonly excluded?: readonly string[];
  readonly touches: readonly (readonly [channel: string, day: string])[];
  readonly conversion: readonly [day: string, dollars: string];
  readonly credit: Readonly<Record<string, number>>;
}

const goldens = JSON.parse(readFileSync(new URL('./fixtures/goldens.json', import.meta.url), 'utf8')) as Golden[];
const credit = crediting();

describe('journeys in files against published figures', () => {
  it.each(goldens)('$source', async ({ model, excluded = [], touches, conversion: [day, dollars], credit: expected }) => {
    const rows = touches.map(([channel, on], index) => ['p', `${on}T12:00:00Z`, channel, `t${index}`]);
    const order = csv('id,person,at,amount,currency', [['c', 'p', `${day}T12:00:00Z`, dollars, 'USD']]);
    const windows = { click: days(90), code: days(90), view: days(90) };
    const result = await credit(csv('person,at,channel,id', rows), order, { model, excluded, windows });
    expect(byChannel(result, 'USD')).toEqual(expected);
  });

  it.each([
    ['position', { direct: 2, search: 3.5, email: 3.5, social: 1 }],
    ['linear_unique', { direct: 2, search: 19 / 6, email: 19 / 6, social: 5 / 3 }],
  ] as const)('the ten conversions of eeghor/mta’s tests (github.com/eeghor/mta), %s', async (name, expected) => {
    const paths = [...Array(2).fill(['direct']), ...Array(3).fill(['search', 'email']), ...Array(5).fill(['search', 'social', 'email'])] as string[][];
    const touches = paths.flatMap((path, person) => path.map((channel, index) => [`p${person}`, `2026-01-0${index + 1}T00:00:00Z`, channel]));
    const conversions = paths.map((_, person) => [`c${person}`, `p${person}`, '2026-01-09T00:00:00Z']);
    const result = byChannel(await credit(csv('person,at,channel', touches), csv('id,person,at', conversions), { model: { name } }));
    expect(Object.keys(result).sort()).toEqual(Object.keys(expected).sort());
    for (const [channel, conversionsOf] of Object.entries(expected)) expect(result[channel]).toBeCloseTo(conversionsOf, 12);
  });
});
