import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { arm, momentsOf } from '../arms.js';
import { defineDesign } from '../design.js';
import { minimumUnits } from '../guards.js';
import { confidenceSequence } from '../sequential/confidence-sequence.js';
import { common } from '../spec.js';
import { deltaLift } from './relative.js';
import { welch } from './two-mean.js';

const schema = z
  .strictObject({
    design: z.literal('sequential'),
    ...common,
    method: z.literal('confidence_sequence').default('confidence_sequence'),
    control: arm,
    treatment: arm,
    n_star: z.number().positive(),
  })
  .refine(({ alternative, alpha }) => alternative === 'two_sided' || alpha < 0.5, { path: ['alpha'], error: 'A one-sided sequence needs alpha below 0.5.' });

type Spec = z.output<typeof schema>;

export interface SequentialAnalysis extends Analysis {
  readonly half_width_in_standard_errors: number;
}

/** The difference (or relative lift, by the delta method) with an interval and a p that hold at every look, however often one looks. */
function analyze(spec: Spec): SequentialAnalysis {
  const [control, treatment] = [momentsOf(spec.control), momentsOf(spec.treatment)];
  const { scale, method, alpha } = spec;
  const fixed = scale === 'absolute' ? welch(control, treatment, spec) : deltaLift(control, treatment, { ...spec, student: false });
  const { estimate, standard_error, guards } = fixed;
  const sequence = confidenceSequence(control.n + treatment.n, { estimate: estimate ?? 0, standard_error: standard_error ?? 0 }, spec);
  return {
    design: 'sequential',
    method,
    scale,
    estimate,
    standard_error,
    ...sequence,
    alpha,
    ...judged([minimumUnits(spec), ...guards]),
    notes: ['Interval and p hold at every look; n_star must have been fixed before the first.'],
  };
}

export const sequentialDesign = defineDesign({ schema, analyze });
