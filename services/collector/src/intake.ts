import { type AnyEvent, CATALOGUE, naturalEventId, slotKey } from '@touchline/events';
import { checkPeriod, instantOf } from './instants.js';
import { rateOf } from './money.js';
import { naturalKeyOf } from './natural-key.js';
import { personOf } from './person.js';
import { readReported } from './read-event.js';
import type { AnyReported } from './shapes.js';

export interface IntakeContext {
  readonly workspace_id: string;
  readonly currency: string;
  readonly received_ms: number;
}

/**
 * Turns what a brand wrote into an event of the log. Pure.
 * @throws TouchlineError with the path of the wrong field
 */
export function takeIn(raw: unknown, context: IntakeContext): AnyEvent {
  const told = readReported(raw);
  const occurred_at = instantOf(told.occurred_at, context.received_ms);
  const person = told.type === 'cost_recorded' ? {} : personOf(told);
  const { id, about } = naturalKeyOf(told, person);
  return {
    type: told.type,
    version: CATALOGUE[told.type].version,
    event_id: naturalEventId([context.workspace_id, told.type, ...id]),
    workspace_id: context.workspace_id,
    occurred_at,
    received_at: new Date(context.received_ms).toISOString(),
    source: told.source,
    key: slotKey(context.workspace_id, about),
    person,
    payload: payloadOf(told, context.currency),
  } as AnyEvent;
}

/** The event's own fields: without what stands in the envelope or names a person. */
function payloadOf(told: AnyReported, workspaceCurrency: string): AnyEvent['payload'] {
  switch (told.type) {
    case 'order_placed': {
      const { type, version, occurred_at, source, visitor_id, customer_id, email, email_sha256, fx_rate, ...payload } = told;
      const rate = rateOf(told, workspaceCurrency);
      return rate === undefined ? payload : { ...payload, fx_rate: rate };
    }
    case 'order_refunded': {
      const { type, version, occurred_at, source, visitor_id, customer_id, email, email_sha256, ...payload } = told;
      return payload;
    }
    case 'code_redeemed': {
      const { code, order_id } = told;
      return order_id === undefined ? { code } : { code, order_id };
    }
    case 'identified':
      return told.click_id === undefined ? {} : { click_id: told.click_id };
    case 'cost_recorded': {
      checkPeriod(told);
      const { type, version, occurred_at, source, fx_rate, ...payload } = told;
      const rate = rateOf(told, workspaceCurrency);
      return rate === undefined ? payload : { ...payload, fx_rate: rate };
    }
  }
}
