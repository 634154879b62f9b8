import fc from 'fast-check';
import { prepareAnalysis } from '../../src/index.js';

/** An answer's keys, of which a test reads those it is about. */
export interface Answer {
  readonly estimate: number | null;
  readonly interval: readonly [number | null, number | null] | null;
  readonly p: number | null;
  readonly standard_error: number;
  readonly reliable: boolean;
  readonly guards: readonly { readonly name: string; readonly passed: boolean }[];
  readonly [key: string]: unknown;
}

export function run(spec: Readonly<Record<string, unknown>>): Answer {
  return prepareAnalysis(spec).run() as unknown as Answer;
}

/** Units with conversions, neither none nor all, so that every method can be had. */
export const rateArms = fc.integer({ min: 20, max: 5_000 }).chain((n) => fc.record({ n: fc.constant(n), conversions: fc.integer({ min: 1, max: n - 1 }) }));

/** Sums of units with the mean and the standard deviation drawn; the mean is above 0. */
export const meanArms = fc
  .record({
    n: fc.integer({ min: 10, max: 100_000 }),
    mean: fc.double({ min: 0.1, max: 100, noNaN: true }),
    deviation: fc.double({ min: 0.1, max: 100, noNaN: true }),
  })
  .map(({ n, mean, deviation }) => ({ n, sum: n * mean, sum_squares: (n - 1) * deviation ** 2 + n * mean ** 2 }));

export const alphas = fc.constantFrom(0.01, 0.05, 0.1, 0.2);

/** Does the interval leave `value` out? */
export function excludes({ interval }: Answer, value: number): boolean {
  const [low, high] = interval ?? [null, null];
  return (low !== null && low > value) || (high !== null && high < value);
}

/** The failed guards' names. */
export function failed({ guards }: Answer): string[] {
  return guards.filter(({ passed }) => !passed).map(({ name }) => name);
}
