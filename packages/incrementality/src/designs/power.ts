import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { powerOf } from '../power/question.js';
import { effectFor, unitsFor } from '../power/solve.js';
import { checkPower, comparisonOf, flatMetric, powerFields, unitsPerArm } from '../power/spec.js';

/** Power asked for where none is given. */
export const POWER_DEFAULT = 0.8;

const fields = z.strictObject({ design: z.literal('power'), ...powerFields });
const schema = z.preprocess(
  flatMetric,
  fields.superRefine(checkPower).superRefine((spec, context) => {
    if (spec.solve === 'n' || unitsPerArm(spec) !== undefined) return;
    context.addIssue({ code: 'custom', path: ['n_per_arm'], message: 'Give `n_per_arm` or `n_total`, unless they are solved for.' });
  }),
);

type Spec = z.output<typeof schema>;

export interface PowerAnalysis extends Analysis {
  readonly solve: 'power' | 'n' | 'effect';
  readonly power: number;
  /** Not rounded: round up. */
  readonly n_per_arm: number | null;
  readonly n_total: number | null;
  readonly effect: number | null;
  readonly effect_scale: 'absolute' | 'relative';
}

/** One of power, units and effect from the other two; null with a failed guard when no value answers. */
export function solvePower(spec: Omit<Spec, 'design'>): PowerAnalysis {
  const comparison = comparisonOf(spec);
  const power = spec.power ?? POWER_DEFAULT;
  const given = unitsPerArm(spec) ?? Number.NaN;
  const n = spec.solve === 'n' ? unitsFor(comparison, spec.effect ?? Number.NaN, power) : given;
  const effect = spec.solve === 'effect' ? effectFor(comparison, given, power) : (spec.effect ?? null);
  const attainable = n !== null && effect !== null;
  const detail = attainable ? 'a value answers the question' : `no ${spec.solve === 'n' ? 'number of units' : 'effect'} reaches a power of ${power}`;
  return {
    design: 'power',
    solve: spec.solve,
    alpha: spec.alpha,
    power: spec.solve === 'power' && effect !== null ? powerOf(comparison, effect, given) : power,
    n_per_arm: n,
    n_total: n === null ? null : n * spec.arms,
    effect,
    effect_scale: comparison.effect_scale,
    ...judged([{ name: 'attainable', passed: attainable, detail }]),
    notes: spec.arms > 2 ? ['alpha is that of one comparison with the control; for several claims adjust it.'] : [],
  };
}

export const powerDesign = defineDesign({ schema, analyze: solvePower });
