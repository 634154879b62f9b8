import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { plainCommon } from '../spec.js';

const schema = z
  .strictObject({
    design: z.literal('e_value'),
    ...plainCommon,
    risk_ratio: z.number().positive(),
    interval: z.tuple([z.number().min(0), z.number().positive()]).optional(),
  })
  .refine(({ risk_ratio, interval }) => interval === undefined || (interval[0] <= risk_ratio && risk_ratio <= interval[1]), {
    path: ['interval'],
    error: 'The interval must rise and hold the risk ratio.',
  });

export interface EValueAnalysis extends Analysis {
  readonly e_value: number;
  /** Of the bound nearer to 1; 1 when the interval holds 1. */
  readonly e_value_interval?: number;
}

/**
 * How strongly, as a risk ratio, something unmeasured would have to go with both treatment and outcome to explain the ratio away:
 * RR + √(RR(RR − 1)), of 1/RR below 1. Source: VanderWeele and Ding 2017.
 */
export function eValue(riskRatio: number): number {
  const ratio = riskRatio < 1 ? 1 / riskRatio : riskRatio;
  return ratio + Math.sqrt(ratio * (ratio - 1));
}

export const eValueDesign = defineDesign({
  schema,
  analyze: ({ risk_ratio, interval }): EValueAnalysis => {
    const nearer = interval === undefined ? undefined : risk_ratio < 1 ? interval[1] : interval[0];
    const holdsOne = nearer !== undefined && (risk_ratio < 1 ? nearer >= 1 : nearer <= 1);
    const ofInterval = nearer === undefined ? {} : { e_value_interval: holdsOne ? 1 : eValue(nearer) };
    return { design: 'e_value', e_value: eValue(risk_ratio), ...ofInterval, ...judged([]), notes: [] };
  },
});
