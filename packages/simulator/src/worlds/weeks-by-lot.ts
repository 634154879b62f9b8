import type { Random } from '../random.js';
import type { UnitLottery } from './creators-by-lot.js';
import { columnsOf, dealt, halves } from './lottery.js';

const LEVEL = 1_000;
const TREND = 12;
const SEASON = 120;
const SEASON_WEEKS = 13;
/** How much of a week's surprise is still there the week after. */
const CARRIED_SHARE = 0.6;
const NOISE = 40;
const EFFECT = 60;

/** Grade A by weeks: of each two neighbours one has posts, drawn by lot, in a shop that grows, has seasons and moods. */
export function simulateWeekLottery(random: Random, { pairs }: { readonly pairs: number }): UnitLottery {
  let mood = 0;
  const rows = Array.from({ length: pairs }, (_, pair) =>
    dealt(halves(2), random).map((assigned, place) => {
      const week = 2 * pair + place;
      mood = CARRIED_SHARE * mood + NOISE * random.normal();
      const outcome = LEVEL + TREND * week + SEASON * Math.sin((2 * Math.PI * week) / SEASON_WEEKS) + mood + EFFECT * assigned;
      return { unit: `week ${week}`, stratum: `pair ${pair}`, assigned, outcome };
    }),
  ).flat();
  return { columns: columnsOf(rows), truth: { effect: EFFECT } };
}
