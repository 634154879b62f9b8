import type { Entities } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Stored } from '../types.js';

type Slot = Entities['report_slot'];
type From = Slot['state'] | 'none';

/**
 * Which states may follow which; `none` is before anybody took the slot.
 *
 * | from    | to claimed                                  | to done, failed          | to missed |
 * |---------|---------------------------------------------|--------------------------|-----------|
 * | none    | as claim 1                                  |                          | yes       |
 * | claimed | its claimer goes on; another, as the next   | its claimer, same claim  |           |
 * |         | claim, once `claimed_until` is over         |                          |           |
 * | done    |                                             |                          |           |
 * | failed  |                                             |                          |           |
 * | missed  |                                             |                          |           |
 *
 * The log's order decides between two that want the same slot, in Kafka as on one machine: the topic `directory` has one partition,
 * everybody folds it in its order by this rule, and the later claim is passed over by all alike. Clocks only decide when a claim
 * is taken for dead, never who has it.
 */
const MAY_FOLLOW: Readonly<Record<From, readonly Slot['state'][]>> = {
  none: ['claimed', 'missed'],
  claimed: ['claimed', 'done', 'failed'],
  done: [],
  failed: [],
  missed: [],
};

/** Why a slot may not become this; undefined when it may. Asked before the append and again when it is folded. */
export function refusalOfSlot(before: Stored<'report_slot'> | undefined, next: Slot): TouchlineError | undefined {
  const slot = before?.entity;
  if (before?.archived || !MAY_FOLLOW[slot?.state ?? 'none'].includes(next.state)) return taken(`it is ${slot?.state ?? 'not claimed'}`);
  if (slot === undefined) return next.claim === (next.state === 'missed' ? 0 : 1) ? undefined : taken('nobody had it before');
  if (slot.schedule_id !== next.schedule_id || slot.slot_at !== next.slot_at) return taken('it is of another instant');
  if (next.claim === slot.claim && next.claimer === slot.claimer) return undefined;
  const overdue = Date.parse(next.claimed_at) >= Date.parse(slot.claimed_until);
  return next.state === 'claimed' && next.claim === slot.claim + 1 && overdue ? undefined : taken(`${slot.claimer} has it until ${slot.claimed_until}`);
}

function taken(why: string): TouchlineError {
  return new TouchlineError('TL_REPORT_SLOT_TAKEN', `The slot cannot be taken: ${why}.`);
}
