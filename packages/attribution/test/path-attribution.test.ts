import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributePaths, type PathModel, weighByEffects } from '../src/index.js';
import { byChannel, near, pathsOf, type Row, someRows, sum } from './support/paths.js';

const model: fc.Arbitrary<PathModel> = fc.oneof(
  fc.constantFrom<PathModel>({ name: 'first' }, { name: 'last' }, { name: 'linear' }, { name: 'linear_unique' }, { name: 'position' }, { name: 'shapley' }),
  fc.constantFrom(1, 2, 3, 4).map((order): PathModel => ({ name: 'markov', order: order as 1 | 2 | 3 | 4 })),
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }).map((weights): PathModel => ({ name: 'custom', weights })),
);

const creditOf = (rows: readonly Row[], chosen: PathModel) => attributePaths(pathsOf(rows), chosen).channels;

function same(one: ReturnType<typeof creditOf>, other: ReturnType<typeof creditOf>): void {
  expect([...byChannel(one, 'channel').keys()].sort()).toEqual([...byChannel(other, 'channel').keys()].sort());
  for (const credit of one) {
    for (const key of ['conversions', 'value', 'removal_effect'] as const)
      expect(near(byChannel(other, key).get(credit.channel), credit[key]), `${credit.channel} ${key}`).toBe(true);
  }
}

describe('credit of paths under every model', () => {
  it('sums to the conversions and to the value of the paths with a touch, and is nowhere negative (I4)', () => {
    fc.assert(
      fc.property(someRows, model, (rows, chosen) => {
        const touched = rows.filter(({ path }) => path.length > 0);
        const channels = creditOf(rows, chosen);
        for (const [key, total] of [
          ['conversions', sum(touched.map((row) => row.conversions))],
          ['value', sum(touched.map((row) => row.value))],
        ] as const) {
          expect(near(sum(channels.map((credit) => credit[key])), total)).toBe(true);
          expect(channels.every((credit) => credit[key] >= 0)).toBe(true);
        }
      }),
    );
  });

  it('does not depend on the order of the rows or on how journeys were grouped into them', () => {
    fc.assert(
      fc.property(someRows, model, fc.integer({ min: 1, max: 5 }), (rows, chosen, parts) => {
        const shares = rows.flatMap((row) =>
          Array.from({ length: parts }, () => ({ ...row, conversions: row.conversions / parts, value: row.value / parts, nulls: row.nulls / parts })),
        );
        same(creditOf(rows, chosen), creditOf(shares.reverse(), chosen));
      }),
    );
  });

  it('goes with the channels when they are renamed', () => {
    fc.assert(
      fc.property(someRows, model, (rows, chosen) => {
        const renamed = rows.map((row) => ({ ...row, path: row.path.map((channel) => `${9 - channel.charCodeAt(0)} ${channel}`) }));
        const credit = creditOf(renamed, chosen).map((each) => ({ ...each, channel: each.channel.slice(-1) }));
        same(creditOf(rows, chosen), credit);
      }),
    );
  });

  it('scales with the counts, and removal effects do not', () => {
    fc.assert(
      fc.property(someRows, model, fc.constantFrom(3, 0.5, 1_000), (rows, chosen, factor) => {
        const scaled = rows.map((row) => ({ ...row, conversions: row.conversions * factor, value: row.value * factor, nulls: row.nulls * factor }));
        const credit = creditOf(scaled, chosen).map((each) => ({ ...each, conversions: each.conversions / factor, value: each.value / factor }));
        same(creditOf(rows, chosen), credit);
      }),
    );
  });

  it('is not changed by a channel nobody met, and gives it nothing', () => {
    fc.assert(
      fc.property(someRows, model, (rows, chosen) => {
        const credit = creditOf([...rows, { path: ['unseen'], conversions: 0, value: 0, nulls: 0 }], chosen);
        expect([byChannel(credit, 'conversions').get('unseen'), byChannel(credit, 'value').get('unseen')]).toEqual([0, 0]);
        same(
          creditOf(rows, chosen),
          credit.filter(({ channel }) => channel !== 'unseen'),
        );
      }),
    );
  });
});

describe('a bootstrap', () => {
  const rows: Row[] = [
    { path: ['a', 'b'], conversions: 30, value: 300, nulls: 50 },
    { path: ['b', 'c', 'a'], conversions: 4, value: 90, nulls: 20 },
    { path: ['c'], conversions: 400, value: 4_000, nulls: 900 },
  ];
  const uncertain = (chosen: PathModel, seed: number, from: readonly Row[] = rows) =>
    byChannel(attributePaths(pathsOf(from), chosen, { bootstrap: { replicates: 300, seed } }).channels, 'uncertainty');

  it('says the same for the same seed, whatever the order and the grouping of the rows, and something else for another', () => {
    const chosen: PathModel = { name: 'markov', order: 1 };
    const halves = rows.flatMap((row) => [0, 1].map(() => ({ ...row, conversions: row.conversions / 2, value: row.value / 2, nulls: row.nulls / 2 })));
    expect(uncertain(chosen, 1, halves.reverse())).toEqual(uncertain(chosen, 1));
    expect(uncertain(chosen, 2)).not.toEqual(uncertain(chosen, 1));
  });

  it('finds the standard error of a count: the square root of its conversions', () => {
    // One channel a path: its credit is Poisson, few or many. The error of an error from 300 replicates is about 4 %.
    const lone = [3, 30, 3_000].map((conversions, index) => ({ path: [`c${index}`], conversions, value: 0, nulls: 5 }));
    const found = uncertain({ name: 'linear' }, 9, lone);
    for (const { path, conversions } of lone) {
      const { standard_error = Number.NaN, interval = [Number.NaN, Number.NaN] } = found.get(path[0] ?? '') ?? {};
      expect(Math.abs(standard_error / Math.sqrt(conversions) - 1)).toBeLessThan(0.2);
      expect(Math.abs((interval[1] - interval[0]) / (2 * 1.96 * Math.sqrt(conversions)) - 1)).toBeLessThan(0.3);
    }
  });

  it.each<PathModel>([{ name: 'markov', order: 1 }, { name: 'markov', order: 3 }, { name: 'shapley' }, { name: 'position' }])(
    'puts the credit of $name inside its interval',
    (chosen) => {
      const { channels } = attributePaths(pathsOf(rows), chosen, { bootstrap: { replicates: 300, seed: 4 } });
      for (const { conversions, uncertainty } of channels) {
        expect(uncertainty?.interval[0]).toBeLessThan(conversions);
        expect(uncertainty?.interval[1]).toBeGreaterThan(conversions);
      }
    },
  );
});

describe('lines of single conversions', () => {
  it('split in proportion to the effects of the channels present, evenly over a channel’s touches (I4)', () => {
    const rows = [
      { path: ['a', 'b'], conversions: 2, value: 0, nulls: 1 },
      { path: ['b'], conversions: 1, value: 0, nulls: 3 },
    ];
    const effects = byChannel(creditOf(rows, { name: 'markov', order: 1 }), 'conversions');
    const touches = ['a', 'b', 'a'].map((channel, at_ms) => ({ channel, at_ms }));
    const parts = weighByEffects(effects)(touches);
    expect((parts[0] ?? 0) / (parts[1] ?? 0)).toBeCloseTo((effects.get('a') ?? 0) / 2 / (effects.get('b') ?? 0), 12);
    expect(parts[0]).toBe(parts[2]);
  });
});
