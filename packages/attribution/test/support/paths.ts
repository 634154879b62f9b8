import fc from 'fast-check';
import { type ChannelCredit, type Outcomes, PathBook, type Paths, type Transform } from '../../src/index.js';

export interface Row extends Outcomes {
  readonly path: readonly string[];
}

export function pathsOf(rows: readonly Row[], transform: Transform = { name: 'all' }): Paths {
  const book = new PathBook(transform);
  for (const { path, ...outcomes } of rows) book.add(path, outcomes);
  return book.paths();
}

const CHANNELS = ['a', 'b', 'c', 'd', 'e'];

/** Rows with repeats, loops, long and one-step paths; now and then one without a touch. At least one converts. */
export const someRows: fc.Arbitrary<Row[]> = fc
  .array(
    fc
      .record({
        path: fc.array(fc.constantFrom(...CHANNELS), { minLength: 0, maxLength: 9 }),
        conversions: fc.integer({ min: 0, max: 40 }),
        mean: fc.integer({ min: 0, max: 10_000 }),
        nulls: fc.integer({ min: 0, max: 90 }),
      })
      .map(({ mean, ...row }) => ({ ...row, value: row.conversions * (mean / 100) })),
    { minLength: 1, maxLength: 25 },
  )
  .map((rows) => [...rows, { path: ['a', 'b'], conversions: 3, value: 30, nulls: 1 }]);

export const byChannel = <K extends keyof ChannelCredit>(channels: readonly ChannelCredit[], key: K): Map<string, ChannelCredit[K]> =>
  new Map(channels.map((credit) => [credit.channel, credit[key]]));

export const sum = (figures: Iterable<number>) => [...figures].reduce((total, figure) => total + figure, 0);

/** Equal but for rounding. */
export function near(figure: number | undefined, expected: number | undefined, digits = 9): boolean {
  if (figure === undefined || expected === undefined) return figure === expected;
  return Math.abs(figure - expected) <= 10 ** -digits * Math.max(1, Math.abs(expected));
}

/** A stream of numbers in [0, 1), the same each time. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
