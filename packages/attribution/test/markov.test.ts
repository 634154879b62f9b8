import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributePaths, MarkovChain, type MarkovOrder, type Transition } from '../src/index.js';
import { chainCounts, ownWeights } from '../src/markov/counts.js';
import { orderOneLosses } from '../src/markov/order-one.js';
import { passageLosses } from '../src/markov/passage.js';
import { chainShape } from '../src/markov/shape.js';
import { byChannel, drawing, near, pathsOf, type Row, someRows, sum } from './support/paths.js';

const ORDERS: readonly MarkovOrder[] = [1, 2, 3, 4];

interface Chains {
  readonly source: string;
  readonly channels: readonly string[];
  readonly rows: readonly Row[];
  readonly markov: readonly {
    readonly order: MarkovOrder;
    readonly p_conversion: number;
    readonly removal_effects: readonly number[];
    readonly conversions: readonly number[];
    readonly values: readonly number[];
  }[];
}

interface Published {
  readonly source: string;
  readonly rows: readonly Row[];
  readonly p_conversion?: number;
  readonly removal_effects?: Readonly<Record<string, number>>;
  readonly conversions?: Readonly<Record<string, number>>;
  readonly simulated?: Readonly<Record<string, number>>;
  readonly transitions?: readonly Transition[];
}

const fixture = (name: string): unknown => JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8'));
const chains = fixture('chains') as Chains;

/** P(conversion) from nothing but the transitions as they are shown, by stepping until all journeys have ended. */
function conversionProbability(transitions: readonly Transition[]): number {
  let [at, converted, moving] = [new Map([['(start)', 1]]), 0, 1];
  for (let step = 0; step < 100_000 && moving > 1e-15; step += 1) {
    const next = new Map<string, number>();
    for (const { from, to, probability } of transitions) next.set(to, (next.get(to) ?? 0) + (at.get(from) ?? 0) * probability);
    converted += next.get('(conversion)') ?? 0;
    next.delete('(conversion)');
    next.delete('(null)');
    at = next;
    moving = sum(next.values());
  }
  return converted;
}

describe('Markov chains against published and independent figures', () => {
  it.each(fixture('markov') as Published[])('$source', ({ rows, ...published }) => {
    const paths = pathsOf(rows);
    const { p_conversion, channels } = attributePaths(paths, { name: 'markov', order: 1 });
    if (published.p_conversion !== undefined) expect(p_conversion).toBeCloseTo(published.p_conversion, 12);
    for (const [channel, effect] of Object.entries(published.removal_effects ?? {}))
      expect(byChannel(channels, 'removal_effect').get(channel)).toBeCloseTo(effect, 12);
    for (const [channel, credit] of Object.entries(published.conversions ?? {}))
      expect(byChannel(channels, 'conversions').get(channel)).toBeCloseTo(credit, 12);
    // A simulation of 10,000 journeys says it to two places or so.
    for (const [channel, credit] of Object.entries(published.simulated ?? {}))
      expect(Math.abs((byChannel(channels, 'conversions').get(channel) ?? 0) - credit)).toBeLessThan(0.02);
    const shown = new Map(new MarkovChain(paths, 1).transitions().map(({ from, to, probability }) => [`${from}→${to}`, probability]));
    for (const { from, to, probability } of published.transitions ?? []) expect(shown.get(`${from}→${to}`), `${from} → ${to}`).toBeCloseTo(probability, 12);
  });

  it.each(chains.markov)('order $order: as a dense solve for every removed channel with numpy says', (expected) => {
    const { p_conversion, channels } = attributePaths(pathsOf(chains.rows), { name: 'markov', order: expected.order });
    expect(p_conversion).toBeCloseTo(expected.p_conversion, 13);
    for (const [index, channel] of chains.channels.entries()) {
      expect(byChannel(channels, 'removal_effect').get(channel)).toBeCloseTo(expected.removal_effects[index] ?? Number.NaN, 12);
      expect(byChannel(channels, 'conversions').get(channel)).toBeCloseTo(expected.conversions[index] ?? Number.NaN, 10);
      expect(byChannel(channels, 'value').get(channel)).toBeCloseTo(expected.values[index] ?? Number.NaN, 8);
    }
  });
});

