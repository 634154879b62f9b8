import { type Analysis, type Guard, prepareAnalysis } from '@touchline/incrementality';
import type { ArmSums } from '@touchline/lift';
import type { BayesianView, Effect, Experiment } from '../result.js';

/** Two arms of one experiment, and at what level they are compared. */
export interface Pair {
  readonly control: ArmSums;
  readonly treatment: ArmSums;
  readonly metric: Experiment['metric']['kind'];
  readonly scale: 'absolute' | 'relative';
  readonly alpha: number;
  /** Whether outcomes are told per order and not per unit. */
  readonly per_order: boolean;
}

/** A variance needs two units; below, nothing is analysed and the guard of minimum counts says so. */
const UNITS_MIN = 2;

export function isComparable({ control, treatment, per_order }: Pick<Pair, 'control' | 'treatment' | 'per_order'>): boolean {
  const ordered = !per_order || (control.o_sum > 0 && treatment.o_sum > 0);
  return control.n >= UNITS_MIN && treatment.n >= UNITS_MIN && ordered;
}

const isRate = ({ metric }: Pair) => metric === 'conversion_rate';

/** As the estimators take an arm: conversions of a rate, sums of anything else. */
function armOf(pair: Pair, sums: ArmSums) {
  const { n, conversions, y_sum, y_sum_squares } = sums;
  if (pair.per_order) return linearised(sums);
  return isRate(pair) ? { n, conversions } : { n, sum: y_sum, sum_squares: y_sum_squares };
}

/** As the estimator of ratios takes an arm: revenue over orders. */
const ratioArm = ({ n, y_sum, y_sum_squares, o_sum, o_sum_squares, yo_sum }: ArmSums) => ({
  ...{ n, num_sum: y_sum, num_sum_squares: y_sum_squares },
  ...{ den_sum: o_sum, den_sum_squares: o_sum_squares, cross: yo_sum },
});

/**
 * Sums of the values that a ratio's mean has by the delta method, R + (y − R·o)/ō, so that whatever takes means takes a ratio. Their sum is n·R and
 * their squares n·R² + Σ(y − R·o)²/ō². Source: Deng, Knoblich, Lu 2018, section 3.
 */
function linearised({ n, y_sum, y_sum_squares, o_sum, o_sum_squares, yo_sum }: ArmSums) {
  const ratio = y_sum / o_sum;
  const spread = (y_sum_squares - 2 * ratio * yo_sum + ratio ** 2 * o_sum_squares) / (o_sum / n) ** 2;
  return { n, sum: n * ratio, sum_squares: n * ratio ** 2 + Math.max(0, spread) };
}

/** Both arms as the estimators take them. */
export const armsOf = (pair: Pair) => ({ control: armOf(pair, pair.control), treatment: armOf(pair, pair.treatment) });

/** An effect, and what its estimator asks for beside the counts and the pre-period, which are asked of every experiment. */
export interface Measured {
  readonly effect: Effect;
  readonly guards: readonly Guard[];
}

const ASKED_OF_ALL: ReadonlySet<string> = new Set(['minimum_units', 'minimum_conversions', 'pre_period']);

function measured({ scale, alpha }: Pair, spec: Readonly<Record<string, unknown>>): Measured {
  const { design, method = '', estimate = null, interval = null, standard_error = null, p = null, guards } = prepareAnalysis({ ...spec, scale, alpha }).run();
  return { effect: { design, method, scale, estimate, interval, standard_error, p, alpha }, guards: guards.filter(({ name }) => !ASKED_OF_ALL.has(name)) };
}

/** Valid at every look. Source: the confidence sequence of packages/incrementality, N* frozen when the experiment was written down. */
export function sequentialEffect(pair: Pair, n_star: number): Measured {
  return measured(pair, { design: 'sequential', ...armsOf(pair), n_star });
}

/** Valid once, at the planned end: Newcombe for rates, Welch for means, Fieller for relative lift. */
export function fixedEffect(pair: Pair): Measured {
  if (pair.per_order) return measured(pair, { design: 'ratio', control: ratioArm(pair.control), treatment: ratioArm(pair.treatment) });
  return measured(pair, { design: isRate(pair) ? 'two_proportion' : 'two_mean', ...armsOf(pair) });
}

/** The posterior of the effect. Flat priors, the same of every experiment, so that none is chosen to please. */
export function bayesianView(pair: Pair): BayesianView | null {
  const rate = isRate(pair) && pair.scale === 'absolute';
  const spec = rate
    ? { design: 'bayes_proportion', ...armsOf(pair), alpha: pair.alpha }
    : { design: 'bayes_mean', ...armsOf(pair), alpha: pair.alpha, scale: pair.scale };
  const { estimate, interval, probability_treatment_better, expected_loss } = prepareAnalysis(spec).run() as Posterior;
  if (estimate == null || interval == null || probability_treatment_better === null || expected_loss === null) return null;
  const prior = rate ? 'every rate as likely as any other: Beta(1, 1) of both arms' : 'every effect as likely as any other';
  return { prior, estimate, interval, probability_better: probability_treatment_better, expected_loss, scale: pair.scale };
}

interface Posterior extends Analysis {
  readonly probability_treatment_better: number | null;
  readonly expected_loss: BayesianView['expected_loss'] | null;
}

/** As `fixedEffect`, after taking out what the pre-period already told of each unit. */
export function adjustedEffect(pair: Pair): Measured {
  const arm = ({ n, y_sum, y_sum_squares, x_sum, x_sum_squares, xy_sum }: ArmSums) => ({ n, y_sum, y_sum_squares, x_sum, x_sum_squares, xy_sum });
  return measured(pair, { design: 'cuped', control: arm(pair.control), treatment: arm(pair.treatment) });
}

/** The pair with every unit's outcome cut at the cap; undefined where none was fixed. */
export function winsorisedPair(pair: Pair): Pair | undefined {
  const { control, treatment } = pair;
  if (control.winsorised === undefined || treatment.winsorised === undefined) return undefined;
  return { ...pair, control: { ...control, ...control.winsorised }, treatment: { ...treatment, ...treatment.winsorised } };
}
