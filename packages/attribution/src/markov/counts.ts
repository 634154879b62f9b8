import type { Paths } from './paths.js';
import type { ChainShape } from './shape.js';

/** How often each row of the paths happened, and what it brought: its own counts, or those of a bootstrap replicate. */
export interface RowWeights {
  readonly conversions: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  readonly nulls: ArrayLike<number>;
}

/** How many journeys went through each state and transition of a chain. */
export interface ChainCounts {
  /** Journeys that begin in a state. */
  readonly begun: Float64Array;
  /** By transition, in the shape’s order. */
  readonly moved: Float64Array;
  /** What ends in a state: conversions, their value, and journeys without one. */
  readonly conversions: Float64Array;
  readonly values: Float64Array;
  readonly nulls: Float64Array;
  /** Visits of a state: begun there or moved into it. Journeys end, so as many leave it. */
  readonly visits: Float64Array;
  /** Over all states. */
  readonly totals: { readonly journeys: number; readonly conversions: number; readonly value: number };
}

/** Weights as the rows themselves say. */
export function ownWeights({ rows }: Paths): RowWeights {
  const [conversions, values, nulls] = [new Float64Array(rows.length), new Float64Array(rows.length), new Float64Array(rows.length)];
  for (const [index, row] of rows.entries()) {
    conversions[index] = row.conversions;
    values[index] = row.value;
    nulls[index] = row.nulls;
  }
  return { conversions, values, nulls };
}

/**
 * Every transition of a row counts its conversions and nulls; its last state → conversion counts its conversions, → null its nulls.
 */
export function chainCounts(shape: ChainShape, weights: RowWeights): ChainCounts {
  const states = shape.windows.length;
  const counts = {
    begun: new Float64Array(states),
    moved: new Float64Array(shape.from.length),
    conversions: new Float64Array(states),
    values: new Float64Array(states),
    nulls: new Float64Array(states),
    visits: new Float64Array(states),
  };
  const totals = { journeys: 0, conversions: 0, value: 0 };
  for (let row = 0; row < shape.first.length; row += 1) {
    const [conversions, nulls, value] = [weights.conversions[row] ?? 0, weights.nulls[row] ?? 0, weights.values[row] ?? 0];
    const journeys = conversions + nulls;
    if (journeys === 0 && value === 0) continue;
    add(counts.begun, shape.first[row] ?? 0, journeys);
    for (let at = shape.rowStarts[row] ?? 0; at < (shape.rowStarts[row + 1] ?? 0); at += 1) add(counts.moved, shape.rowTransitions[at] ?? 0, journeys);
    const last = shape.last[row] ?? 0;
    add(counts.conversions, last, conversions);
    add(counts.values, last, value);
    add(counts.nulls, last, nulls);
    totals.journeys += journeys;
    totals.conversions += conversions;
    totals.value += value;
  }
  for (let state = 0; state < states; state += 1) counts.visits[state] = visitsOf(shape, counts, state);
  return { ...counts, totals };
}

function visitsOf(shape: ChainShape, counts: Pick<ChainCounts, 'begun' | 'moved'>, state: number): number {
  let visits = counts.begun[state] ?? 0;
  for (let at = shape.incoming[state] ?? 0; at < (shape.incoming[state + 1] ?? 0); at += 1) visits += counts.moved[at] ?? 0;
  return visits;
}

function add(sums: Float64Array, index: number, amount: number): void {
  sums[index] = (sums[index] ?? 0) + amount;
}
