import { type Guard, prepareAnalysis } from '@touchline/incrementality';
import type { ArmSums } from '@touchline/lift';
import type { Effect, Experiment } from './result.js';

/** Two arms of one experiment, and at what level they are compared. */
export interface Pair {
  readonly control: ArmSums;
  readonly treatment: ArmSums;
  readonly metric: Experiment['metric']['kind'];
  readonly scale: 'absolute' | 'relative';
  readonly alpha: number;
}

/** A variance needs two units; below, nothing is analysed and the guard of minimum counts says so. */
const UNITS_MIN = 2;

export function isComparable({ control, treatment }: Pick<Pair, 'control' | 'treatment'>): boolean {
  return control.n >= UNITS_MIN && treatment.n >= UNITS_MIN;
}

const isRate = ({ metric }: Pair) => metric === 'conversion_rate';

/** As the estimators take an arm: conversions of a rate, sums of anything else. */
function armOf(pair: Pair, { n, conversions, y_sum, y_sum_squares }: ArmSums) {
  return isRate(pair) ? { n, conversions } : { n, sum: y_sum, sum_squares: y_sum_squares };
}

const armsOf = (pair: Pair) => ({ control: armOf(pair, pair.control), treatment: armOf(pair, pair.treatment) });

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
  return measured(pair, { design: isRate(pair) ? 'two_proportion' : 'two_mean', ...armsOf(pair) });
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
