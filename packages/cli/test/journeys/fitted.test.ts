import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, byChannel, crediting, csv, days } from '../support/journeys.js';

const credit = crediting();

/** Persons that went along a path, a day between touches; those who bought did so right after. */
function files(paths: readonly (readonly [path: string, conversions: number, nulls: number])[]) {
  const people = paths.flatMap(([path, conversions, nulls]) =>
    Array.from({ length: conversions + nulls }, (_, index) => ({ path, bought: index < conversions })),
  );
  const touches = people.flatMap(({ path }, person) => path.split(' > ').map((channel, step) => [`p${person}`, at(days(9 - step)), channel]));
  const conversions = people.flatMap(({ bought }, person) => (bought ? [[`c${person}`, `p${person}`, at(0), '10', 'EUR']] : []));
  return [csv('person,at,channel', touches), csv('id,person,at,amount,currency', conversions)] as const;
}

describe('the Markov removal game over journeys in files', () => {
  it('gives the parts of P(conversion) that were worked by hand, all of it together, and no less exact a split', async () => {
    const [touches, conversions] = files([
      ['google ads', 2, 1],
      ['mailing', 1, 0],
      ['google ads > mailing', 1, 0],
    ]);
    const { fitted, ...result } = await credit(touches, conversions, { model: { name: 'shapley', samples: undefined, seed: 0 } });
    // v(google) = 2/5, v(mailing) = 1/5, v(both) = 4/5: google (2/5 + 3/5) / 2 = 1/2, mailing 3/10; of 4 conversions 5/8 and 3/8.
    expect(fitted?.channels.map(({ channel, canonical_conversions, standard_error }) => [channel, canonical_conversions, standard_error])).toEqual([
      ['google ads', expect.closeTo(5 / 2, 12), null],
      ['mailing', expect.closeTo(3 / 2, 12), null],
    ]);
    expect(byChannel(result, 'EUR')).toEqual({ 'google ads': 2_625, mailing: 1_375 });
  });

  it('draws orders of more than 16 channels, the same ones for the same seed', async () => {
    const [touches, conversions] = files(Array.from({ length: 20 }, (_, index) => [`c${index} > c${(index * 7 + 1) % 20}`, 1 + (index % 3), 1] as const));
    const of = async (seed: number) => (await credit(touches, conversions, { model: { name: 'shapley', samples: 64, seed } })).fitted?.channels ?? [];
    const drawn = await of(1);
    expect(drawn.reduce((sum, { canonical_conversions }) => sum + canonical_conversions, 0)).toBeCloseTo(39, 9);
    expect(drawn.every(({ canonical_conversions, standard_error }) => canonical_conversions >= 0 && standard_error !== null)).toBe(true);
    expect(await of(1)).toEqual(drawn);
    expect(await of(2)).not.toEqual(drawn);
  });
});

describe('a Markov chain over journeys in files', () => {
  it('finds what was worked by hand (serhiipuzyrov, 2019), and splits each journey by the effects of the channels in it', async () => {
    const [touches, conversions] = files([
      ['google ads', 2, 1],
      ['mailing', 1, 0],
      ['google ads > mailing', 1, 0],
    ]);
    const result = await credit(touches, conversions, { model: { name: 'markov', order: 1 } });
    expect(result.fitted).toMatchObject({ conversions: 4, nulls: 1 });
    expect(result.fitted?.p_conversion).toBeCloseTo(4 / 5, 12);
    const [google, mailing] = result.fitted?.channels ?? [];
    expect([google?.channel, mailing?.channel]).toEqual(['google ads', 'mailing']);
    expect([google?.removal_effect, mailing?.removal_effect, google?.canonical_conversions, mailing?.canonical_conversions]).toEqual(
      [3 / 4, 1 / 2, 12 / 5, 8 / 5].map((figure) => expect.closeTo(figure, 12)),
    );
    expect(byChannel(result)).toEqual({ 'google ads': expect.closeTo(2.6, 12), mailing: expect.closeTo(1.4, 12) });
    expect(byChannel(result, 'EUR')).toEqual({ 'google ads': 2_600, mailing: 1_400 });
  });

  it('gives channels and unattributed exactly the totals, at every order (I4)', async () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 5 }).map((steps) => steps.join(' > '));
    const rows = fc.array(fc.tuple(path, fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(1, 2, 3, 4), fc.subarray(['a']), async (paths, order, excluded) => {
        const [touches, conversions] = files(paths);
        const result = await credit(touches, conversions, { model: { name: 'markov', order }, excluded });
        const sum = [...result.channels, result.unattributed].reduce((total, part) => total + (part.amount_minor['EUR'] ?? 0), 0);
        expect(sum).toBe(result.amount_minor['EUR'] ?? 0);
        const [bought, lost] = [1, 2].map((column) => paths.reduce((total, row) => total + Number(row[column]), 0));
        expect(result.fitted).toMatchObject({ conversions: bought, nulls: lost });
      }),
      { numRuns: 40 },
    );
  });

  it('learns from those who never bought where their touches lie between the two instants and in the window', async () => {
    const touches = csv('person,at,channel', [
      ['p', at(days(1)), 'a'],
      ['never', at(days(2)), 'b'],
      ['never', at(days(2) + days(31)), 'c'],
      ['long ago', at(days(90)), 'c'],
      ['bought earlier', at(days(2)), 'c'],
    ]);
    const conversions = csv('id,person,at', [
      ['c1', 'p', at(0)],
      ['c2', 'bought earlier', at(days(80))],
    ]);
    const { fitted } = await credit(touches, conversions, { model: { name: 'markov', order: 1 }, from_ms: Date.parse(at(days(40))) });
    expect(fitted).toMatchObject({ conversions: 1, nulls: 1, channels: [{ channel: 'a' }, { channel: 'b', canonical_conversions: 0 }] });
  });
});
