import { z } from 'zod';
import { type Analysis, type Interval, judged } from '../analysis.js';
import { arm, momentsOf } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumUnits, variancePositive } from '../guards.js';
import { common } from '../spec.js';
import { differenceVariance, type Moments, satterthwaite } from '../statistics/moments.js';
import { type Level, waldTest } from '../statistics/tests.js';
import { methodFor } from './method.js';
import { deltaLift, fiellerLift } from './relative.js';

const ABSOLUTE_METHODS = ['welch'] as const;
const RELATIVE_METHODS = ['fieller', 'delta'] as const;

const schema = z.strictObject({
  design: z.literal('two_mean'),
  ...common,
  method: z.enum([...ABSOLUTE_METHODS, ...RELATIVE_METHODS]).optional(),
  control: arm,
  treatment: arm,
});

type Spec = z.output<typeof schema>;

export interface TwoMeanAnalysis extends Analysis {
  /** (m_T − m_C)·n_T, in the metric's unit. */
  readonly incremental: number;
  /** On the absolute scale: the interval of the difference times n_T. */
  readonly incremental_interval?: Interval | null;
  readonly fieller_g?: number;
}

/** m_T − m_C by Welch: Student's t with Satterthwaite's degrees of freedom. Source: Welch 1947. */
export function welch(control: Moments, treatment: Moments, level: Level) {
  const variance = differenceVariance(control, treatment);
  const df = satterthwaite(control, treatment);
  const of = df === undefined ? {} : { df };
  return { ...waldTest(treatment.mean - control.mean, Math.sqrt(variance), { ...level, ...of }), ...of, guards: [variancePositive(variance)] };
}

function relative(spec: Spec, control: Moments, treatment: Moments) {
  const method = methodFor('relative', spec.method, RELATIVE_METHODS);
  const lift = method === 'fieller' ? fiellerLift(control, treatment, spec) : deltaLift(control, treatment, { ...spec, student: true });
  return { method, ...lift };
}

function absolute(spec: Spec, control: Moments, treatment: Moments) {
  const method = methodFor('absolute', spec.method, ABSOLUTE_METHODS);
  const result = welch(control, treatment, spec);
  const times = (bound: number | null) => (bound === null ? null : bound * treatment.n);
  const interval: Interval | null = result.interval === null ? null : [times(result.interval[0]), times(result.interval[1])];
  return { method, ...result, incremental_interval: interval };
}

function analyze(spec: Spec): TwoMeanAnalysis {
  const [control, treatment] = [momentsOf(spec.control), momentsOf(spec.treatment)];
  const { guards, ...result } = (spec.scale === 'absolute' ? absolute : relative)(spec, control, treatment);
  return {
    design: 'two_mean',
    scale: spec.scale,
    ...result,
    alpha: spec.alpha,
    incremental: (treatment.mean - control.mean) * treatment.n,
    ...judged([minimumUnits(spec), ...guards]),
    notes: [],
  };
}

export const twoMeanDesign = defineDesign({ schema, analyze });
