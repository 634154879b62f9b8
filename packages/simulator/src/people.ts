import { v5 } from 'uuid';
import type { CreatorModel } from './creators.js';
import type { MarketOptions } from './options.js';
import type { Random } from './random.js';
import { type DeviceKind, makeUserAgents, type UserAgents } from './user-agents.js';

/** Namespace of simulated visitor ids. */
const VISITORS = '0d1b6d5e-51b8-5c60-9f5e-2f3a1c7b9e42';
const FOLLOWED_MAX = 5;

export interface Device {
  readonly user_agents: UserAgents;
  /** What the tracker's cookie holds; undefined where cookies are blocked or `Sec-GPC` is sent. */
  readonly visitor_id: string | undefined;
  readonly cookies_blocked: boolean;
  readonly address: string;
}

export interface Person {
  readonly index: number;
  readonly follows: readonly CreatorModel[];
  /** Would buy again and again without any creator. */
  readonly loyal: boolean;
  /** Orders a day that come anyway. */
  readonly organic_orders_a_day: number;
  readonly click_propensity: number;
  readonly private: boolean;
  /** The first device is the phone they follow creators on. */
  readonly devices: readonly [Device, ...Device[]];
  /** Undefined for those who always order as guests. */
  readonly customer_id: string | undefined;
  readonly email: string;
  readonly country: string;
  /** Ordered already before the market begins. */
  readonly known_customer: boolean;
}

export function makePeople(options: MarketOptions, creators: readonly CreatorModel[], random: Random): Person[] {
  const weights = {
    loyal: creators.map((creator) => [creator.entity.followers ** 0.6 * creator.effect.loyal_pull, creator] as const),
    others: creators.map((creator) => [creator.entity.followers ** 0.6, creator] as const),
  };
  return Array.from({ length: options.people }, (_, index) => {
    const loyal = random.chance(0.15);
    const wanted = Math.min(FOLLOWED_MAX, 1 + random.poisson(2));
    const follows = new Set(Array.from({ length: wanted }, () => random.weighted(loyal ? weights.loyal : weights.others)));
    const gpc = random.chance(0.04);
    return {
      index,
      follows: [...follows],
      loyal,
      organic_orders_a_day: (loyal ? 0.42 : 0.028) / 60,
      click_propensity: Math.min(4, random.logNormal(loyal ? 1.4 : 0.85, 0.6)),
      private: gpc,
      devices: makeDevices({ seed: options.seed, person: index, gpc }, random),
      customer_id: random.chance(0.65) ? `cust-${options.seed}-${index}` : undefined,
      email: `person.${options.seed}.${index}@example.com`,
      country: countryOf(random),
      known_customer: random.chance(loyal ? 0.7 : 0.05),
    };
  });
}

function countryOf(random: Random): string {
  return random.weighted([
    [52, 'DE'],
    [12, 'AT'],
    [12, 'FR'],
    [10, 'NL'],
    [8, 'ES'],
    [6, 'US'],
  ]);
}

interface Owner {
  readonly seed: number;
  readonly person: number;
  readonly gpc: boolean;
}

function makeDevices(owner: Owner, random: Random): readonly [Device, ...Device[]] {
  const phone = makeDevice(owner, 0, random.chance(0.55) ? 'iphone' : 'android', random);
  if (!random.chance(0.35)) return [phone];
  const desk = makeDevice(owner, 1, random.chance(0.65) ? 'windows' : 'mac', random);
  if (!random.chance(0.1)) return [phone, desk];
  return [phone, desk, makeDevice(owner, 2, random.chance(0.5) ? 'iphone' : 'android', random)];
}

function makeDevice(owner: Owner, number: number, kind: DeviceKind, random: Random): Device {
  const cookies_blocked = random.chance(0.08);
  const visitor_id = cookies_blocked || owner.gpc ? undefined : v5(`${owner.seed}/${owner.person}/${number}`, VISITORS);
  return { user_agents: makeUserAgents(kind, random), visitor_id, cookies_blocked, address: makeAddress(random) };
}

/** From ranges that belong to nobody: 240.0.0.0/4 is reserved (RFC 1112), 2001:db8::/32 is for documentation (RFC 3849). */
export function makeAddress(random: Random): string {
  if (random.chance(0.7)) return `${random.integer(240, 254)}.${random.integer(0, 255)}.${random.integer(0, 255)}.${random.integer(1, 254)}`;
  const group = () => random.integer(0, 0xffff).toString(16);
  return `2001:db8:${group()}:${group()}::${group()}`;
}
