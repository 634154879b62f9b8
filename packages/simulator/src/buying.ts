import type { Impressions, Memory, Touch } from './clicks.js';
import { groupBy } from './groups.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Span } from './instants.js';
import type { Device, Person } from './people.js';
import type { Random } from './random.js';

/** What made an order happen. Only the simulator ever knows. */
export type Cause = { readonly kind: 'organic' } | { readonly kind: 'click'; readonly touch: Touch } | { readonly kind: 'code'; readonly memory: Memory };

/** A decision to buy. */
export interface Purchase {
  readonly person: Person;
  readonly device: Device;
  readonly at_ms: number;
  readonly cause: Cause;
  /** The click whose id the shop still holds on that device. */
  readonly click: Touch | undefined;
}

/** How long a shop holds a click id in its own cookie. */
const SHOP_COOKIE_MS = 30 * DAY_MS;
const SHOP_COOKIE_SAFARI_MS = 7 * DAY_MS;
/** Without cookies it lives in the open page alone. */
const SHOP_PAGE_MS = 30 * MINUTE_MS;

/** Every purchase, in the order of time: those that would come anyway, and those a creator caused. */
export function makePurchases(people: readonly Person[], impressions: Impressions, span: Span, random: Random): Purchase[] {
  const touchesOf = groupBy(impressions.touches, ({ person }) => person.index);
  const organic = people.flatMap((person) => organicPurchases(person, span, random));
  const clicked = impressions.touches.flatMap((touch) => purchaseByClick(touch, random));
  const remembered = impressions.memories.flatMap((memory) => purchaseByCode(memory, random));
  return [...organic, ...clicked, ...remembered]
    .filter(({ at_ms }) => at_ms < span.end_ms)
    .sort((a, b) => a.at_ms - b.at_ms || a.person.index - b.person.index)
    .map((decision) => ({ ...decision, click: heldClick(decision, touchesOf.get(decision.person.index) ?? []) }));
}

type Decision = Omit<Purchase, 'click'>;

function organicPurchases(person: Person, span: Span, random: Random): Decision[] {
  const days = (span.end_ms - span.start_ms) / DAY_MS;
  return Array.from({ length: random.poisson(person.organic_orders_a_day * days) }, () => ({
    person,
    device: random.pick(person.devices),
    at_ms: Math.floor(random.between(span.start_ms, span.end_ms)),
    cause: { kind: 'organic' },
  }));
}

function purchaseByClick(touch: Touch, random: Random): Decision[] {
  const { person, device, post, at_ms } = touch;
  if (!random.chance(post.creator.effect.conversion)) return [];
  const sameSession = random.chance(0.55);
  const lag_ms = sameSession ? random.exponential(8 * MINUTE_MS) : random.exponential(1.5 * DAY_MS);
  const buysOn = sameSession || random.chance(0.5) ? device : random.pick(person.devices);
  return [{ person, device: buysOn, at_ms: at_ms + MINUTE_MS + Math.floor(lag_ms), cause: { kind: 'click', touch } }];
}

function purchaseByCode(memory: Memory, random: Random): Decision[] {
  const { person, post, at_ms } = memory;
  if (!random.chance(post.creator.effect.code_conversion)) return [];
  const lag_ms = HOUR_MS + Math.floor(random.exponential(2 * DAY_MS));
  return [{ person, device: random.pick(person.devices), at_ms: at_ms + lag_ms, cause: { kind: 'code', memory } }];
}

function heldClick(decision: Decision, touches: readonly Touch[]): Touch | undefined {
  const { device, at_ms } = decision;
  const held_ms = device.cookies_blocked ? SHOP_PAGE_MS : device.user_agents.safari ? SHOP_COOKIE_SAFARI_MS : SHOP_COOKIE_MS;
  return touches
    .filter((touch) => touch.device === device && touch.at_ms < at_ms && touch.at_ms > at_ms - held_ms)
    .reduce<Touch | undefined>((latest, touch) => (latest === undefined || touch.at_ms > latest.at_ms ? touch : latest), undefined);
}
