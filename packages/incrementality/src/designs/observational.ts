import { type Analysis, type Guard, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { finite, scaled } from '../geo/effect-scale.js';
import { type Inference, inferenceOf } from '../geo/normal-inference.js';
import { InputError } from '../input-error.js';
import { type Balance, balanceOf, effectiveSampleSize } from '../observational/balance.js';
import { type CoarsenedMatch, coarsenedMatch } from '../observational/coarsened-matching.js';
import { designMatrix } from '../observational/design-matrix.js';
import { aipwAte, aipwAtt, type Estimate, ipwAte, ipwAtt, naive, regressionAdjustmentAtt } from '../observational/estimators.js';
import { type LogisticFit, logisticFit } from '../observational/logistic.js';
import { riskRatioOf } from '../observational/risk-ratio.js';
import { rowsWhere, type Sample, withinOverlap } from '../observational/sample.js';
import { numbersOf, type Table } from '../table.js';
import { eValue } from './e-value.js';
import { columnsOf, covariatesOf, exposureOf, type ObservationalSpec, observationalSchema, strataOf } from './observational-spec.js';

export interface ObservationalAnalysis extends Analysis {
  /** Adjusted association, not incremental: no figure of this design may be called incremental. */
  readonly grade: 'C';
  readonly naive: Estimate;
  readonly aipw_att: Estimate;
  readonly aipw_ate: Estimate;
  readonly ipw_att: Estimate;
  readonly ipw_ate: Estimate;
  readonly regression_adjustment_att: Estimate;
  readonly propensity: { readonly coefficients: Readonly<Record<string, number>>; readonly range: readonly [number, number] };
  readonly balance: readonly Balance[];
  readonly effective_sample_size: number;
  /** Share of people whose propensity lies outside `overlap_bounds`, [0.02, 0.98] when left out; they are left out of every adjusted figure. */
  readonly overlap: number;
  readonly e_value: number | null;
  readonly placebo_outcome?: Estimate & { readonly p: number };
  readonly cem?: CoarsenedMatch | null;
}

export const observationalDesign = defineDesign({
  schema: observationalSchema,
  wants: (spec) => ({ field: 'csv', file: spec.csv, columns: columnsOf(spec) }),
  analyze: (spec, table): ObservationalAnalysis => {
    if (table === undefined) throw new InputError('The file was not read.', 'csv');
    const treated = exposureOf(spec, table);
    const outcome = numbersOf(table, spec.outcome, 'outcome');
    const design = designMatrix(covariatesOf(spec, table), treated.length);
    const fit = logisticFit(design.rows, treated);
    const all: Sample = { design, treated, outcome, propensity: fit.probabilities };
    const { sample, kept } = withinOverlap(all, spec.overlap_bounds);
    checkGroups(sample);
    const att = aipwAtt(sample);
    const inference = inferenceOf(att.estimate, att.standard_error, spec);
    const balance = balanceOf(all, sample);
    const overlap = 1 - kept.length / treated.length;
    const placebo = placeboOf(spec, table, { sample, kept });
    const risk = riskRatioOf(att.estimate, sample.outcome, sample.treated);
    return {
      design: 'observational',
      grade: 'C',
      scale: spec.scale,
      ...scaled({ ...att, interval: inference.interval, observed: meanOfExposed(sample) }, spec.scale),
      statistic: finite(inference.statistic),
      p: finite(inference.p),
      alpha: spec.alpha,
      naive: naive(all),
      aipw_att: att,
      aipw_ate: aipwAte(sample),
      ipw_att: ipwAtt(sample),
      ipw_ate: ipwAte(sample),
      regression_adjustment_att: regressionAdjustmentAtt(sample),
      propensity: propensityOf(design.names, fit),
      balance,
      effective_sample_size: effectiveSampleSize(sample),
      overlap,
      e_value: risk === undefined ? null : finite(eValue(risk)),
      ...(placebo === undefined ? {} : { placebo_outcome: placebo }),
      ...(spec.cem === undefined ? {} : { cem: coarsenedMatch(strataOf(spec.cem, table), treated, outcome) ?? null }),
      ...judged(guardsOf(spec, { fit, balance, overlap, placebo })),
      notes: [
        'Adjusted association, not incremental: who was exposed was not drawn by lot, and what was not measured is not adjusted for.',
        `${rowsWhere(treated, 1).length} exposed and ${rowsWhere(treated, 0).length} others; ${treated.length - kept.length} lie outside the overlap and are left out.`,
      ],
    };
  },
});

/** Fewer of either group cannot carry a model of their own. */
const GROUP_LEAST = 2;

function checkGroups({ treated }: Sample): void {
  for (const group of [1, 0]) {
    if (rowsWhere(treated, group).length < GROUP_LEAST) {
      throw new InputError(
        `Fewer than ${GROUP_LEAST} people ${group === 1 ? 'with' : 'without'} the exposure have a counterpart in the other group.`,
        'treatment',
      );
    }
  }
}

function propensityOf(names: readonly string[], { coefficients, probabilities }: LogisticFit): ObservationalAnalysis['propensity'] {
  const range = probabilities.reduce<[number, number]>(([low, high], own) => [Math.min(low, own), Math.max(high, own)], [1, 0]);
  return { coefficients: Object.fromEntries(names.map((name, place) => [name, coefficients[place] ?? 0])), range };
}

function placeboOf(spec: ObservationalSpec, table: Table, at: { sample: Sample; kept: readonly number[] }): (Estimate & { p: number }) | undefined {
  if (spec.placebo_outcome === undefined) return undefined;
  const before = numbersOf(table, spec.placebo_outcome, 'placebo_outcome');
  const found = aipwAtt({ ...at.sample, outcome: at.kept.map((row) => before[row] ?? 0) });
  const inference: Inference = inferenceOf(found.estimate, found.standard_error, { alpha: spec.alpha, alternative: 'two_sided' });
  // An outcome the model foretells exactly leaves no error to judge by, and nothing that differs.
  return { ...found, p: Number.isNaN(inference.p) ? 1 : inference.p };
}

function meanOfExposed({ treated, outcome }: Sample): number {
  const exposed = rowsWhere(treated, 1);
  return exposed.reduce((sum, row) => sum + (outcome[row] ?? 0), 0) / exposed.length;
}

/** Beyond this the groups still differ. Austin 2009. */
const DIFFERENCE_MOST = 0.1;
const OUTSIDE_MOST = 0.1;

interface Found {
  readonly fit: LogisticFit;
  readonly balance: readonly Balance[];
  readonly overlap: number;
  readonly placebo: { readonly p: number } | undefined;
}

function guardsOf({ alpha, overlap_bounds }: ObservationalSpec, { fit, balance, overlap, placebo }: Found): Guard[] {
  const worst = balance.reduce((most, { smd_after }) => Math.max(most, Math.abs(smd_after)), 0);
  const guards: Guard[] = [
    {
      name: 'propensity',
      passed: fit.converged,
      detail: fit.converged ? 'the propensity model converged' : 'the covariates tell the groups apart: the propensity model did not converge',
    },
    {
      name: 'overlap',
      passed: overlap <= OUTSIDE_MOST,
      detail: `${(100 * overlap).toFixed(1)} % of the people lie outside a propensity of ${overlap_bounds.join(' to ')}, at most ${100 * OUTSIDE_MOST} % are allowed`,
    },
    {
      name: 'balance',
      passed: worst <= DIFFERENCE_MOST,
      detail: `the largest standardised difference after weighting is ${worst.toFixed(3)}, at most ${DIFFERENCE_MOST} is asked for`,
    },
  ];
  if (placebo === undefined) return guards;
  return [
    ...guards,
    {
      name: 'placebo_outcome',
      passed: placebo.p > alpha,
      detail: `an outcome from before the exposure differs with p ${placebo.p.toPrecision(3)}, above ${alpha} is asked for`,
    },
  ];
}
