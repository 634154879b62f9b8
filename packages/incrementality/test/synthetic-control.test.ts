import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceInDifferences } from '../src/geo/difference.js';
import type { Panel } from '../src/geo/panel.js';
import { drawsFrom } from '../src/geo/random.js';
import {
  conformal,
  placeboInterval,
  SYNTHETIC_METHODS,
  type SyntheticMethod,
  spacePlacebo,
  syntheticFit,
  syntheticSummary,
} from '../src/geo/synthetic-control.js';
import { syntheticDifference } from '../src/geo/synthetic-did.js';

const PRES = 12;
const TIMES = 16;

/** Donors that walk at random, and a treated one somewhere among them. */
const panels = fc.record({ seed: fc.integer(), donors: fc.integer({ min: 3, max: 6 }) }).map(({ seed, donors }) => panelFrom(seed, donors));

/** More donors than pre times, without which the time weights of a synthetic difference are not the only ones. */
const manyDonors = fc.record({ seed: fc.integer(), donors: fc.integer({ min: 14, max: 18 }) }).map(({ seed, donors }) => panelFrom(seed, donors));

function panelFrom(seed: number, donors: number, weights?: readonly number[]): Panel {
  const draws = drawsFrom(seed);
  const walk = (): number[] => {
    let level = draws.integer(20, 80);
    return Array.from({ length: TIMES }, () => {
      level += draws.integer(-50, 50) / 10;
      return level;
    });
  };
  const donorSeries = Array.from({ length: donors }, walk);
  const treated =
    weights === undefined ? walk() : walk().map((_, at) => donorSeries.reduce((sum, series, index) => sum + (weights[index] ?? 0) * (series[at] ?? 0), 0));
  return {
    times: Array.from({ length: TIMES }, (_, at) => at),
    pres: PRES,
    treated: ['treated'],
    donors: donorSeries.map((_, index) => `donor ${index}`),
    treatedSeries: [treated],
    donorSeries,
  };
}

function changed(panel: Panel, of: (value: number, unit: number, time: number) => number): Panel {
  return {
    ...panel,
    treatedSeries: panel.treatedSeries.map((series) => series.map((value, time) => of(value, 0, time))),
    donorSeries: panel.donorSeries.map((series, unit) => series.map((value, time) => of(value, unit + 1, time))),
  };
}

function estimate(panel: Panel, method: SyntheticMethod): number {
  return syntheticSummary(syntheticFit(panel, method), 1).estimate;
}

