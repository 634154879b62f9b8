import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { sayP } from '../say-p.js';
import { count, plainCommon } from '../spec.js';
import { chiSquareUpper } from '../statistics/distributions.js';

/** A split this unlikely is a broken assignment, not chance. */
const P_FLAGGED = 0.001;

const schema = z
  .strictObject({ design: z.literal('srm'), ...plainCommon, observed: z.array(count).min(2), weights: z.array(z.number().positive()).min(2) })
  .refine(({ observed, weights }) => observed.length === weights.length, { path: ['weights'], error: 'One weight for each observed count.' })
  .refine(({ observed }) => observed.some((units) => units > 0), { path: ['observed'], error: 'No unit was observed.' });

export interface SampleRatio {
  readonly chi_square: number;
  readonly df: number;
  readonly p: number;
  /** p < 0.001. */
  readonly flagged: boolean;
}

/**
 * Sample ratio mismatch: Pearson's χ² = Σ(O − E)²/E of the units observed against the configured weights, which need not sum to 1;
 * p is the upper tail with arms − 1 degrees of freedom. Source: Fabijan et al., KDD 2019.
 */
export function sampleRatio(observed: readonly number[], weights: readonly number[]): SampleRatio {
  const units = observed.reduce((sum, each) => sum + each, 0);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  const chi_square = observed.reduce((sum, each, arm) => {
    const expected = (units * (weights[arm] ?? 0)) / weight;
    return sum + (each - expected) ** 2 / expected;
  }, 0);
  const df = observed.length - 1;
  const p = chiSquareUpper(chi_square, df);
  return { chi_square, df, p, flagged: p < P_FLAGGED };
}

export interface SrmAnalysis extends Analysis, SampleRatio {
  readonly df: number;
  readonly p: number;
}

export const srmDesign = defineDesign({
  schema,
  analyze: ({ observed, weights }): SrmAnalysis => {
    const ratio = sampleRatio(observed, weights);
    const detail = `p ${sayP(ratio.p)}, at least ${P_FLAGGED} is asked for`;
    return { design: 'srm', ...ratio, ...judged([{ name: 'sample_ratio', passed: !ratio.flagged, detail }]), notes: [] };
  },
});
