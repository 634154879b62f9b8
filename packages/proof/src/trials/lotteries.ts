import {
  type GeoLottery,
  simulateCreatorLottery,
  simulateGeoLottery,
  simulateSteppedWedge,
  simulateTwoSeries,
  simulateWeekLottery,
  type UnitLottery,
} from '@touchline/simulator';
import { analyze, covers } from '../analyses.js';
import { COVERED, type Trial, trial } from '../trial.js';

const COLUMNS = { unit: 'unit', assigned: 'assigned', outcome: 'outcome' };
const STRATA = { ...COLUMNS, stratum: 'stratum' };

/** Sizes at which every assignment the lottery could have dealt is counted, so that a run takes milliseconds. */
const CREATORS = 12;
const TIERS = 3;
const WEEK_PAIRS = 11;
const WEDGE = { steps: 4, creators_a_step: 2 };
const MARKET_PAIRS = 11;
const TRIMMED_PAIRS = 30;
/** Fixed before the markets are drawn. */
const TRIM_RATE = 0.1;
const SERIES = { pre_days: 56, test_days: 28 };

type Assignment = 'complete' | 'stratified' | 'matched_pairs' | 'stepped_wedge';

function tested({ columns, truth }: Pick<UnitLottery | GeoLottery, 'columns' | 'truth'>, assignment: Assignment): boolean {
  const names = assignment === 'complete' ? COLUMNS : assignment === 'stepped_wedge' ? { ...COLUMNS, time: 'time' } : STRATA;
  return covers(analyze({ design: 'permutation', assignment, columns: names }, columns), truth.effect);
}

function trimmed({ delta_response, delta_spend, truth }: GeoLottery, options: { readonly trim_rate?: number }): boolean {
  return covers(analyze({ design: 'trimmed_match', delta_response, delta_spend, ...options }), truth.iroas);
}

const PERMUTED = 'permutation test, inverted';

export const LOTTERY_TRIALS: readonly Trial[] = [
  trial('coverage', (random) => simulateCreatorLottery(random, { creators: CREATORS, strata: 1 }), [
    { design: 'creator lottery', counted: PERMUTED, ...COVERED, happens: (world) => tested(world, 'complete') },
  ]),
  trial('coverage', (random) => simulateCreatorLottery(random, { creators: CREATORS, strata: TIERS }), [
    { design: 'creator lottery in tiers', counted: PERMUTED, ...COVERED, happens: (world) => tested(world, 'stratified') },
  ]),
  trial('coverage', (random) => simulateWeekLottery(random, { pairs: WEEK_PAIRS }), [
    { design: 'week lottery', counted: PERMUTED, ...COVERED, happens: (world) => tested(world, 'matched_pairs') },
  ]),
  trial('coverage', (random) => simulateSteppedWedge(random, WEDGE), [
    { design: 'stepped wedge', counted: PERMUTED, ...COVERED, happens: (world) => tested(world, 'stepped_wedge') },
  ]),
  trial('coverage', (random) => simulateGeoLottery(random, { pairs: MARKET_PAIRS, budget: 'equal' }), [
    { design: 'geo lottery in pairs', counted: PERMUTED, ...COVERED, happens: (world) => tested(world, 'matched_pairs') },
  ]),
  trial('coverage', (random) => simulateGeoLottery(random, { pairs: TRIMMED_PAIRS, budget: 'by_size' }), [
    {
      design: 'geo lottery in pairs',
      counted: 'return on spend, trimmed match',
      ...COVERED,
      happens: (world) => trimmed(world, { trim_rate: TRIM_RATE }),
    },
    {
      // Which of many rates gives the narrowest interval is found on the pairs that the interval is then made of, and that costs two in a
      // hundred with 30 pairs: of the same worlds it holds 92 %, with the rate fixed at 10 % 95 %. The estimator's notes say so.
      design: 'geo lottery in pairs',
      counted: 'trim rate chosen on the same pairs, for contrast',
      least: 0.9,
      most: 0.95,
      happens: (world) => trimmed(world, {}),
    },
  ]),
  trial('coverage', (random) => simulateTwoSeries(random, SERIES), [
    {
      design: 'time-based regression',
      counted: 'sum over the test',
      ...COVERED,
      happens: ({ columns, pre, test, truth }) =>
        covers(analyze({ design: 'tbr', columns: { time: 'time', control: 'control', treatment: 'treatment' }, pre, test }, columns), truth.incremental),
    },
  ]),
];
