import { z } from 'zod';
import { type Analysis, type Guard, type Interval, judged } from '../analysis.js';
import { type RateArm, rateArm } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumConversions, minimumUnits, variancePositive } from '../guards.js';
import { DIFFERENCE_METHODS, differenceBounds } from '../proportions/difference.js';
import { katz, koopman, logRatioError, RATIO_METHODS } from '../proportions/ratio.js';
import { wilson } from '../proportions/wilson.js';
import { common } from '../spec.js';
import { differenceVariance, momentsOfRate } from '../statistics/moments.js';
import { criticalValue, pValue, sided } from '../statistics/tests.js';
import { methodFor } from './method.js';
import { deltaLift, fiellerLift } from './relative.js';

const RELATIVE_METHODS = ['fieller', 'delta'] as const;

const schema = z.strictObject({
  design: z.literal('two_proportion'),
  ...common,
  scale: z.enum(['absolute', 'relative', 'ratio']).default('absolute'),
  method: z.enum([...DIFFERENCE_METHODS, ...RELATIVE_METHODS, ...RATIO_METHODS]).optional(),
  control: rateArm,
  treatment: rateArm,
});

type Spec = z.output<typeof schema>;

export interface TwoProportionAnalysis extends Analysis {
  /** Wilson's interval of each rate, two-sided at alpha. */
  readonly arms: readonly { readonly arm: string; readonly rate: number; readonly interval: Interval }[];
  /** (p_T − p_C)·n_T: conversions of the treated units that would not have come anyway. */
  readonly incremental_conversions: number;
  /** On the absolute scale: the interval of the difference times n_T. */
  readonly incremental_conversions_interval?: Interval;
  readonly fieller_g?: number;
}

/** z of p_T − p_C with the pooled rate; null when nobody or everybody converted. */
function pooledStatistic({ control, treatment }: Spec): number | null {
  const rate = (control.conversions + treatment.conversions) / (control.n + treatment.n);
  const variance = rate * (1 - rate) * (1 / control.n + 1 / treatment.n);
  return variance > 0 ? (treatment.conversions / treatment.n - control.conversions / control.n) / Math.sqrt(variance) : null;
}

/** p_T − p_C with the method's interval; p from the pooled z, `standard_error` unpooled. */
function absolute(spec: Spec) {
  const { control, treatment, alternative } = spec;
  const method = methodFor('absolute', spec.method, DIFFERENCE_METHODS);
  const [arm, other] = [momentsOfRate(treatment.n, treatment.conversions), momentsOfRate(control.n, control.conversions)];
  const statistic = pooledStatistic(spec);
  const interval = sided(...differenceBounds(method, { control, treatment, z: criticalValue(spec) }), alternative);
  const times = (bound: number | null) => (bound === null ? null : bound * treatment.n);
  return {
    method,
    estimate: arm.mean - other.mean,
    interval,
    standard_error: Math.sqrt(differenceVariance(other, arm)),
    statistic,
    p: statistic === null ? null : pValue(statistic, alternative),
    incremental_conversions_interval: [times(interval[0]), times(interval[1])] as const,
    guards: [variancePositive(statistic === null ? 0 : 1)],
  };
}

/** p_T/p_C − 1. */
function relative(spec: Spec) {
  const method = methodFor('relative', spec.method, RELATIVE_METHODS);
  const [treatment, control] = [momentsOfRate(spec.treatment.n, spec.treatment.conversions), momentsOfRate(spec.control.n, spec.control.conversions)];
  const lift = method === 'fieller' ? fiellerLift(control, treatment, spec) : deltaLift(control, treatment, { ...spec, student: false });
  return { method, ...lift };
}

/** p_T/p_C; p of the ratio 1: Koopman's score there is the pooled z, Katz's is ln(ratio)/standard error. `standard_error` is of the logarithm. */
function ratio(spec: Spec) {
  const { control, treatment, alternative } = spec;
  const method = methodFor('ratio', spec.method, RATIO_METHODS);
  const pair = { control, treatment, z: criticalValue(spec) };
  const bounds = method === 'koopman' ? koopman(pair) : katz(pair);
  const error = logRatioError(pair);
  const estimate = control.conversions === 0 ? null : (treatment.conversions * control.n) / (treatment.n * control.conversions);
  const statistic = method === 'koopman' ? pooledStatistic(spec) : error === undefined || error === 0 || estimate === null ? null : Math.log(estimate) / error;
  const estimable: Guard = {
    name: 'ratio_estimable',
    passed: bounds !== undefined && estimate !== null,
    detail: bounds === undefined || estimate === null ? 'an arm without conversions leaves the ratio open' : 'both arms have what the ratio needs',
  };
  return {
    method,
    estimate,
    interval: bounds === undefined ? null : sided(...bounds, alternative),
    standard_error: error ?? null,
    statistic,
    p: statistic === null ? null : pValue(statistic, alternative),
    guards: [estimable],
  };
}

const SCALES = { absolute, relative, ratio };

function analyze(spec: Spec): TwoProportionAnalysis {
  const { scale, alpha, control, treatment } = spec;
  const { guards, ...result } = SCALES[scale](spec);
  const z = criticalValue({ alpha, alternative: 'two_sided' });
  const armOf = (arm: string, each: RateArm) => ({ arm, rate: each.conversions / each.n, interval: wilson(each, z) });
  return {
    design: 'two_proportion',
    scale,
    ...result,
    alpha,
    arms: [armOf('control', control), armOf('treatment', treatment)],
    incremental_conversions: (treatment.conversions / treatment.n - control.conversions / control.n) * treatment.n,
    ...judged([minimumUnits(spec), minimumConversions(spec), ...guards]),
    notes: scale === 'ratio' ? ['standard_error is that of the ratio’s logarithm.'] : [],
  };
}

export const twoProportionDesign = defineDesign({ schema, analyze });
