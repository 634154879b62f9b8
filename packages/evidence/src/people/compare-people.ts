import { type Analysis, InputError, prepareAnalysis } from '@touchline/incrementality';
import { type ObservedPeople, PEOPLE_COLUMNS } from '@touchline/lift';
import { type Compared, emptyComparison, ofArm } from '../comparison.js';
import type { Experiment, JudgedGuard } from '../result.js';
import { tableOf } from '../table.js';
import type { AssociationView } from '../views.js';

interface Estimate {
  readonly estimate: number;
  readonly standard_error?: number;
}

/** What the design `observational` answers beside the common keys. */
interface Observational extends Analysis {
  readonly naive: Estimate;
  readonly aipw_att: Estimate;
  readonly ipw_att: Estimate;
  readonly regression_adjustment_att: Estimate;
  readonly balance: readonly { readonly covariate: string; readonly smd_before: number; readonly smd_after: number }[];
  readonly effective_sample_size: number;
  readonly overlap: number;
  readonly e_value: number | null;
  readonly placebo_outcome?: Estimate & { readonly p: number };
}

const [EXPOSED, OUTCOME, PLACEBO, ...COVARIATES] = PEOPLE_COLUMNS;
/** Two covariates that say the same make no model. */
const ALIKE = 0.999;

/**
 * Grade C: exposed people beside similar ones. Only an association comes of it: there is no incremental figure, whatever it says (I8).
 * Without outcomes before the exposure nothing could refute it, so then nothing is shown.
 */
export function comparePeople(experiment: Experiment, people: ObservedPeople): Compared[] {
  const { control_arm, arms } = experiment;
  const arm = arms.map(({ name }) => name).find((name) => name !== control_arm) ?? '';
  const column = (name: (typeof PEOPLE_COLUMNS)[number]) => people.rows.map((row) => row[PEOPLE_COLUMNS.indexOf(name)] ?? 0);
  const covariates = distinct(COVARIATES.map((name) => ({ name, values: column(name) })));
  const placebo = varies(column(PLACEBO)) ? { placebo_outcome: PLACEBO } : {};
  try {
    if (covariates.length === 0) throw new InputError('Nothing is known of these people from before their exposure.', 'covariates');
    const { alpha, scale } = experiment;
    const spec = {
      design: 'observational',
      csv: 'people',
      treatment: EXPOSED,
      outcome: OUTCOME,
      covariates: covariates.map(({ name }) => name),
      alpha,
      scale,
      ...placebo,
    };
    const table = tableOf(Object.fromEntries(PEOPLE_COLUMNS.map((name) => [name, column(name)])));
    return [compared({ experiment, people, arm }, prepareAnalysis(spec).run(table) as Observational)];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ comparison: emptyComparison(arm, control_arm), guards: [ofArm(arm, { name: 'figures_suffice', passed: false, detail: error.message })] }];
  }
}

interface Asked {
  readonly experiment: Experiment;
  readonly people: ObservedPeople;
  readonly arm: string;
}

function compared({ experiment, people, arm }: Asked, found: Observational): Compared {
  const { scale, alpha, control_arm } = experiment;
  const { estimate = null, interval = null, p = null, aipw_att } = found;
  const standard_error = scale === 'absolute' ? (aipw_att.standard_error ?? null) : null;
  const fixed = { design: 'observational', method: 'aipw_att', scale, estimate, interval, standard_error, p, alpha };
  const guards = found.guards.map((guard) => ofArm(arm, guard));
  return {
    comparison: { ...emptyComparison(arm, control_arm), fixed, association: viewOf(people, found) },
    guards: found.placebo_outcome === undefined ? [...guards, ofArm(arm, NO_PLACEBO)] : guards,
  };
}

const NO_PLACEBO: Omit<JudgedGuard, 'withholds'> = {
  name: 'placebo_outcome',
  passed: false,
  detail: 'nobody bought shortly before, so nothing could tell a difference that was there already',
};

function viewOf({ exposed, unexposed }: ObservedPeople, found: Observational): AssociationView {
  const { naive, aipw_att, ipw_att, regression_adjustment_att, placebo_outcome: placebo } = found;
  const estimators = { 'plain difference': naive, AIPW: aipw_att, IPW: ipw_att, 'regression adjustment': regression_adjustment_att };
  return {
    exposed,
    unexposed,
    outside_overlap: found.overlap,
    effective_sample_size: found.effective_sample_size,
    e_value: found.e_value,
    estimators: Object.entries(estimators).map(([name, { estimate, standard_error = null }]) => ({ name, estimate, standard_error })),
    balance: found.balance.map(({ covariate, smd_before, smd_after }) => ({ covariate, before: smd_before, after: smd_after })),
    placebo: placebo === undefined ? null : { estimate: placebo.estimate, standard_error: placebo.standard_error ?? null, p: placebo.p },
  };
}

interface Column {
  readonly name: string;
  readonly values: readonly number[];
}

/** Those that vary, without what an earlier one says already. */
function distinct(columns: readonly Column[]): Column[] {
  const kept: Column[] = [];
  for (const column of columns) {
    if (varies(column.values) && kept.every((earlier) => Math.abs(correlation(earlier.values, column.values)) < ALIKE)) kept.push(column);
  }
  return kept;
}

const varies = (values: readonly number[]) => values.some((value) => value !== values[0]);

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [left, right] = [mean(one), mean(other)];
  let [both, first, second] = [0, 0, 0];
  one.forEach((value, row) => {
    const rest = (other[row] ?? 0) - right;
    both += (value - left) * rest;
    first += (value - left) ** 2;
    second += rest ** 2;
  });
  return both / Math.sqrt(first * second);
}
