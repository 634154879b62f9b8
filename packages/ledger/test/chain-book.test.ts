import { MarkovChain, type MarkovOrder, ownWeights, PathBook, RemovalGame } from '@touchline/attribution';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChainBook } from '../src/fits/chain-book.js';

const NAMES = ['anna', 'ben', 'cleo', 'dora'];

const journeys = fc.array(
  fc.record({
    steps: fc
      .array(fc.integer({ min: 1, max: NAMES.length }), { minLength: 1, maxLength: 9 })
      .map((steps) => steps.filter((step, at) => step !== steps[at + 1])),
    converted: fc.boolean(),
    value: fc.integer({ min: 0, max: 10_000 }),
  }),
  { minLength: 1, maxLength: 40 },
);

interface Journey {
  readonly steps: readonly number[];
  readonly converted: boolean;
  readonly value: number;
}

/** The same journeys as counts, and as paths. */
function booksOf(list: readonly Journey[], order: number): { counts: ChainBook; paths: PathBook } {
  const [counts, paths] = [new ChainBook(order), new PathBook({ name: 'all' })];
  for (const { steps, converted, value } of list) {
    if (converted) counts.addConversion(steps, value);
    else addNull(counts, steps, order);
    const names = steps.map((step) => NAMES[step - 1] ?? '');
    paths.add(names, converted ? { conversions: 1, value, nulls: 0 } : { conversions: 0, value: 0, nulls: 1 });
  }
  return { counts, paths };
}

function close(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  for (let place = 0; place < expected.length; place += 1) expect(found[place]).toBeCloseTo(expected[place] ?? 0, 9);
}

describe('a chain fitted to counts of moves and ends', () => {
  it.each([1, 2, 3, 4] as const)('of order %i is the chain fitted to the journeys themselves', (order: MarkovOrder) => {
    fc.assert(
      fc.property(journeys, (list) => {
        const { counts, paths } = booksOf(list, order);
        const [fromCounts, fromPaths] = [counts.paths(NAMES), paths.paths()];
        expect(fromCounts.channels).toEqual(fromPaths.channels);
        const [counted, walked] = [new MarkovChain(fromCounts, order).effects(), new MarkovChain(fromPaths, order).effects()];
        expect(counted.p_conversion).toBeCloseTo(walked.p_conversion, 12);
        close(counted.removal_effects, walked.removal_effects);
        close(counted.value_effects, walked.value_effects);
      }),
      { numRuns: 60 },
    );
  });

  it('plays the same removal game', () => {
    fc.assert(
      fc.property(journeys, (list) => {
        const { counts, paths } = booksOf(list, 1);
        const shares = [counts.paths(NAMES), paths.paths()].map((one) => new RemovalGame(one).shares(ownWeights(one)).conversions);
        close(shares[0] ?? [], shares[1] ?? []);
      }),
      { numRuns: 60 },
    );
  });
});

function addNull(book: ChainBook, steps: readonly number[], order: number): void {
  book.add({ kind: 'end', steps: steps.slice(-order), conversions: 0, value: 0, nulls: 1 });
  for (let place = 0; place + order < steps.length; place += 1) {
    book.add({ kind: 'move', steps: steps.slice(place, place + order + 1), conversions: 0, value: 0, nulls: 1 });
  }
}
