import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeClicker,
  offerTruth,
  Random,
  simulateCreatorLottery,
  simulateDailyLooks,
  simulateExposure,
  simulateGeoLottery,
  simulateHoldout,
  simulateNullPanel,
  simulateRedirectHoldout,
  simulateSteppedWedge,
  simulateTwoSeries,
  simulateWeekLottery,
} from '../src/index.js';

const WORLDS: Readonly<Record<string, (random: Random) => unknown>> = {
  'a user holdout': (random) => simulateHoldout(random, { people: 50, treated_share: 0.5 }),
  'a redirect holdout': (random) => simulateRedirectHoldout(random, { clickers: 2_000, held_share: 0.2 }),
  'a creator lottery': (random) => simulateCreatorLottery(random, { creators: 12, strata: 3 }),
  'a week lottery': (random) => simulateWeekLottery(random, { pairs: 5 }),
  'a stepped wedge': (random) => simulateSteppedWedge(random, { steps: 3, creators_a_step: 2 }),
  'a geo lottery': (random) => simulateGeoLottery(random, { pairs: 5, budget: 'by_size' }),
  'two series': (random) => simulateTwoSeries(random, { pre_days: 9, test_days: 3 }),
  'a panel without effect': (random) => simulateNullPanel(random, { markets: 4, pre_weeks: 5, post_weeks: 2 }),
  'daily looks': (random) => simulateDailyLooks(random, { days: 3, people_a_day: 9, effect: 0 }),
  'exposure by choice': (random) => simulateExposure(random, { people: 20, hidden_confounding: true }),
};
const DRAWN = 200_000;

const numbers = (values: readonly (string | number)[] | undefined) => (values ?? []).map(Number);
const seeds = fc.integer();

describe('a world', () => {
  it.each(Object.entries(WORLDS))('of %s is the same for the same seed, and another for another', (_name, live) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(live(Random.fromSeed(seed))).toEqual(live(Random.fromSeed(seed)));
      }),
      { numRuns: 10 },
    );
    expect(live(Random.fromSeed(1))).not.toEqual(live(Random.fromSeed(2)));
  });

  it('of creators in tiers switches on half of each tier', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { assigned, stratum } = simulateCreatorLottery(Random.fromSeed(seed), { creators: 12, strata: 3 }).columns;
        const on = numbers(assigned);
        for (const tier of new Set(stratum)) expect(on.filter((arm, row) => arm === 1 && stratum?.[row] === tier)).toHaveLength(2);
      }),
    );
  });

  it('of steps switches on as many at each step, for good, and all in the end', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { time, assigned } = simulateSteppedWedge(Random.fromSeed(seed), { steps: 3, creators_a_step: 2 }).columns;
        const on = numbers(assigned);
        const at = (week: number) => on.filter((arm, row) => arm === 1 && time?.[row] === week).length;
        expect([0, 1, 2, 3].map(at)).toEqual([0, 2, 4, 6]);
      }),
    );
  });

  it('where treated people are lost, or posts passed on, says so in its counts', () => {
    const live = (fault: 'loss' | 'spill_over') => simulateHoldout(Random.fromSeed(3), { people: 4_000, treated_share: 0.5, fault });
    const [loss, spill] = [live('loss'), live('spill_over')];
    expect(loss.treatment.n).toBeLessThan(0.9 * loss.control.n);
    expect([loss.both_arms, spill.both_arms > 0]).toEqual([0, true]);
  });

  it('of an offer has the effect that it says, within four standard errors of a large draw', () => {
    const random = Random.fromSeed(5);
    const gains = Array.from({ length: DRAWN }, () => makeClicker(random)).map(({ plain_minor = 0, offer_minor = 0 }) => offer_minor - plain_minor);
    const { conversion_difference, revenue_difference_minor } = offerTruth();
    const mean = gains.reduce((sum, gain) => sum + gain, 0) / DRAWN;
    const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / DRAWN;
    expect(Math.abs(mean - revenue_difference_minor)).toBeLessThan(4 * Math.sqrt(variance / DRAWN));
    const rate = gains.filter((gain) => gain > 0).length / DRAWN;
    expect(Math.abs(rate - conversion_difference)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / DRAWN));
  });
});
