import { z } from 'zod';
import { type Analysis, type Interval, judged } from '../analysis.js';
import { type RateArm, rateArm } from '../arms.js';
import { type Beta, differenceQuantile, expectedLoss, mirroredQuantile, probabilityGreater } from '../bayes/beta-difference.js';
import { defineDesign } from '../design.js';
import { minimumConversions, minimumUnits } from '../guards.js';
import { plainCommon } from '../spec.js';
import { betaQuantile } from '../statistics/distributions.js';

const schema = z.strictObject({
  design: z.literal('bayes_proportion'),
  ...plainCommon,
  method: z.literal('beta_binomial').default('beta_binomial'),
  control: rateArm,
  treatment: rateArm,
  prior: z.strictObject({ a: z.number().positive(), b: z.number().positive() }).default({ a: 1, b: 1 }),
});

type Spec = z.output<typeof schema>;

export interface BayesProportionAnalysis extends Analysis {
  readonly probability_treatment_better: number;
  /** E[max(other − taken, 0)] of taking each arm, as a rate. */
  readonly expected_loss: { readonly control: number; readonly treatment: number };
  /** Equal-tailed interval of each arm's rate. */
  readonly credible: { readonly control: Interval; readonly treatment: Interval };
}

/** Rates with a Beta(a, b) prior, the same for both arms: posterior Beta(a + x, b + n − x). `estimate` and `interval` are of p_T − p_C. */
function analyze(spec: Spec): BayesProportionAnalysis {
  const { alpha, method, prior } = spec;
  const posterior = ({ n, conversions }: RateArm): Beta => ({ a: prior.a + conversions, b: prior.b + n - conversions });
  const [control, treatment] = [posterior(spec.control), posterior(spec.treatment)];
  const mean = ({ a, b }: Beta) => a / (a + b);
  const credible = (each: Beta): Interval => [betaQuantile(alpha / 2, each.a, each.b), mirroredQuantile(alpha / 2, each)];
  return {
    design: 'bayes_proportion',
    method,
    scale: 'absolute',
    estimate: mean(treatment) - mean(control),
    interval: [differenceQuantile(treatment, control, 1 - alpha / 2), differenceQuantile(treatment, control, alpha / 2)],
    alpha,
    probability_treatment_better: probabilityGreater(treatment, control),
    expected_loss: { control: expectedLoss(control, treatment), treatment: expectedLoss(treatment, control) },
    credible: { control: credible(control), treatment: credible(treatment) },
    ...judged([minimumUnits(spec), minimumConversions(spec)]),
    notes: [`Prior of both rates: Beta(${prior.a}, ${prior.b}).`],
  };
}

export const bayesProportionDesign = defineDesign({ schema, analyze });
