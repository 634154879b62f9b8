import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributePaths, MarkovChain, RemovalGame, shapleyOfNamed, shapleyValues } from '../src/index.js';
import { chainCounts, ownWeights } from '../src/markov/counts.js';
import { chainShape } from '../src/markov/shape.js';
import { ChannelFlows } from '../src/shapley/channel-flows.js';
import { byChannel, drawing, near, pathsOf, type Row, someRows, sum } from './support/paths.js';

interface PublishedGame {
  readonly source: string;
  readonly players: readonly string[];
  readonly values: Readonly<Record<string, number>>;
  readonly shapley: Readonly<Record<string, number>>;
}

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));

const PLAYERS = ['p', 'q', 'r', 's'];
const game = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 16, maxLength: 16 }).map((worths) => [0, ...worths.slice(1)]);
const bitsOf = (names: readonly string[]) => sum(names.map((name) => 1 << PLAYERS.indexOf(name)));
const valuesOf = (worths: readonly number[]) => shapleyValues(PLAYERS, (names) => worths[bitsOf(names)] ?? 0).values;

describe('Shapley values of a game', () => {
  it.each(fixture('games') as PublishedGame[])('$source', ({ players, values, shapley }) => {
    const worthOf = (names: readonly string[]) => values[names.join(',')] ?? 0;
    const coalitions = Object.entries(values).map(([names, worth]) => ({ members: new Set(names.split(',')), worth }));
    for (const [player, value] of Object.entries(shapley)) {
      expect(shapleyValues(players, worthOf).values.get(player)).toBeCloseTo(value, 12);
      expect(shapleyOfNamed(players, coalitions).get(player)).toBeCloseTo(value, 12);
    }
  });

  it('share out what all players make together, and nothing else (efficiency)', () => {
    fc.assert(fc.property(game, (worths) => near(sum(valuesOf(worths).values()), worths[15], 11)));
  });

  it('give the same to players that add the same to every coalition (symmetry)', () => {
    const swapped = (coalition: number) => (coalition & 12) | ((coalition & 1) << 1) | ((coalition & 2) >> 1);
    fc.assert(
      fc.property(game, (worths) => {
        const values = valuesOf(worths.map((worth, coalition) => worth + (worths[swapped(coalition)] ?? 0)));
        return near(values.get('p'), values.get('q'), 11);
      }),
    );
  });

  it('give nothing to a player that adds nothing (null player)', () => {
    fc.assert(fc.property(game, (worths) => near(valuesOf(worths.map((_, coalition) => worths[coalition & 7] ?? 0)).get('s'), 0, 11)));
  });

  it('are the same from a list of coalitions as from a function', () => {
    fc.assert(
      fc.property(game, (worths) => {
        const coalitions = worths.map((worth, bits) => ({ members: new Set(PLAYERS.filter((_, player) => (bits & (1 << player)) !== 0)), worth }));
        const [listed, asked] = [shapleyOfNamed(PLAYERS, coalitions), valuesOf(worths)];
        return PLAYERS.every((player) => near(listed.get(player), asked.get(player), 11));
      }),
    );
  });

  it('are drawn above 16 players: the same for the same seed, near the exact ones by their standard error, and still sum to the whole', () => {
    const players = Array.from({ length: 20 }, (_, index) => `p${index}`);
    // Each is worth its number, each pair of neighbours 5 more: exactly number + half of 5 for each neighbour.
    const worthOf = (names: readonly string[]) => {
      const numbers = new Set(names.map((name) => Number(name.slice(1))));
      return sum([...numbers].map((number) => number + (numbers.has(number + 1) ? 5 : 0)));
    };
    const drawn = shapleyValues(players, worthOf, { samples: 400, seed: 3 });
    expect(drawn).toEqual(shapleyValues(players, worthOf, { samples: 400, seed: 3 }));
    expect(near(sum(drawn.values.values()), worthOf(players), 11)).toBe(true);
    for (const [index, player] of players.entries()) {
      const exact = index + (index === 0 || index === 19 ? 2.5 : 5);
      expect(Math.abs((drawn.values.get(player) ?? 0) - exact)).toBeLessThanOrEqual(5 * (drawn.standard_errors?.get(player) ?? 0) + 1e-9);
    }
  });
});

