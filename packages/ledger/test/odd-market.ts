import { archivedLink, click, DAY_MS, type Fact, identified, link, NOON, order, promoCode, redemption, refund } from './world.js';

const CREATORS = ['anna', 'ben', 'cleo', 'dora'];
const CURRENCIES = [
  { currency: 'EUR' },
  { currency: 'EUR' },
  { currency: 'USD', fx_rate: '0.9213' },
  { currency: 'JPY', fx_rate: '0.0061' },
  { currency: 'KWD', fx_rate: '3.012345678901' },
  { currency: 'GBP', fx_rate: '1' },
  { currency: 'USD' },
];
const CODES = [[], [], [], ['ANNA10'], [' ben10'], ['BEN10', 'cleo5'], ['TYPO'], ['Grüße'], ['anna10', 'ANNA10 ']];
const AMOUNTS = [0, 1, 7, 100, 999, 4_990, 10_001, 123_456_789, 999_999_999_999, -501];

/** The same numbers for the same seed. */
function dice(seed: number): (sides: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

interface Dice {
  readonly seed: number;
  roll(sides: number): number;
  pick<T>(list: readonly T[]): T;
}

function diceOf(seed: number): Dice {
  const roll = dice(seed);
  return { seed, roll, pick: <T>(list: readonly T[]) => list[roll(list.length)] as T };
}

const PERSONS = 60;

/** A small market with everything in it that makes crediting hard. */
export function oddMarket(seed: number): Fact[] {
  const told = diceOf(seed);
  return [...directory(), ...Array.from({ length: PERSONS }, (_, person) => [...touches(told, person), ...orders(told, person)]).flat()];
}

/** Refunds of orders of that market that come later. */
export function lateRefunds(seed: number): Fact[] {
  const { roll } = diceOf(seed + 1_000);
  return Array.from({ length: 8 }, (_, index) =>
    refund(`o${seed}/${roll(PERSONS)}/0`, `late${index}`, { delta_minor: -roll(500), at: NOON + roll(40) * DAY_MS }),
  );
}

function directory(): Fact[] {
  return [
    ...CREATORS.map((creator) => link(creator)),
    link('anna2', 'anna'),
    archivedLink('cleo'),
    promoCode('k1', 'ANNA10', { creator_id: 'anna', at: NOON - 90 * DAY_MS }),
    promoCode('k2', 'BEN10', { creator_id: 'ben', at: NOON - 90 * DAY_MS }),
    promoCode('k3', 'CLEO5', { creator_id: 'cleo', at: NOON - 8 * DAY_MS }),
    // Was Anna's, is Ben's since six days.
    promoCode('k1', 'ANNA11', { creator_id: 'anna', at: NOON - 7 * DAY_MS }),
    promoCode('k4', 'ANNA10', { creator_id: 'ben', at: NOON - 6 * DAY_MS }),
    promoCode('k5', 'GRÜSSE', { creator_id: 'dora' }),
  ];
}

function touches({ seed, roll, pick }: Dice, person: number): Fact[] {
  const facts: Fact[] = [];
  for (let touch = roll(14); touch > 0; touch -= 1) {
    // Instants meet, also on the edge of a window and on the order itself.
    const at = NOON - pick([0, 1, 1_000, DAY_MS, 7 * DAY_MS, 30 * DAY_MS - 1, 30 * DAY_MS, roll(40 * DAY_MS)]);
    const click_class = roll(9) === 0 ? 'bot' : 'human';
    facts.push(click(`${seed}/${person}/${touch}`, pick([...CREATORS, 'anna2', 'nobody']), { visitor_id: `v${person}`, at, click_class }));
  }
  if (roll(4) === 0) facts.push(click(`${seed}/p${person}`, pick(CREATORS), { at: NOON - roll(DAY_MS) }));
  if (roll(3) === 0) facts.push(identified(`${seed}/i${person}`, { visitor_id: `v${person}`, customer_id: `k${roll(20)}` }));
  return facts;
}

function orders(told: Dice, person: number): Fact[] {
  const { roll } = told;
  const visitor_id = roll(5) === 0 ? '' : `v${person}`;
  return Array.from({ length: 1 + roll(3) * roll(2) }, (_, bought) => bought).flatMap((bought) => oneOrder(told, { person, bought, visitor_id }));
}

function oneOrder({ seed, roll, pick }: Dice, { person, bought, visitor_id }: { person: number; bought: number; visitor_id: string }): Fact[] {
  const order_id = `o${seed}/${person}/${bought}`;
  const told = { visitor_id, customer_id: roll(2) === 0 ? `k${roll(20)}` : '', codes: pick(CODES), at: NOON + bought * roll(20) * DAY_MS };
  const clicked = roll(6) === 0 ? { click: `${seed}/p${person}` } : {};
  const { currency, ...rate } = pick(CURRENCIES);
  const facts = [order(order_id, { ...told, ...clicked, currency, ...rate, amount_minor: pick(AMOUNTS) })];
  if (roll(4) === 0) {
    const redeemed = { visitor_id: `v${person}`, order_id: roll(2) === 0 ? order_id : '', at: NOON + (roll(9) - 4) * DAY_MS };
    facts.push(redemption(`${seed}/r${person}/${bought}`, pick(['anna10', 'BEN10', ' cleo5 ']), redeemed));
  }
  for (let back = roll(4); back > 0; back -= 1) {
    const refunded = { delta_minor: pick([-1, -333, -4_000, 250, 0]), currency: roll(5) === 0 ? 'EUR' : currency, at: NOON + roll(3) * DAY_MS };
    facts.push(refund(order_id, `r${back}`, refunded));
  }
  return facts;
}
