import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { sumsFit, unitsWithVariance } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumUnits } from '../guards.js';
import { InputError } from '../input-error.js';
import { common } from '../spec.js';
import { covarianceOfSums, type Moments, momentsOfSums } from '../statistics/moments.js';
import { deltaLift } from './relative.js';
import { welch } from './two-mean.js';

const arm = z
  .strictObject({
    n: unitsWithVariance,
    num_sum: z.number(),
    num_sum_squares: z.number().min(0),
    den_sum: z.number(),
    den_sum_squares: z.number().min(0),
    cross: z.number(),
  })
  .refine(({ n, num_sum, num_sum_squares }) => sumsFit(n, num_sum, num_sum_squares), { path: ['num_sum_squares'], error: 'Less than sum² / n.' })
  .refine(({ n, den_sum, den_sum_squares }) => sumsFit(n, den_sum, den_sum_squares), { path: ['den_sum_squares'], error: 'Less than sum² / n.' });

const schema = z.strictObject({
  design: z.literal('ratio'),
  ...common,
  method: z.literal('delta').default('delta'),
  control: arm,
  treatment: arm,
});

type Spec = z.output<typeof schema>;

/**
 * The ratio of sums M/D of an arm as a mean per unit: its variance v_M/m_D² + v_D·m_M²/m_D⁴ − 2·cov·m_M/m_D³ by the delta method.
 * Source: Deng, Knoblich, Lu 2018. @throws InputError when the denominators sum to 0.
 */
function ratioMoments(each: z.output<typeof arm>, name: string): Moments {
  if (each.den_sum === 0) throw new InputError('The denominators sum to 0, so there is no ratio.', `${name}.den_sum`);
  const [m, d] = [momentsOfSums(each.n, each.num_sum, each.num_sum_squares), momentsOfSums(each.n, each.den_sum, each.den_sum_squares)];
  const covariance = covarianceOfSums(each.n, [each.num_sum, each.den_sum], each.cross);
  const variance = m.variance / d.mean ** 2 + (d.variance * m.mean ** 2) / d.mean ** 4 - (2 * covariance * m.mean) / d.mean ** 3;
  return { n: each.n, mean: m.mean / d.mean, variance: Math.max(0, variance) };
}

/** R_T − R_C, or R_T/R_C − 1, of ratio metrics such as revenue per order; Student's t with Satterthwaite's df. */
function analyze(spec: Spec): Analysis {
  const [control, treatment] = [ratioMoments(spec.control, 'control'), ratioMoments(spec.treatment, 'treatment')];
  const { guards, ...result } = spec.scale === 'absolute' ? welch(control, treatment, spec) : deltaLift(control, treatment, { ...spec, student: true });
  const { scale, method, alpha } = spec;
  return { design: 'ratio', method, scale, ...result, alpha, ...judged([minimumUnits(spec), ...guards]), notes: [] };
}

export const ratioDesign = defineDesign({ schema, analyze });
