import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Random draws that anybody can repeat who has the seed. */
export interface Draws {
  /** Uniform in [0, 1). */
  unit(): number;
  /** All orders are equally likely (Fisher and Yates). */
  shuffled<T>(items: readonly T[]): T[];
}

/** The generator is seeded with the first 32 bits of the seed's SHA-256. */
export function drawsOf(seed: string): Draws {
  const generator = xoroshiro128plus(createHash('sha256').update(seed).digest().readInt32BE(0));
  return {
    unit: () => uniformFloat64(generator),
    shuffled: (items) => {
      const left = [...items];
      return items.flatMap(() => left.splice(uniformInt(generator, 0, left.length - 1), 1));
    },
  };
}
