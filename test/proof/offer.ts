import { createHash } from 'node:crypto';
import { Progress } from '@touchline/proof';
import { type Clicker, makeClicker, Random } from '@touchline/simulator';
import { click } from '../support/browser-like.js';
import type { RunningTouchline } from '../support/touchline.js';

export const OFFER = { slug: 'offer', destination: 'https://shop.example/offer', holdout_url: 'https://shop.example/home', held_share: 0.2 };

const CLICKS_AT_ONCE = 24;
const ORDERS_A_REQUEST = 500;
/** As a browser does when the connection it kept was closed meanwhile; the same visitor is one unit however often they click. */
const TRIES_MAX = 5;
/** Every tenth comes a second time; every fiftieth asks for no identifiers, and so is in no arm. */
const AGAIN_EVERY = 10;
const PRIVATE_EVERY = 50;

/** What the visitors did, as they themselves know it. */
export interface Lived {
  /** Visitors in an arm, by where they were sent. */
  readonly control: Counted;
  readonly treated: Counted;
  readonly in_no_arm: number;
}

interface Counted {
  n: number;
  conversions: number;
  revenue_minor: number;
}

interface Order {
  readonly order_id: string;
  readonly amount_minor: number;
  readonly click_id: string;
}

export interface Visits {
  readonly running: RunningTouchline;
  readonly visitors: number;
  readonly seed: number;
}

/** Every visitor follows the link over HTTP, lands where they are sent, and orders what they would order from that page. */
export async function visitAndOrder({ running, visitors, seed }: Visits): Promise<Lived> {
  const random = Random.fromSeed(seed);
  const people = Array.from({ length: visitors }, () => makeClicker(random));
  const lived = { control: { n: 0, conversions: 0, revenue_minor: 0 }, treated: { n: 0, conversions: 0, revenue_minor: 0 }, in_no_arm: 0 };
  const orders: Order[] = [];
  const progress = new Progress(visitors, 'visitors');
  let [next, done] = [0, 0];
  const worker = async () => {
    for (let index = next++; index < visitors; index = next++) {
      const person = people[index];
      if (person === undefined) return;
      const order = await visit(running, { person, index, lived });
      if (order !== undefined) orders.push(order);
      done += 1;
      progress.update(done, visitors);
    }
  };
  await Promise.all(Array.from({ length: CLICKS_AT_ONCE }, worker));
  progress.stop();
  for (let from = 0; from < orders.length; from += ORDERS_A_REQUEST) await report(running, orders.slice(from, from + ORDERS_A_REQUEST));
  return lived;
}

interface Visit {
  readonly person: Clicker;
  readonly index: number;
  readonly lived: Lived & { in_no_arm: number };
}

async function visit(running: RunningTouchline, { person, index, lived }: Visit): Promise<Order | undefined> {
  const secret = index % PRIVATE_EVERY === 0;
  const cookie = `tlv=${createHash('md5').update(`visitor ${index}`).digest('hex')}`;
  const follow = () => clickAgain(running, { cookie, ...(secret ? { 'sec-gpc': '1' } : {}) });
  const first = await follow();
  const { location, click_id } = index % AGAIN_EVERY === 1 ? await follow() : first;
  if (location.pathname !== first.location.pathname) throw new Error(`visitor ${index} was sent to both pages`);
  if (secret) {
    lived.in_no_arm += 1;
    return undefined;
  }
  const held = location.pathname === new URL(OFFER.holdout_url).pathname;
  const arm = held ? lived.control : lived.treated;
  const amount_minor = held ? person.plain_minor : person.offer_minor;
  arm.n += 1;
  if (amount_minor === undefined) return undefined;
  arm.conversions += 1;
  arm.revenue_minor += amount_minor;
  return { order_id: `o-${index}`, amount_minor, click_id };
}

async function clickAgain(running: RunningTouchline, headers: Readonly<Record<string, string>>): ReturnType<typeof click> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await click(running.url('TRACKER', `/${OFFER.slug}`), headers);
    } catch (error) {
      // fetch says so where there was no answer; a wrong answer is another error.
      if (!(error instanceof TypeError) || tried === TRIES_MAX) throw error;
    }
  }
}

async function report(running: RunningTouchline, orders: readonly Order[]): Promise<void> {
  const events = orders.map((order) => ({ type: 'order_placed', currency: 'EUR', ...order }));
  const headers = { authorization: `Bearer ${running.firstKey}`, 'content-type': 'application/json' };
  const answer = await fetch(running.url('COLLECTOR', '/v1/events'), { method: 'POST', headers, body: JSON.stringify({ events }) });
  const { results } = (await answer.json()) as { results: readonly { outcome: string }[] };
  const refused = results.filter(({ outcome }) => outcome !== 'accepted');
  if (answer.status !== 202 || refused.length > 0)
    throw new Error(`the collector answered ${answer.status} and took not ${refused.length} of ${orders.length}`);
}
