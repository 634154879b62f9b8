import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsFor } from '../src/index.js';

const COVERED = { least: 0.93, most: 0.97 };

/** P(X ≤ count) term by term; no share is so near 0 or 1 that its 300th power would be none. */
function atMost(count: number, runs: number, share: number): number {
  let [term, sum] = [(1 - share) ** runs, 0];
  for (let k = 0; k <= count; k += 1) {
    sum += term;
    term *= ((runs - k) / (k + 1)) * (share / (1 - share));
  }
  return sum;
}

describe('the bounds for a number of runs (I8)', () => {
  it('are those that were written from 1,000 runs on', () => {
    expect([boundsFor(COVERED, 1_000), boundsFor(COVERED, 20_000)]).toEqual([COVERED, COVERED]);
  });

  it('refuse a claim that is just true at most once in 1,000, and one count further would not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.1, max: 0.9, noNaN: true }), (runs, share) => {
        const { least, most } = boundsFor({ least: share, most: share }, runs);
        const [low, high] = [Math.round(least * runs), Math.round(most * runs)];
        const [below, above] = [atMost(low - 1, runs, share), 1 - atMost(high, runs, share)];
        expect(below).toBeLessThanOrEqual(0.001 + 1e-9);
        expect(above).toBeLessThanOrEqual(0.001 + 1e-9);
        expect(atMost(low, runs, share)).toBeGreaterThan(0.001 - 1e-9);
        expect(1 - atMost(high - 1, runs, share)).toBeGreaterThan(0.001 - 1e-9);
      }),
    );
  });

  it('leave certainty as it is: what is to happen always, or never, has no room', () => {
    expect(boundsFor({ least: 1, most: 1 }, 40)).toEqual({ least: 1, most: 1 });
    expect(boundsFor({ least: 0, most: 0 }, 40)).toEqual({ least: 0, most: 0 });
  });
});
