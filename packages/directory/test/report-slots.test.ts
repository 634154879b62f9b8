import type { Entities } from '@touchline/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOfSlot } from '../src/reports/slot-life.js';
import type { Stored } from '../src/types.js';

type Slot = Entities['report_slot'];

const LEASE_MS = 1_000;
const at = (ms: number) => new Date(ms).toISOString();

function slot(change: Partial<Slot> = {}, now_ms: number = 0): Slot {
  const instants = { claimed_at: at(now_ms), claimed_until: at(now_ms + LEASE_MS) };
  return { schedule_id: 's', slot_at: at(0), state: 'claimed', claim: 1, claimer: 'a', ...instants, deliveries: [], ...change };
}

const stored = (entity: Slot): Stored<'report_slot'> => ({ workspace_id: 'w', kind: 'report_slot', id: 's.0', entity, archived: false, offset: 0 });
const may = (before: Slot | undefined, next: Slot) => refusalOfSlot(before === undefined ? undefined : stored(before), next) === undefined;

describe('a report’s slot', () => {
  it('is taken by whoever comes first, and by another only when the lease is over, as the next claim', () => {
    expect(may(undefined, slot())).toBe(true);
    expect(may(slot(), slot({ claimer: 'b', claim: 1 }))).toBe(false);
    expect(may(slot(), slot({ claimer: 'b', claim: 2 }, LEASE_MS - 1))).toBe(false);
    expect(may(slot(), slot({ claimer: 'b', claim: 2 }, LEASE_MS))).toBe(true);
    expect(may(slot(), slot({ claimer: 'b', claim: 3 }, LEASE_MS))).toBe(false);
  });

  it('is lost to whoever was taken for dead: nothing it writes counts any more', () => {
    const lost = slot({ claimer: 'b', claim: 2 }, LEASE_MS);
    expect(may(lost, slot({ state: 'done' }, LEASE_MS + 1))).toBe(false);
    expect(may(lost, slot({ claimer: 'b', claim: 2, state: 'done' }, LEASE_MS + 1))).toBe(true);
  });

  it('is over once it is done, failed or missed', () => {
    expect(may(undefined, slot({ state: 'missed', claim: 0 }))).toBe(true);
    expect(may(undefined, slot({ state: 'done' }))).toBe(false);
    for (const state of ['done', 'failed', 'missed'] as const) expect(may(slot({ state }), slot({ claim: 2, claimer: 'b' }, 9 * LEASE_MS))).toBe(false);
  });

  it('is done at most once, in whatever order makers write and clocks run (I2)', () => {
    const write = fc.record({
      claimer: fc.constantFrom('a', 'b', 'c'),
      state: fc.constantFrom('claimed' as const, 'done' as const),
      claim: fc.integer({ min: 1, max: 5 }),
      now_ms: fc.integer({ min: 0, max: 10 * LEASE_MS }),
    });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        let standing: Slot | undefined;
        let done = 0;
        for (const { now_ms, ...change } of writes) {
          const next = slot(change, now_ms);
          if (!may(standing, next)) continue;
          // Whoever writes it as done is the one that has it.
          if (next.state === 'done') {
            done += 1;
            expect(next).toMatchObject({ claimer: standing?.claimer, claim: standing?.claim });
          }
          standing = next;
        }
        expect(done).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });
});