describe('a fitted chain', () => {
  it('converts with probability conversions / journeys at every order', () => {
    fc.assert(
      fc.property(someRows, fc.constantFrom(...ORDERS), (rows, order) => {
        const touched = rows.filter(({ path }) => path.length > 0);
        const conversions = sum(touched.map((row) => row.conversions));
        const expected = conversions / (conversions + sum(touched.map((row) => row.nulls)));
        const chain = new MarkovChain(pathsOf(rows), order);
        expect(near(chain.effects().p_conversion, expected, 12)).toBe(true);
        expect(near(conversionProbability(chain.transitions()), expected)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves every state with probability 1', () => {
    fc.assert(
      fc.property(someRows, fc.constantFrom(...ORDERS), (rows, order) => {
        const out = new Map<string, number>();
        for (const { from, probability } of new MarkovChain(pathsOf(rows), order).transitions()) out.set(from, (out.get(from) ?? 0) + probability);
        for (const all of out.values()) expect(near(all, 1, 12)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('has the removal effect its transitions without the channel show', () => {
    fc.assert(
      fc.property(someRows, fc.constantFrom(...ORDERS), (rows, order) => {
        const paths = pathsOf(rows);
        const chain = new MarkovChain(paths, order);
        const { p_conversion, removal_effects } = chain.effects();
        const transitions = chain.transitions();
        for (const [index, channel] of paths.channels.entries()) {
          const left = transitions.filter(({ from, to }) => !from.split(' > ').includes(channel) && !to.split(' > ').includes(channel));
          expect(near(removal_effects[index], 1 - conversionProbability(left) / p_conversion)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('sees no repeats at order 1: collapsing them changes no effect', () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        const [all, collapsed] = [pathsOf(rows), pathsOf(rows, { name: 'collapsed' })].map((paths) => new MarkovChain(paths, 1).effects());
        expect(all?.removal_effects.every((effect, index) => near(effect, collapsed?.removal_effects[index], 12))).toBe(true);
        expect(all?.value_effects.every((effect, index) => near(effect, collapsed?.value_effects[index], 12))).toBe(true);
      }),
    );
  });

  it('says 0 and not a missing number where nothing converts or nobody came', () => {
    for (const rows of [[], [{ path: ['a'], conversions: 0, value: 0, nulls: 5 }], [{ path: [], conversions: 2, value: 1, nulls: 0 }]]) {
      const { p_conversion, channels } = attributePaths(pathsOf(rows), { name: 'markov', order: 2 });
      expect(p_conversion).toBe(0);
      for (const { conversions, value, removal_effect } of channels) expect([conversions, value, removal_effect]).toEqual([0, 0, 0]);
    }
  });
});

describe('both ways to the removal effects at order 1', () => {
  const both = (rows: readonly Row[]) => {
    const paths = pathsOf(rows);
    const shape = chainShape(paths, 1);
    const counts = chainCounts(shape, ownWeights(paths));
    return { factored: orderOneLosses(shape, counts, paths.channels.length), swept: passageLosses(shape, counts, paths.channels.length) };
  };
  const agree = (rows: readonly Row[], digits: number) => {
    const { factored, swept } = both(rows);
    for (const key of ['conversions', 'values'] as const) {
      const apart = factored[key].map((loss, index) => (loss === 0 ? (swept[key][index] ?? 1) : Math.abs((swept[key][index] ?? 0) / loss - 1)));
      expect(Math.max(...apart)).toBeLessThan(10 ** -digits);
    }
  };

  it('agree to the last digits, for rare channels as for common ones', () => {
    fc.assert(
      fc.property(someRows, (rows) => agree(rows, 12)),
      { numRuns: 60 },
    );
    const next = drawing(7);
    const rows = Array.from({ length: 3_000 }, () => {
      const path = Array.from({ length: 1 + Math.floor(next() * 8) }, () => `c${Math.floor(120 ** next())}`);
      return { path, conversions: Math.floor(next() * 4), value: 0, nulls: Math.floor(next() * 9) };
    }).map((row) => ({ ...row, value: row.conversions * 12.34 }));
    agree(rows, 12);
  });

  it('agree where journeys go on nearly for ever, and where parts of the chain hardly meet', () => {
    const rounds = (channels: readonly string[], times: number) => Array.from({ length: times }, () => channels).flat();
    const bot = {
      path: [...rounds(['a', 'b', 'c'], 3_000), ...rounds(['d', 'e'], 4_000), ...rounds(['f', 'g', 'h'], 2_000)],
      conversions: 1,
      value: 7,
      nulls: 0,
    };
    agree([bot, { path: ['a', 'x', 'd'], conversions: 0, value: 0, nulls: 1 }], 9);
    // One component in two halves: sweeps alone would take a million of them.
    const halves = rounds([...rounds(['a', 'b'], 3_000), ...rounds(['c', 'd'], 3_000), 'e'], 4);
    agree(
      [
        { path: halves, conversions: 1, value: 5, nulls: 0 },
        { path: ['e', 'b', 'c'], conversions: 2, value: 3, nulls: 1 },
      ],
      9,
    );
  });
});
