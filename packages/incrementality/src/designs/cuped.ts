import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { sumsFit, unitsWithVariance } from '../arms.js';
import { type AdjustedArm, adjustedDifference, pooledTheta } from '../cuped/adjusted.js';
import { ratioArmSchema, ratioArms } from '../cuped/ratio-arm.js';
import { defineDesign } from '../design.js';
import { minimumUnits, prePeriodAlike } from '../guards.js';
import { common } from '../spec.js';
import { covarianceOfSums, momentsOfSums } from '../statistics/moments.js';

const meanArm = z
  .strictObject({
    n: unitsWithVariance,
    y_sum: z.number(),
    y_sum_squares: z.number().min(0),
    x_sum: z.number(),
    x_sum_squares: z.number().min(0),
    xy_sum: z.number(),
  })
  .refine(({ n, y_sum, y_sum_squares }) => sumsFit(n, y_sum, y_sum_squares), { path: ['y_sum_squares'], error: 'Less than sum² / n.' })
  .refine(({ n, x_sum, x_sum_squares }) => sumsFit(n, x_sum, x_sum_squares), { path: ['x_sum_squares'], error: 'Less than sum² / n.' });

const shared = { design: z.literal('cuped'), ...common, method: z.literal('cuped').default('cuped') };
const meanSchema = z.strictObject({ ...shared, metric: z.literal('mean').default('mean'), control: meanArm, treatment: meanArm });
const ratioSchema = z.strictObject({ ...shared, metric: z.literal('ratio'), control: ratioArmSchema, treatment: ratioArmSchema });
const schema = z.discriminatedUnion('metric', [meanSchema, ratioSchema]);

type MeanArm = z.output<typeof meanArm>;
type Spec = z.output<typeof schema>;

export interface CupedAnalysis extends Analysis {
  /** Slope on the covariate. */
  readonly theta: number;
  readonly unadjusted: { readonly estimate: number; readonly standard_error: number };
  /** 1 − adjusted variance / unadjusted variance. */
  readonly variance_reduction: number | null;
}

/** Mean and variance of outcome and covariate with their covariance, per unit. */
function adjustedArm(each: MeanArm): AdjustedArm {
  const y = momentsOfSums(each.n, each.y_sum, each.y_sum_squares);
  const x = momentsOfSums(each.n, each.x_sum, each.x_sum_squares);
  return { outcome: y, covariate: x, covariance: covarianceOfSums(each.n, [each.y_sum, each.x_sum], each.xy_sum) };
}

/** θ = cov(Y, X)/var(X) over the units of both arms together; 0 when the covariate does not vary. */
function thetaOf({ control, treatment }: { readonly control: MeanArm; readonly treatment: MeanArm }): number {
  const sum = (key: keyof MeanArm) => control[key] + treatment[key];
  const n = sum('n');
  const variance = momentsOfSums(n, sum('x_sum'), sum('x_sum_squares')).variance;
  return variance > 0 ? covarianceOfSums(n, [sum('y_sum'), sum('x_sum')], sum('xy_sum')) / variance : 0;
}

/**
 * The difference of means after taking out θ times the pre-period covariate's. Source: Deng, Xu, Kohavi, Walker 2013; relative scale with
 * the gradient in all means (Y and X of both arms).
 */
function analyze(spec: Spec): CupedAnalysis {
  const [control, treatment, theta] =
    spec.metric === 'ratio'
      ? withTheta(ratioArms(spec))
      : ([adjustedArm(spec.control), adjustedArm(spec.treatment), thetaOf({ control: spec.control, treatment: spec.treatment })] as const);
  const { scale, method, alpha } = spec;
  const adjusted = adjustedDifference({ control, treatment, theta }, spec);
  const plain = adjustedDifference({ control, treatment, theta: 0 }, spec);
  const { guards, ...result } = adjusted;
  const reduction = plain.standard_error > 0 ? 1 - (adjusted.standard_error / plain.standard_error) ** 2 : null;
  const covariates = { control: control.covariate, treatment: treatment.covariate };
  return {
    design: 'cuped',
    method,
    scale,
    ...result,
    alpha,
    theta,
    unadjusted: { estimate: plain.estimate, standard_error: plain.standard_error },
    variance_reduction: reduction,
    ...judged([minimumUnits({ control: spec.control, treatment: spec.treatment }), prePeriodAlike(covariates), ...guards]),
    notes: [],
  };
}

function withTheta([control, treatment]: readonly [AdjustedArm, AdjustedArm]) {
  return [control, treatment, pooledTheta(control, treatment)] as const;
}

export const cupedDesign = defineDesign({ schema, analyze });
