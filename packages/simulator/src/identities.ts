import type { Touch } from './clicks.js';
import { isoInstant, MINUTE_MS, type Span } from './instants.js';
import type { OrderModel } from './orders.js';
import type { Device } from './people.js';
import type { Random } from './random.js';
import type { IdentityReport } from './reports.js';

const LOGIN_RATE = 0.6;
const EMAIL_TOLD_RATE = 0.4;

/** Log-ins after a click join a device to an account; accounts tell their e-mail with the first order. */
export function makeIdentities(touches: readonly Touch[], orders: readonly OrderModel[], span: Span, random: Random): IdentityReport[] {
  return [...logins(touches, random), ...emails(orders, random)].filter(({ occurred_at }) => occurred_at < isoInstant(span.end_ms));
}

function logins(touches: readonly Touch[], random: Random): IdentityReport[] {
  const seen = new Set<Device>();
  return touches.flatMap(({ person, device, at_ms }) => {
    const { visitor_id } = device;
    if (seen.has(device) || visitor_id === undefined || person.customer_id === undefined) return [];
    seen.add(device);
    if (!random.chance(LOGIN_RATE)) return [];
    const occurred_at = isoInstant(at_ms + random.integer(1, 5) * MINUTE_MS);
    return [{ type: 'identified', occurred_at, source: 'simulator', visitor_id, customer_id: person.customer_id }];
  });
}

function emails(orders: readonly OrderModel[], random: Random): IdentityReport[] {
  const seen = new Set<number>();
  return orders.flatMap(({ person, at_ms }) => {
    if (seen.has(person.index) || person.customer_id === undefined) return [];
    seen.add(person.index);
    if (!random.chance(EMAIL_TOLD_RATE)) return [];
    return [{ type: 'identified', occurred_at: isoInstant(at_ms), source: 'simulator', customer_id: person.customer_id, email: person.email }];
  });
}
