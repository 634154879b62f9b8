import { rowsWhere, type Sample } from './sample.js';

export interface Balance {
  readonly covariate: string;
  /** Exposed less others, in standard deviations, as they are. */
  readonly smd_before: number;
  /** The same once the others are weighted by e/(1 − e). */
  readonly smd_after: number;
}

/** Standardised mean differences by column; the standard deviation is the root of both groups' mean variance, unweighted. */
export function balanceOf(all: Sample, kept: Sample): Balance[] {
  return all.design.names.slice(1).map((covariate, place) => {
    const column = all.design.rows.getColumn(place + 1);
    const [exposed, others] = [1, 0].map((group) => rowsWhere(all.treated, group).map((row) => column[row] ?? 0));
    const spread = Math.sqrt((variance(exposed ?? []) + variance(others ?? [])) / 2);
    const difference = (value: number): number => (spread > 0 ? value / spread : 0);
    return {
      covariate,
      smd_before: difference(mean(exposed ?? []) - mean(others ?? [])),
      smd_after: difference(weightedDifference(kept, kept.design.rows.getColumn(place + 1))),
    };
  });
}

function weightedDifference(sample: Sample, column: readonly number[]): number {
  const exposed = rowsWhere(sample.treated, 1).map((row) => column[row] ?? 0);
  let [sum, total] = [0, 0];
  for (const { row, weight } of attWeights(sample)) {
    sum += weight * (column[row] ?? 0);
    total += weight;
  }
  return mean(exposed) - sum / total;
}

/** What each person who was not exposed weighs when they stand for the exposed. */
function attWeights({ treated, propensity }: Pick<Sample, 'treated' | 'propensity'>): { readonly row: number; readonly weight: number }[] {
  return rowsWhere(treated, 0).map((row) => ({ row, weight: (propensity[row] ?? 0) / (1 - (propensity[row] ?? 0)) }));
}

/** (Σw)²/Σw² of them: as many people of equal weight would tell as much. Kish 1965. */
export function effectiveSampleSize(sample: Sample): number {
  const weights = attWeights(sample).map(({ weight }) => weight);
  return weights.reduce((sum, weight) => sum + weight, 0) ** 2 / weights.reduce((sum, weight) => sum + weight * weight, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(values.length - 1, 1);
}