describe('the Markov removal game', () => {
  const chains = fixture('chains') as {
    rows: readonly Row[];
    channels: readonly string[];
    shapley: { conversions: readonly number[]; values: readonly number[] };
  };

  it('has the Shapley values that all coalitions solved densely with numpy have', () => {
    const { channels } = attributePaths(pathsOf(chains.rows), { name: 'shapley' });
    for (const [index, channel] of chains.channels.entries()) {
      expect(byChannel(channels, 'conversions').get(channel)).toBeCloseTo(chains.shapley.conversions[index] ?? Number.NaN, 10);
      expect(byChannel(channels, 'value').get(channel)).toBeCloseTo(chains.shapley.values[index] ?? Number.NaN, 8);
    }
  });

  it('is not linear per distinct channel: a Shapley value that equals it plays another game', () => {
    const [shapley, linear] = (['shapley', 'linear_unique'] as const).map((name) => attributePaths(pathsOf(chains.rows), { name }).channels);
    const apart = chains.channels.map((channel) =>
      Math.abs((byChannel(shapley ?? [], 'conversions').get(channel) ?? 0) - (byChannel(linear ?? [], 'conversions').get(channel) ?? 0)),
    );
    expect(Math.max(...apart)).toBeGreaterThan(1);
  });

  it('is worth P(conversion) with all channels, loses a channel’s removal effect without it, and never loses by another channel', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const paths = pathsOf(rows);
        const shape = chainShape(paths, 1);
        const { conversions: worths } = new ChannelFlows(shape, chainCounts(shape, ownWeights(paths)), paths.channels.length).coalitions();
        const { removal_effects } = new MarkovChain(paths, 1).effects();
        const all = worths.length - 1;
        const total = sum(paths.rows.map((row) => row.conversions));
        expect([near(worths[all], total), worths[0]]).toEqual([true, 0]);
        for (const index of paths.channels.keys()) {
          expect(near(1 - (worths[all ^ (1 << index)] ?? 0) / total, removal_effects[index])).toBe(true);
          for (const [coalition, worth] of worths.entries()) expect((worths[coalition | (1 << index)] ?? 0) - worth).toBeGreaterThan(-1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('drawn, is near the exact values by its standard errors and sums to all conversions', () => {
    const next = drawing(11);
    const rows = Array.from({ length: 400 }, () => {
      const path = Array.from({ length: 1 + Math.floor(next() * 6) }, () => `c${String(Math.floor(next() * 16)).padStart(2, '0')}`);
      const conversions = Math.floor(next() * 5);
      return { path, conversions, value: conversions * 3, nulls: Math.floor(next() * 9) };
    });
    const exact = new RemovalGame(pathsOf(rows)).shares(ownWeights(pathsOf(rows)));
    // A seventeenth channel that never converts is worth nothing and makes the others be drawn.
    const more = pathsOf([...rows, { path: ['z'], conversions: 0, value: 0, nulls: 1 }]);
    const drawn = new RemovalGame(more, { samples: 600, seed: 5 }).shares(ownWeights(more));
    expect([exact.samples, drawn.samples, drawn.conversions[16]]).toEqual([0, 600, 0]);
    expect(near(sum(drawn.conversions), 1, 11) && near(sum(drawn.values), 1, 11)).toBe(true);
    for (const [index, share] of exact.conversions.entries()) {
      expect(Math.abs((drawn.conversions[index] ?? 0) - share)).toBeLessThan(5 * (drawn.standard_errors?.[index] ?? 0));
    }
  });
});
