import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../src/bulk/buckets.js';

const HOUR_MS = 3_600_000;
const BEGIN_MS = Date.UTC(2026, 0, 30);

const hoursOf = (orders: readonly number[]) => orders.map((count, index) => ({ hour_ms: BEGIN_MS + index * 5 * HOUR_MS, orders: count }));

describe('buckets of time', () => {
  it('hold every hour once, in order, within one month, and no more orders than there is room for their touches', () => {
    const orders = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(orders, fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 5_000 }), (counts, touches, touches_max) => {
        const hours = hoursOf(counts);
        const buckets = bucketsOf(hours, { touches, touches_max });
        expect(buckets.map(({ bucket }) => bucket)).toEqual(buckets.map((_, index) => index + 1));
        const total = counts.reduce((sum, count) => sum + count, 0);
        for (const { begin_ms, end_ms } of buckets) {
          const inside = hours.filter(({ hour_ms }) => hour_ms >= begin_ms && hour_ms < end_ms);
          expect(new Set(inside.map(({ hour_ms }) => new Date(hour_ms).getUTCMonth())).size).toBe(1);
          const held = inside.reduce((sum, hour) => sum + hour.orders, 0);
          if (inside.length > 1) expect((held * touches) / total).toBeLessThanOrEqual(touches_max * (1 + 1e-12));
        }
        const placed = hours.filter(({ hour_ms }) => buckets.filter(({ begin_ms, end_ms }) => hour_ms >= begin_ms && hour_ms < end_ms).length === 1);
        expect(placed).toHaveLength(hours.length);
      }),
    );
  });
});
