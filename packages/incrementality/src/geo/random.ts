import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Seeded draws: the same seed gives the same orders on every machine. */
export interface Draws {
  /** A uniform whole number, both ends included. */
  integer(least: number, most: number): number;
  /** A copy in an order each as likely as any other (Fisher and Yates). */
  shuffled<T>(values: readonly T[]): T[];
}

export function drawsFrom(seed: number): Draws {
  const generator = xoroshiro128plus(seed);
  const integer = (least: number, most: number): number => uniformInt(generator, least, most);
  return {
    integer,
    shuffled<T>(values: readonly T[]): T[] {
      const result = [...values];
      for (let end = result.length - 1; end > 0; end -= 1) {
        const other = integer(0, end);
        const [left, right] = [result[end], result[other]];
        if (left !== undefined && right !== undefined) [result[end], result[other]] = [right, left];
      }
      return result;
    },
  };
}
