import type { Directory, Stored } from '@touchline/directory';
import { slotId, slotsBetween } from '@touchline/schedule';
import type { Schedule } from '../report.js';

/** How far back is looked for slots nobody took. */
const LOOK_BACK_MS = 35 * 86_400_000;
const SLOTS_MAX = 64;
/** Of slots that were missed the newest are made up for; nobody wants a hundred mails. */
const CATCH_UP_MAX = 7;
/** Without catching up: a slot that nobody took within this is missed. */
const GRACE_MS = 3_600_000;
/** Who takes a slot that so many died over dies too. */
const CLAIMS_TRIED_MAX = 20;

export interface DueSlot {
  readonly slot_id: string;
  readonly slot_at: Date;
  /** make: nobody has it, or whoever had it is dead. give_up: so many died over it. miss: it is too late. */
  readonly todo: 'make' | 'give_up' | 'miss';
}

export interface DueRequest {
  readonly directory: Directory;
  readonly schedule: Stored<'report_schedule'>;
  readonly time_zone: string;
  readonly now: Date;
  readonly settle_ms: number;
}

/** What of a schedule is to be done now, oldest first. @throws TouchlineError TL_FIELD_VALUE for a cron expression that is none */
export function dueSlots({ directory, schedule, time_zone, now, settle_ms }: DueRequest): DueSlot[] {
  const { entity, workspace_id, id } = schedule;
  const from = new Date(Math.max(Date.parse(entity.from), now.getTime() - LOOK_BACK_MS));
  const to = new Date(now.getTime() - settle_ms);
  const slots = slotsBetween({ cron: entity.cron, time_zone }, { from, to, limit: SLOTS_MAX });
  return slots.flatMap((slot_at, place): DueSlot[] => {
    const slot_id = slotId(id, slot_at);
    const stored = directory.get('report_slot', workspace_id, slot_id)?.entity;
    if (stored === undefined) return [{ slot_id, slot_at, todo: isTooLate(entity, { slot_at, to, after: slots.length - 1 - place }) ? 'miss' : 'make' }];
    if (stored.state !== 'claimed' || Date.parse(stored.claimed_until) > now.getTime()) return [];
    return [{ slot_id, slot_at, todo: stored.claim >= CLAIMS_TRIED_MAX ? 'give_up' : 'make' }];
  });
}

interface Age {
  readonly slot_at: Date;
  readonly to: Date;
  /** Slots that came after it. */
  readonly after: number;
}

function isTooLate({ missed }: Schedule, { slot_at, to, after }: Age): boolean {
  return missed === 'mark' ? to.getTime() - slot_at.getTime() > GRACE_MS : after >= CATCH_UP_MAX;
}
