import { type DesignMatrix, subset } from './design-matrix.js';

/** People with and without the exposure, and how likely each was to have it. */
export interface Sample {
  readonly design: DesignMatrix;
  /** 1 exposed, 0 not. */
  readonly treated: readonly number[];
  readonly outcome: readonly number[];
  readonly propensity: readonly number[];
}

/** Outside these bounds a person has next to no counterpart in the other group. Crump et al. 2009 for the idea, the bounds are Touchline's. */
export const OVERLAP_BOUNDS: OverlapBounds = [0.02, 0.98];

/** Least and largest propensity, both still in. */
export type OverlapBounds = readonly [number, number];

/** The people within the overlap, and which those are. */
export function withinOverlap(sample: Sample, [low, high]: OverlapBounds): { readonly sample: Sample; readonly kept: readonly number[] } {
  const kept = [...sample.treated.keys()].filter((row) => (sample.propensity[row] ?? 0) >= low && (sample.propensity[row] ?? 0) <= high);
  if (kept.length === sample.treated.length) return { sample, kept };
  const pick = (values: readonly number[]): number[] => kept.map((row) => values[row] ?? 0);
  return {
    sample: { design: subset(sample.design, kept), treated: pick(sample.treated), outcome: pick(sample.outcome), propensity: pick(sample.propensity) },
    kept,
  };
}

export function rowsWhere(values: readonly number[], wanted: number): number[] {
  return [...values.keys()].filter((row) => values[row] === wanted);
}
