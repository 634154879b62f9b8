import type { Person } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Placed } from './experiments.js';
import type { AnyReported } from './shapes.js';

/** What makes a report the same as another, and who its order is kept for. */
export interface NaturalKey {
  /** Parts of the deterministic event id, beside workspace and type. */
  readonly id: readonly string[];
  /** The person or thing whose events stay in order. */
  readonly about: string;
}

const IDENTIFIERS_MIN = 2;

/**
 * One order id is one order of a workspace, whichever source tells it; a refund is one by order and refund id; an identification
 * is one by the identifiers it joins; an assignment is one by experiment, unit and arm, an exposure by its id or instant too; a
 * market's figure by day and revision, what a post had come to by instant and revision.
 * @throws TouchlineError TL_PERSON_MISSING when an identification joins nothing
 */
export function naturalKeyOf(told: AnyReported, person: Person, placed: Placed | undefined): NaturalKey {
  switch (told.type) {
    case 'order_placed':
      return { id: [told.order_id], about: person.customer_id ?? told.order_id };
    case 'order_refunded':
      return { id: [told.order_id, told.refund_id], about: person.customer_id ?? told.order_id };
    case 'code_redeemed':
      return { id: [told.redemption_id], about: person.customer_id ?? told.order_id ?? told.redemption_id };
    case 'identified':
      return identification({ ...person, click_id: told.click_id });
    case 'cost_recorded':
      return { id: [told.cost_id], about: told.creator_id };
    case 'view':
      return { id: [told.view_id], about: person.visitor_id ?? person.customer_id ?? person.email_sha256 ?? told.view_id };
    case 'experiment_assigned':
      return ofUnit(told.experiment_id, placed, []);
    case 'experiment_exposed':
      return ofUnit(told.experiment_id, placed, [told.exposure_id ?? new Date(told.occurred_at).toISOString()]);
    case 'geo_outcome':
      return { id: [told.geo_id, told.day, told.metric, String(told.revision)], about: told.geo_id };
    case 'post_metrics_recorded':
      return { id: [told.post_id, new Date(told.occurred_at).toISOString(), String(told.revision)], about: told.post_id };
  }
}

/** The arm is part of it: a unit that was told in two arms must be seen in both, and not be taken for a repeat. */
function ofUnit(experimentId: string, placed: Placed | undefined, more: readonly string[]): NaturalKey {
  if (placed === undefined) throw new Error('a unit without its experiment');
  return { id: [experimentId, placed.unit, placed.identifier, placed.arm, ...more], about: placed.identifier };
}

function identification(joined: Person & { readonly click_id: string | undefined }): NaturalKey {
  const { customer_id, email_sha256, visitor_id, click_id } = joined;
  const named = Object.entries({ customer_id, email_sha256, visitor_id, click_id }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  if (named.length < IDENTIFIERS_MIN) {
    throw new TouchlineError('TL_PERSON_MISSING', 'Expected at least two of `visitor_id`, `click_id`, `customer_id`, `email_sha256` or `email`.', '');
  }
  const about = customer_id ?? email_sha256 ?? visitor_id ?? '';
  return { id: named.map((pair) => pair.join('=')).sort(), about };
}
