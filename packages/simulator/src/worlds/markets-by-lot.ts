import type { Random } from '../random.js';
import { type Columns, columnsOf } from './lottery.js';

export interface GeoLottery {
  /** unit, stratum (the pair), assigned, outcome. */
  readonly columns: Columns;
  /** Treated less control by pair. */
  readonly delta_response: readonly number[];
  readonly delta_spend: readonly number[];
  readonly truth: {
    /** What a market's sales gain; the same everywhere when the budget is the same everywhere. */
    readonly effect: number;
    /** Sales for each unit of money spent. */
    readonly iroas: number;
  };
}

export interface GeoLotteryOptions {
  readonly pairs: number;
  /** What a treated market is given: the same, or by its size. */
  readonly budget: 'equal' | 'by_size';
}

const SALES_MEDIAN = 50_000;
const SALES_SIGMA = 0.7;
const NOISE_SHARE = 0.05;
/** Now and then something happens in a market that has nothing to do with posts. */
const SHOCK_CHANCE = 0.04;
const SHOCK_TIMES = 5;
const BUDGET = 2_000;
const BUDGET_SHARE = 0.04;
const IROAS = 2.5;

/** Grade A by markets: of each two alike in earlier sales one is drawn by lot. */
export function simulateGeoLottery(random: Random, { pairs, budget }: GeoLotteryOptions): GeoLottery {
  const sizes = Array.from({ length: 2 * pairs }, () => random.logNormal(SALES_MEDIAN, SALES_SIGMA)).sort((left, right) => left - right);
  const rows: { unit: string; stratum: string; assigned: number; outcome: number }[] = [];
  const [delta_response, delta_spend]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    const first = random.chance(0.5) ? 1 : 0;
    const two = sizes.slice(2 * pair, 2 * pair + 2);
    const spend = budget === 'equal' ? BUDGET : BUDGET_SHARE * ((two[0] ?? 0) + (two[1] ?? 0));
    const outcomes = two.map((size, place) => {
      const noise = NOISE_SHARE * (random.chance(SHOCK_CHANCE) ? SHOCK_TIMES : 1) * random.normal();
      return size * (1 + noise) + (place === first ? IROAS * spend : 0);
    });
    outcomes.forEach((outcome, place) => {
      rows.push({ unit: `market ${2 * pair + place}`, stratum: `pair ${pair}`, assigned: place === first ? 1 : 0, outcome });
    });
    delta_response.push((outcomes[first] ?? 0) - (outcomes[1 - first] ?? 0));
    delta_spend.push(spend);
  }
  return { columns: columnsOf(rows), delta_response, delta_spend, truth: { effect: IROAS * BUDGET, iroas: IROAS } };
}
