import type { Platform } from './creators.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Span } from './instants.js';
import type { Device, Person } from './people.js';
import type { PostModel } from './posts.js';
import type { Random } from './random.js';

/** Probability that an average follower clicks an average post. */
const CLICK_RATE = 0.118;
const REPEAT_RATE = 0.16;
/** Share of followers who see a post but do not click, and remember its code. */
const REMEMBER_RATE = 0.25;

/** A person's click on a post's link. */
export interface Touch {
  readonly person: Person;
  readonly device: Device;
  readonly post: PostModel;
  readonly at_ms: number;
}

/** A post seen and remembered without a click. */
export interface Memory {
  readonly person: Person;
  readonly post: PostModel;
  readonly at_ms: number;
}

export interface Impressions {
  readonly touches: Touch[];
  readonly memories: Memory[];
}

/** Who sees each post, who clicks, who clicks again, who only remembers. */
export function makeImpressions(posts: readonly PostModel[], people: readonly Person[], span: Span, random: Random): Impressions {
  const audience = audiences(people);
  const touches: Touch[] = [];
  const memories: Memory[] = [];
  for (const post of posts) {
    for (const person of audience.get(post.creator.id) ?? []) {
      const at_ms = post.at_ms + delay_ms(random);
      if (random.chance(Math.min(0.9, CLICK_RATE * person.click_propensity * post.creator.effect.appeal))) {
        touches.push(...clicksOf({ person, post, at_ms }, random));
      } else if (random.chance(REMEMBER_RATE)) {
        memories.push({ person, post, at_ms });
      }
    }
  }
  const within = <T extends { readonly at_ms: number }>(entries: T[]) => entries.filter(({ at_ms }) => at_ms < span.end_ms);
  return { touches: within(touches), memories: within(memories) };
}

function clicksOf(first: Memory, random: Random): Touch[] {
  const { person, post, at_ms } = first;
  const [phone] = person.devices;
  const device = random.chance(0.85) ? phone : random.pick(person.devices);
  const touches = [{ person, post, device, at_ms }];
  if (random.chance(REPEAT_RATE)) touches.push({ person, post, device, at_ms: at_ms + Math.floor(random.exponential(20 * MINUTE_MS)) + 2_000 });
  if (random.chance(REPEAT_RATE / 3))
    touches.push({ person, post, device: random.pick(person.devices), at_ms: at_ms + Math.floor(random.exponential(2 * DAY_MS)) });
  return touches;
}

/** Most people see a post within hours, some find it days later. */
function delay_ms(random: Random): number {
  return Math.floor(random.chance(0.85) ? random.exponential(6 * HOUR_MS) : random.exponential(4 * DAY_MS));
}

function audiences(people: readonly Person[]): Map<string, Person[]> {
  const audience = new Map<string, Person[]>();
  for (const person of people) {
    for (const creator of person.follows) {
      const followers = audience.get(creator.id);
      if (followers === undefined) audience.set(creator.id, [person]);
      else followers.push(person);
    }
  }
  return audience;
}

const REFERERS: Readonly<Record<Platform, readonly string[]>> = {
  instagram: ['https://l.instagram.com/', 'https://www.instagram.com/'],
  tiktok: ['https://www.tiktok.com/'],
  youtube: ['https://www.youtube.com/', 'https://m.youtube.com/'],
};

/** One request to a short link, as a browser or a machine would make it. */
export interface MarketClick {
  readonly link_index: number;
  /** The same click has the same id however often it is sent. */
  readonly id: string;
  readonly at: string;
  readonly method: 'GET' | 'HEAD';
  readonly address: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the tracker's cookie already holds. */
  readonly visitor_id?: string;
  /** Which person it was; a machine has none. Never sent. */
  readonly person_index?: number;
}

export function requestOf(touch: Touch, random: Random): Omit<MarketClick, 'at' | 'id'> {
  const { person, device, post } = touch;
  const { platform } = post.creator.entity;
  const in_app = random.chance(0.9);
  const user_agent = in_app ? device.user_agents.in_app[platform] : device.user_agents.browser;
  return {
    link_index: post.link_index,
    method: 'GET',
    address: device.address,
    headers: {
      'user-agent': user_agent,
      'accept-language': person.country === 'US' ? 'en-US,en;q=0.9' : 'de-DE,de;q=0.9,en;q=0.7',
      ...(random.chance(0.7) ? { referer: random.pick(REFERERS[platform]) } : {}),
      ...(person.private ? { 'sec-gpc': '1' } : {}),
    },
    ...(device.visitor_id === undefined ? {} : { visitor_id: device.visitor_id }),
    person_index: person.index,
  };
}