describe.each(SYNTHETIC_METHODS)('I8 synthetic control by %s', (method) => {
  it('does not change when every series is raised by the same at every time', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        expect(
          estimate(
            changed(panel, (value) => value + 1000),
            method,
          ),
        ).toBeCloseTo(estimate(panel, method), 5);
      }),
      { numRuns: 40 },
    );
  });

  it('scales with the outcome', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        expect(
          estimate(
            changed(panel, (value) => value * 100),
            method,
          ) / 100,
        ).toBeCloseTo(estimate(panel, method), 5);
      }),
      { numRuns: 40 },
    );
  });

  it('does not care in which order the donors stand', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const turned = { ...panel, donors: [...panel.donors].reverse(), donorSeries: [...panel.donorSeries].reverse() };
        expect(estimate(turned, method)).toBeCloseTo(estimate(panel, method), 6);
      }),
      { numRuns: 40 },
    );
  });

  it('moves by an effect that is added after', () => {
    fc.assert(
      fc.property(panels, fc.integer({ min: -20, max: 20 }), (panel, effect) => {
        const lifted = changed(panel, (value, unit, time) => (unit === 0 && time >= PRES ? value + effect : value));
        expect(estimate(lifted, method) - estimate(panel, method)).toBeCloseTo(effect, 8);
      }),
      { numRuns: 40 },
    );
  });

  it('finds a treated market made of donors exactly, and no effect where there is none', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 6 }), (seed, parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        const weights = parts.map((part) => part / total);
        const fit = syntheticFit(panelFrom(seed, parts.length, weights), method);
        expect(Math.max(...fit.gaps.map(Math.abs))).toBeLessThan(1e-5);
        if (method === 'augmented_ridge') return;
        for (const [place, weight] of fit.weights.entries()) expect(weight).toBeCloseTo(weights[place] ?? 0, 4);
      }),
      { numRuns: 40 },
    );
  });

  it('never has a placebo p below 1 over the units, nor a conformal p below 1 over the times', () => {
    fc.assert(
      fc.property(panels, fc.integer({ min: -500, max: 500 }), (panel, effect) => {
        const lifted = changed(panel, (value, unit, time) => (unit === 0 && time >= PRES ? value + effect : value));
        const fit = syntheticFit(lifted, method, method === 'augmented_ridge' ? 1 : undefined);
        const { p, of } = spacePlacebo(fit, 'two_sided');
        expect(of).toBe(panel.donors.length + 1);
        expect(p).toBeGreaterThanOrEqual(1 / of);
        const { block, iid } = conformal(lifted, method, { penalty: fit.penalty, draws: drawsFrom(1) });
        expect(block).toBeGreaterThanOrEqual(1 / TIMES);
        expect(iid).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });

  it('has weights that sum to 1', () => {
    fc.assert(
      fc.property(panels, (panel) => {
        expect(syntheticFit(panel, method).weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 8);
      }),
      { numRuns: 40 },
    );
  });
});

describe('I8 the interval of the placebo in space', () => {
  it('holds exactly the effects the test does not refuse', () => {
    const panel = panelFrom(5, 24);
    const fit = syntheticFit(panel, 'simplex');
    const [low, high] = placeboInterval(fit, spacePlacebo(fit, 'two_sided'), { alpha: 0.1, side: 'two_sided' }) ?? [0, 0];
    const pAfterTakingAway = (effect: number): number => {
      const without = changed(panel, (value, unit, time) => (unit === 0 && time >= PRES ? value - effect : value));
      return spacePlacebo(syntheticFit(without, 'simplex'), 'two_sided').p;
    };
    const margin = 1e-6 * (high - low);
    expect([pAfterTakingAway(low + margin), pAfterTakingAway(high - margin)].every((p) => p > 0.1)).toBe(true);
    expect([pAfterTakingAway(low - margin), pAfterTakingAway(high + margin)].every((p) => p <= 0.1)).toBe(true);
  });

  it('is open at both ends when even the first rank is not rare enough', () => {
    const fit = syntheticFit(panelFrom(3, 5), 'simplex');
    expect(placeboInterval(fit, spacePlacebo(fit, 'two_sided'), { alpha: 0.05, side: 'two_sided' })).toEqual([
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('refuses a true null in at most 5 % of markets that are alike', () => {
    const draws = 400;
    let refused = 0;
    for (let seed = 0; seed < draws; seed += 1) {
      const fit = syntheticFit(panelFrom(seed * 7919, 19), 'simplex');
      if (spacePlacebo(fit, 'two_sided').p <= 0.05) refused += 1;
    }
    // 400 draws at 5 %: three standard errors are 3.3 %.
    expect(refused / draws).toBeLessThanOrEqual(0.083);
    expect(refused).toBeGreaterThan(0);
  });
});

describe('I8 differences in differences', () => {
  it('do not see levels of units, nor what happens to all at once', () => {
    fc.assert(
      fc.property(manyDonors, (panel) => {
        const moved = changed(panel, (value, unit, time) => value + 10 * unit + 3 * time);
        expect(differenceInDifferences(moved, drawsFrom(1)).estimate).toBeCloseTo(differenceInDifferences(panel, drawsFrom(1)).estimate, 8);
        expect(syntheticDifference(moved).estimate).toBeCloseTo(syntheticDifference(panel).estimate, 5);
      }),
      { numRuns: 60 },
    );
  });

  it('move by an effect that is added after', () => {
    fc.assert(
      fc.property(manyDonors, fc.integer({ min: -20, max: 20 }), (panel, effect) => {
        const lifted = changed(panel, (value, unit, time) => (unit === 0 && time >= PRES ? value + effect : value));
        expect(differenceInDifferences(lifted, drawsFrom(1)).estimate - differenceInDifferences(panel, drawsFrom(1)).estimate).toBeCloseTo(effect, 8);
        expect(syntheticDifference(lifted).estimate - syntheticDifference(panel).estimate).toBeCloseTo(effect, 8);
      }),
      { numRuns: 60 },
    );
  });
});
