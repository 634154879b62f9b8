import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCron, instantInZone, slotId, slotsBetween } from '../src/index.js';

const at = (text: string) => new Date(text);
const texts = (slots: readonly Date[]) => slots.map((slot) => slot.toISOString());
const BERLIN = { cron: '30 2 * * *', time_zone: 'Europe/Berlin' };

describe('the slots of a schedule', () => {
  it('are after the first instant and up to the last, oldest first, in the schedule’s zone', () => {
    const monday = { cron: '0 8 * * 1', time_zone: 'Europe/Berlin' };
    const slots = slotsBetween(monday, { from: at('2026-11-09T07:00:00Z'), to: at('2026-11-23T07:00:00Z'), limit: 10 });
    expect(texts(slots)).toEqual(['2026-11-16T07:00:00.000Z', '2026-11-23T07:00:00.000Z']);
  });

  it('are the newest where there are too many', () => {
    const slots = slotsBetween({ cron: '* * * * *', time_zone: 'UTC' }, { from: at('2020-01-01T00:00:00Z'), to: at('2026-11-23T07:00:30Z'), limit: 2 });
    expect(texts(slots)).toEqual(['2026-11-23T06:59:00.000Z', '2026-11-23T07:00:00.000Z']);
  });

  it('come once on the day that has 02:30 twice, and once on the day that has none', () => {
    const autumn = slotsBetween(BERLIN, { from: at('2026-10-24T10:00:00Z'), to: at('2026-10-25T10:00:00Z'), limit: 10 });
    expect(autumn).toHaveLength(1);
    const spring = slotsBetween(BERLIN, { from: at('2026-03-28T10:00:00Z'), to: at('2026-03-29T10:00:00Z'), limit: 10 });
    expect(spring).toHaveLength(1);
  });

  it('are the same however the time is cut into looks: none is lost and none comes twice (I1, I2)', () => {
    const from = Date.UTC(2026, 2, 27);
    const day_ms = 86_400_000;
    const schedules = [BERLIN, { cron: '*/17 * * * *', time_zone: 'America/New_York' }, { cron: '0 0 1 * *', time_zone: 'Asia/Kolkata' }];
    fc.assert(
      fc.property(fc.constantFrom(...schedules), fc.uniqueArray(fc.integer({ min: 1, max: 4 * day_ms }), { maxLength: 6 }), (schedule, cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), 4 * day_ms].map((each) => new Date(from + each));
        const whole = slotsBetween(schedule, { from: new Date(from), to: new Date(from + 4 * day_ms), limit: 1_000 });
        const parts = edges.slice(1).flatMap((to, place) => slotsBetween(schedule, { from: edges[place] ?? to, to, limit: 1_000 }));
        expect(texts(parts)).toEqual(texts(whole));
      }),
      { numRuns: 30 },
    );
  });
});

describe('what is no schedule', () => {
  it.each([
    ['61 * * * *', 'UTC', 'cron'],
    ['0 0 31 2 *', 'UTC', 'cron'],
    ['words', 'UTC', 'cron'],
    ['0 8 * * 1', 'Europe/Atlantis', 'time_zone'],
  ])('is told with its field: %s in %s', (cron, time_zone, path) => {
    expect(() => checkCron({ cron, time_zone })).toThrow(expect.objectContaining({ code: 'TL_FIELD_VALUE', path }));
  });
});

it('a slot’s id tells schedule and instant, and sorts by time', () => {
  expect(slotId('weekly', at('2026-11-23T07:00:00Z'))).toBe('weekly.20261123T070000Z');
  expect(instantInZone(at('2026-11-23T07:00:00Z'), 'Europe/Berlin')).toBe('Mon 23 Nov 2026, 08:00 Europe/Berlin');
});
