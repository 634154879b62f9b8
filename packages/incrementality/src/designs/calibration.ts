import { z } from 'zod';
import { type Analysis, type Guard, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { plainCommon } from '../spec.js';

const BASELINE = '(baseline)';

const named = z.record(z.string().min(1), z.number());

const schema = z
  .strictObject({
    design: z.literal('calibration'),
    ...plainCommon,
    credit: named,
    factors: z.record(z.string().min(1), z.number().min(0)),
    sinks: z.array(z.string().min(1)).default([BASELINE]),
  })
  .superRefine(({ credit, factors, sinks }, context) => {
    for (const name of Object.keys(factors)) {
      if (!Object.hasOwn(credit, name)) context.addIssue({ code: 'custom', path: ['factors', name], message: 'No credit has this name.' });
    }
    for (const [place, name] of sinks.entries()) {
      const wrong = Object.hasOwn(factors, name) ? 'A sink takes what is left, so it has no factor.' : sinks.indexOf(name) < place ? 'Named twice.' : undefined;
      if (wrong !== undefined) context.addIssue({ code: 'custom', path: ['sinks', place], message: wrong });
    }
  });

export interface CalibrationAnalysis extends Analysis {
  readonly calibrated: Readonly<Record<string, number>>;
  /** The same before and after. */
  readonly total: number;
}

/**
 * Calibrated credit: f × credit where an experiment gave a factor f = incremental/attributed; what that leaves over (or lacks) goes to the
 * sinks in proportion to their own credit, evenly when they have none, so that the total stays. Without `sinks` it is `(baseline)`.
 */
export function calibrate(credit: ReadonlyMap<string, number>, factors: ReadonlyMap<string, number>, sinks: readonly string[]): Map<string, number> {
  const calibrated = new Map([...credit].map(([name, amount]) => [name, amount * (factors.get(name) ?? 1)]));
  const left = [...credit].reduce((sum, [name, amount]) => sum + amount - (calibrated.get(name) ?? 0), 0);
  const takers = sinks.length === 0 ? [BASELINE] : sinks;
  const own = takers.reduce((sum, name) => sum + (credit.get(name) ?? 0), 0);
  for (const name of takers) {
    const share = own > 0 ? (credit.get(name) ?? 0) / own : 1 / takers.length;
    calibrated.set(name, (calibrated.get(name) ?? 0) + left * share);
  }
  return calibrated;
}

export const calibrationDesign = defineDesign({
  schema,
  analyze: ({ credit, factors, sinks }): CalibrationAnalysis => {
    const calibrated = calibrate(new Map(Object.entries(credit)), new Map(Object.entries(factors)), sinks);
    const below = [...calibrated].filter(([name, amount]) => amount < 0 && (credit[name] ?? 0) >= 0).map(([name]) => name);
    const detail = below.length === 0 ? 'no credit fell below 0' : `fell below 0: ${below.join(', ')}`;
    const guard: Guard = { name: 'sinks_suffice', passed: below.length === 0, detail };
    const total = Object.values(credit).reduce((sum, amount) => sum + amount, 0);
    return { design: 'calibration', calibrated: Object.fromEntries(calibrated), total, ...judged([guard]), notes: [] };
  },
});
