import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsOf } from '../src/bulk/buckets.js';

const HOUR_MS = 3_600_000;
const BEGIN_MS = Date.UTC(2026, 0, 30);

const hoursOf = (orders: readonly number[]) => orders.map((count, index) => ({ hour_ms: BEGIN_MS + index * 5 * HOUR_MS, orders: count }));

describe('buckets of time', () => {
  it('hold every hour once, in order, within one month, and no more orders than there is room for their touches', () => {
    const orders = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 60 });
    const room = { touches: fc.integer({ min: 0, max: 1_000_000 }), touches_max: fc.integer({ min: 1, max: 500_000 }), lanes: fc.integer({ min: 1, max: 4 }) };
    fc.assert(
      fc.property(orders, room.touches, room.touches_max, room.lanes, (counts, touches, touches_max, lanes) => {
        const hours = hoursOf(counts);
        const buckets = bucketsOf(hours, { touches, touches_max, lanes });
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

  it('cut a large month evenly, into one for each lane, and leave a small one whole', () => {
    const january = Array.from({ length: 40 }, (_, hour) => ({ hour_ms: Date.UTC(2026, 0, 1, hour), orders: 1_000 }));
    const february = [{ hour_ms: Date.UTC(2026, 1, 1), orders: 10 }];
    const buckets = bucketsOf([...january, ...february], { touches: 1_000, touches_max: 1_000, lanes: 2 });
    const starts = [january[0], january[20], february[0]].map((hour) => hour?.hour_ms);
    expect(buckets.map(({ begin_ms }) => begin_ms)).toEqual(starts);
  });
});
