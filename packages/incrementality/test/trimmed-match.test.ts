import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trimmedError, trimmedInterval, trimmedRoot } from '../src/geo/trimmed-match.js';
import { sortedResiduals } from '../src/geo/trimmed-mean.js';
import { type Answer, analysed } from './support/table.js';

const pair = fc.record({ response: fc.integer({ min: -500, max: 500 }), spend: fc.integer({ min: 1, max: 400 }) });
const pairs = fc.array(pair, { minLength: 6, maxLength: 16 });

describe('I8 trimmed match', () => {
  it('has a root at which the trimmed mean of the residuals is nothing', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 2 }), (own, trims) => {
        const root = trimmedRoot(own, trims);
        if (root === undefined) return;
        const residuals = sortedResiduals(own, root).map(({ residual }) => residual);
        const kept = residuals.slice(trims, residuals.length - trims);
        expect(Math.abs(kept.reduce((sum, residual) => sum + residual, 0))).toBeLessThan(1e-6);
      }),
    );
  });

  it('scales with the response, and moves by a return that is added to every pair', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 3 }), (own, trims) => {
        const root = trimmedRoot(own, Math.min(trims, 2));
        if (root === undefined) return;
        const moved = own.map(({ response, spend }) => ({ response: 10 * response + 2 * spend, spend }));
        expect(trimmedRoot(moved, Math.min(trims, 2))).toBeCloseTo(10 * root + 2, 5);
        expect(trimmedError(moved, 10 * root + 2, 2)).toBeCloseTo(10 * trimmedError(own, root, 2), 5);
      }),
    );
  });

  it('holds its root in its interval', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 2 }), (own, trims) => {
        const iroas = trimmedRoot(own, trims);
        if (iroas === undefined) return;
        const standard_error = trimmedError(own, iroas, trims);
        const [low, high] = trimmedInterval(own, { iroas, standard_error, trims }, 1.96);
        expect(low - 1e-7 * (1 + Math.abs(low))).toBeLessThanOrEqual(iroas);
        expect(high + 1e-7 * (1 + Math.abs(high))).toBeGreaterThanOrEqual(iroas);
      }),
    );
  });

  it('has a p below alpha exactly when its interval leaves 0 out', () => {
    const spec = {
      design: 'trimmed_match',
      delta_response: [3, 9, 4, 8, 6, 2, 7, 5, 9, 4, 6, -40],
      delta_spend: [2, 5, 3, 4, 3, 2, 4, 3, 5, 2, 4, 3],
      trim_rate: 1 / 12,
    };
    const lift = (more: number): Answer => analysed({ ...spec, delta_response: spec.delta_response.map((value) => value + more) });
    for (const more of [-12, -8, -5, -3, 0, 3]) {
      const answer = lift(more);
      const [low, high] = answer['interval'] as [number, number];
      expect(Number(answer['p']) <= 0.05, `${more}: ${low} … ${high}, p ${String(answer['p'])}`).toBe(low > 0 || high < 0);
    }
  });

  it('names the field of differences that do not match, and of spend that never differs', () => {
    const numbers = [1, 2, 3, 4];
    expect(() => analysed({ design: 'trimmed_match', delta_response: numbers, delta_spend: [1, 2, 3] })).toThrow('One spend difference');
    expect(() => analysed({ design: 'trimmed_match', delta_response: numbers, delta_spend: [0, 0, 0, 0] })).toThrow('No pair differs in spend');
    expect(() => analysed({ design: 'trimmed_match', delta_response: numbers, delta_spend: [-10, -1, 1, 10], trim_rate: 0.1 })).toThrow(
      expect.objectContaining({ path: 'delta_spend' }),
    );
  });
});
