export interface CoarsenedMatch {
  /** Effect on the matched exposed. */
  readonly estimate: number;
  readonly standard_error: number;
  /** Strata that hold both exposed and others. */
  readonly strata: number;
  readonly matched_treated: number;
  readonly matched_control: number;
}

/**
 * Coarsened exact matching: people of one stratum are compared with one another, strata weighted by their exposed; who has no
 * counterpart in his stratum is left out. The standard error takes each group's variance within strata for the same everywhere.
 * Iacus, King, Porro, "Causal Inference without Balance Checking", 2012. Nothing when no stratum holds both.
 * @param strata one label a person
 */
export function coarsenedMatch(strata: readonly string[], treated: readonly number[], outcome: readonly number[]): CoarsenedMatch | undefined {
  const cells = new Map<string, { exposed: number[]; others: number[] }>();
  strata.forEach((label, row) => {
    const cell = cells.get(label) ?? { exposed: [], others: [] };
    cells.set(label, cell);
    (treated[row] === 1 ? cell.exposed : cell.others).push(outcome[row] ?? 0);
  });
  const matched = [...cells.values()].filter(({ exposed, others }) => exposed.length > 0 && others.length > 0);
  const total = matched.reduce((sum, { exposed }) => sum + exposed.length, 0);
  if (total === 0) return undefined;
  const estimate = matched.reduce((sum, { exposed, others }) => sum + (exposed.length / total) * (mean(exposed) - mean(others)), 0);
  const spread = (pick: (cell: { exposed: number[]; others: number[] }) => number[]): number => {
    const squares = matched.reduce((sum, cell) => sum + squaresOf(pick(cell)), 0);
    const free = matched.reduce((sum, cell) => sum + pick(cell).length - 1, 0);
    return free > 0 ? squares / free : 0;
  };
  const reach = matched.reduce((sum, { exposed, others }) => sum + (exposed.length / total) ** 2 / others.length, 0);
  return {
    estimate,
    standard_error: Math.sqrt(spread(({ exposed }) => exposed) / total + spread(({ others }) => others) * reach),
    strata: matched.length,
    matched_treated: total,
    matched_control: matched.reduce((sum, { others }) => sum + others.length, 0),
  };
}

/** The place of a value among cut points: how many of them are at or below it. */
export function binOf(value: number, cuts: readonly number[]): number {
  return cuts.filter((cut) => value >= cut).length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squaresOf(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}
