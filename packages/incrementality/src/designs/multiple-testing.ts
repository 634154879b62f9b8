import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { plainCommon } from '../spec.js';

const TESTS_MAX = 1_000_000;

const schema = z.strictObject({
  design: z.literal('multiple_testing'),
  ...plainCommon,
  method: z.enum(['holm', 'benjamini_hochberg']).default('holm'),
  p: z.array(z.number().min(0).max(1)).min(1).max(TESTS_MAX),
});

type Spec = z.output<typeof schema>;

export interface MultipleTestingAnalysis extends Analysis {
  /** Adjusted p values, in the order given. */
  readonly adjusted: readonly number[];
  /** adjusted ≤ alpha. */
  readonly rejected: readonly boolean[];
}

/** p_(i)·(m − i + 1), made to rise. For claims: no false one with probability 1 − α. Source: Holm 1979. */
function holm(rising: readonly number[]): number[] {
  let largest = 0;
  return rising.map((p, place) => {
    largest = Math.max(largest, Math.min(1, p * (rising.length - place)));
    return largest;
  });
}

/** p_(i)·m/i, made to rise from the far end. For screening: a share of α of the finds is false. Source: Benjamini and Hochberg 1995. */
function benjaminiHochberg(rising: readonly number[]): number[] {
  let least = 1;
  return rising
    .map((p, place) => (p * rising.length) / (place + 1))
    .reverse()
    .map((each) => {
      least = Math.min(least, each);
      return least;
    })
    .reverse();
}

function analyze({ p, method, alpha }: Spec): MultipleTestingAnalysis {
  const order = p.map((_, place) => place).sort((a, b) => (p[a] ?? 0) - (p[b] ?? 0));
  const rising = (method === 'holm' ? holm : benjaminiHochberg)(order.map((place) => p[place] ?? 0));
  const adjusted = new Array<number>(p.length).fill(0);
  for (const [rank, place] of order.entries()) adjusted[place] = rising[rank] ?? 0;
  return { design: 'multiple_testing', method, alpha, adjusted, rejected: adjusted.map((each) => each <= alpha), ...judged([]), notes: [] };
}

export const multipleTestingDesign = defineDesign({ schema, analyze });
