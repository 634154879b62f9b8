import { z } from 'zod';
import { type Analysis, type Guard, type Interval, judged } from '../analysis.js';
import { arm, momentsOf } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumUnits } from '../guards.js';
import { common, plainCommon } from '../spec.js';
import { normalDensity, normalLower, normalQuantile, normalUpper } from '../statistics/distributions.js';
import { deltaLift } from './relative.js';
import { welch } from './two-mean.js';

const schema = z.strictObject({
  design: z.literal('bayes_mean'),
  ...plainCommon,
  scale: common.scale,
  method: z.literal('normal').default('normal'),
  control: arm,
  treatment: arm,
  prior: z.strictObject({ mean: z.number(), variance: z.number().positive() }).nullable().default(null),
});

type Spec = z.output<typeof schema>;

export interface BayesMeanAnalysis extends Analysis {
  /** Of the posterior. */
  readonly standard_deviation: number | null;
  readonly probability_treatment_better: number | null;
  /** E[max(±effect, 0)] of taking each arm, on the spec's scale. */
  readonly expected_loss: { readonly control: number; readonly treatment: number } | null;
}

const NONE = { estimate: null, interval: null, standard_deviation: null, probability_treatment_better: null, expected_loss: null };

/** The effect's likelihood N(estimate, se²), by the delta method on the relative scale, times its prior N(mean, variance); flat without one. */
function analyze(spec: Spec): BayesMeanAnalysis {
  const [control, treatment] = [momentsOf(spec.control), momentsOf(spec.treatment)];
  const { scale, alpha, method, prior } = spec;
  const level = { alpha, alternative: 'two_sided' as const };
  const seen = scale === 'absolute' ? welch(control, treatment, level) : deltaLift(control, treatment, { ...level, student: false });
  const { estimate, standard_error } = seen;
  const posterior = estimate === null || standard_error === null || !(standard_error > 0) ? NONE : posteriorOf({ estimate, standard_error, prior, alpha });
  const guards: readonly Guard[] = seen.guards;
  const stated = prior === null ? 'Flat prior.' : `Prior of the effect: normal, mean ${prior.mean}, variance ${prior.variance}.`;
  return { design: 'bayes_mean', method, scale, ...posterior, alpha, ...judged([minimumUnits(spec), ...guards]), notes: [stated] };
}

interface Seen {
  readonly estimate: number;
  readonly standard_error: number;
  readonly prior: Spec['prior'];
  readonly alpha: number;
}

/** Precisions add up, means are weighed by them; the loss of a normal effect is s·φ(m/s) − m·Φ(−m/s). */
function posteriorOf({ estimate, standard_error, prior, alpha }: Seen) {
  const [seen, before] = [1 / standard_error ** 2, prior === null ? 0 : 1 / prior.variance];
  const mean = (seen * estimate + before * (prior?.mean ?? 0)) / (seen + before);
  const deviation = Math.sqrt(1 / (seen + before));
  const half = -normalQuantile(alpha / 2) * deviation;
  const ratio = mean / deviation;
  const loss = (towards: number) => Math.max(0, deviation * normalDensity(ratio) - towards * mean * normalUpper(towards * ratio));
  const interval: Interval = [mean - half, mean + half];
  return {
    estimate: mean,
    interval,
    standard_deviation: deviation,
    probability_treatment_better: normalLower(ratio),
    expected_loss: { control: loss(-1), treatment: loss(1) },
  };
}

export const bayesMeanDesign = defineDesign({ schema, analyze });
