import { type AnyEvent, CATALOGUE, naturalEventId, slotKey } from '@touchline/events';
import { type ExperimentOf, type Placed, place } from './experiments.js';
import { checkDay, checkPeriod, instantOf } from './instants.js';
import { rateOf } from './money.js';
import { naturalKeyOf } from './natural-key.js';
import { type Identifiers, personOf } from './person.js';
import { readReported } from './read-event.js';
import type { AnyReported } from './shapes.js';

export interface IntakeContext {
  readonly workspace_id: string;
  readonly currency: string;
  readonly received_ms: number;
  readonly experimentOf: ExperimentOf;
}

/**
 * Turns what a brand wrote into an event of the log. Pure.
 * @throws TouchlineError with the path of the wrong field
 */
export function takeIn(raw: unknown, context: IntakeContext): AnyEvent {
  const told = readReported(raw);
  const occurred_at = instantOf(told.occurred_at, context.received_ms);
  const person = isOfNobody(told) ? {} : personOf(told);
  const ofExperiment = told.type === 'experiment_assigned' || told.type === 'experiment_exposed';
  const placed = ofExperiment ? place(told, person, context.experimentOf) : undefined;
  const { id, about } = naturalKeyOf(told, person, placed);
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
    payload: placed === undefined ? payloadOf(told, context.currency) : placedPayload(told, placed),
  } as AnyEvent;
}

type OfNobody = Extract<AnyReported, { type: 'cost_recorded' | 'geo_outcome' | 'post_metrics_recorded' }>;

/** What is about things and not about somebody names nobody. */
function isOfNobody(told: AnyReported): told is OfNobody {
  return told.type === 'cost_recorded' || told.type === 'geo_outcome' || told.type === 'post_metrics_recorded';
}

/** The event's own fields: without what stands in the envelope or names a person. */
function payloadOf(told: AnyReported, workspaceCurrency: string): Readonly<Record<string, unknown>> {
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
    case 'geo_outcome':
      checkDay(told.day, 'day');
      return withoutHead(told);
    default:
      return withoutHead(told);
  }
}

/** What the experiment says of its unit is not the sender's to say. */
function placedPayload(told: AnyReported, { arm, unit, assignment }: Placed): Readonly<Record<string, unknown>> {
  const payload = { ...withoutHead(told), arm, unit };
  return told.type === 'experiment_assigned' ? { ...payload, assignment } : payload;
}

function withoutHead(told: AnyReported): Readonly<Record<string, unknown>> {
  const { type, version, occurred_at, source, visitor_id, customer_id, email, email_sha256, ...payload } = told as typeof told & Partial<Identifiers>;
  return payload;
}
