import { type LedgerModel, shares } from './models.js';
import type { ModelTouch } from './rule-models.js';

/**
 * What a weight is rounded to before the ledger splits by it: whole multiples of 2^-40 of the largest one. With whole parts a split is exact
 * wherever it is computed, here and in the warehouse.
 */
export const PART_UNITS = 2 ** 40;

/** Terms of the series below: what is left out is under 2^-53. */
const SERIES_TERMS = 16;

export interface PartOptions {
  readonly half_life_ms: number;
}

/**
 * What each touch gets of a conversion under a model, as whole numbers in proportion. The warehouse computes the same numbers in SQL
 * (`journey_parts.sql` of `@touchline/ledger`), so both are made of nothing but additions, multiplications, divisions and roundings.
 */
export function ledgerParts(model: LedgerModel, touches: readonly ModelTouch[], options: PartOptions): number[] {
  if (model.name !== 'time_decay') return shares({ name: model.name }, touches);
  if (!(options.half_life_ms > 0)) throw new RangeError('half_life_ms must be above 0');
  const latest_ms = touches.reduce((latest, touch) => Math.max(latest, touch.at_ms), Number.NEGATIVE_INFINITY);
  return touches.map((touch) => decayPart((latest_ms - touch.at_ms) / options.half_life_ms));
}

/**
 * 2^(−halvings) in whole PART_UNITS. Of the fraction of a halving y · ln 2 the series of e^(−x), from its last term inwards; a library's power
 * function would differ in the last bit from one machine to the next. Below 2^-40 nothing is left.
 */
function decayPart(halvings: number): number {
  const whole = Math.floor(halvings);
  const x = (halvings - whole) * Math.LN2;
  let series = 1;
  for (let term = SERIES_TERMS; term >= 1; term -= 1) series = 1 - (x / term) * series;
  return Math.floor((series * PART_UNITS) / 2 ** whole + 0.5);
}
