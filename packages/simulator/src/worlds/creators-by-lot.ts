import type { Random } from '../random.js';
import { type Columns, columnsOf, dealt, halves } from './lottery.js';

export interface UnitLottery {
  /** unit, stratum, assigned, outcome; with time where units have more than one. */
  readonly columns: Columns;
  /** What switching on adds to a unit's outcome, the same for every unit. */
  readonly truth: { readonly effect: number };
}

const SALES_MEDIAN = 60_000;
const SALES_SIGMA = 0.6;
const NOISE_SHARE = 0.15;
const EFFECT = 15_000;

/** Grade A by creators: half of each stratum posts. Strata are tiers by earlier sales, each of as many creators. */
export function simulateCreatorLottery(random: Random, { creators, strata }: { readonly creators: number; readonly strata: number }): UnitLottery {
  const levels = Array.from({ length: creators }, () => random.logNormal(SALES_MEDIAN, SALES_SIGMA)).sort((left, right) => left - right);
  const size = creators / strata;
  const assigned = Array.from({ length: strata }, () => dealt(halves(size), random)).flat();
  const rows = levels.map((level, place) => ({
    unit: `creator ${place}`,
    stratum: `tier ${Math.floor(place / size)}`,
    assigned: assigned[place] ?? 0,
    outcome: level * (1 + NOISE_SHARE * random.normal()) + EFFECT * (assigned[place] ?? 0),
  }));
  return { columns: columnsOf(rows), truth: { effect: EFFECT } };
}

const WEDGE_EFFECT = 20;
const WEDGE_LEVEL_SIGMA = 15;
const WEDGE_NOISE = 20;
const WEDGE_TREND = 4;

/** Grade A by steps: every step, so many more creators are switched on, drawn by lot, until all are. A week more than steps, the first with none. */
export function simulateSteppedWedge(random: Random, { steps, creators_a_step }: { readonly steps: number; readonly creators_a_step: number }): UnitLottery {
  const labels = Array.from({ length: steps * creators_a_step }, (_, place) => 1 + Math.floor(place / creators_a_step));
  const weeks = Array.from({ length: steps + 1 }, (_, week) => 100 + WEDGE_TREND * week + WEDGE_NOISE * random.normal());
  const rows = dealt(labels, random).flatMap((begins, place) => {
    const own = WEDGE_LEVEL_SIGMA * random.normal();
    return weeks.map((level, week) => {
      const assigned = week >= begins ? 1 : 0;
      return { unit: `creator ${place}`, time: week, assigned, outcome: level + own + WEDGE_NOISE * random.normal() + WEDGE_EFFECT * assigned };
    });
  });
  return { columns: columnsOf(rows), truth: { effect: WEDGE_EFFECT } };
}
