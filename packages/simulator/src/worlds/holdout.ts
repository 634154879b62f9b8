import type { Random } from '../random.js';
import { type HoldoutTruth, holdoutTruth, makeShopper, type Shopper, type Shopping } from './people.js';

/** What goes wrong, if anything does. */
export type HoldoutFault =
  /** Many of the treated who visit seldom are never recorded. */
  | 'loss'
  /** The treated pass posts on to some of the control. */
  | 'spill_over';

export interface HoldoutOptions {
  readonly people: number;
  readonly treated_share: number;
  readonly fault?: HoldoutFault;
}

/** Sums over an arm's people: `y` revenue, `x` revenue before, `a` reached, both in minor units. */
export interface HoldoutArm {
  n: number;
  conversions: number;
  y_sum: number;
  y_sum_squares: number;
  x_sum: number;
  x_sum_squares: number;
  xy_sum: number;
  a_sum: number;
  ya_sum: number;
  orders_sum: number;
  orders_sum_squares: number;
  visits_sum: number;
  visits_sum_squares: number;
  orders_visits_sum: number;
}

export interface Holdout {
  readonly control: Readonly<HoldoutArm>;
  readonly treatment: Readonly<HoldoutArm>;
  /** People who saw the posts of the treated though they are of the control; in no arm's sums. */
  readonly both_arms: number;
  /** Of the posts on the people they were meant for, as if nothing had gone wrong. */
  readonly truth: HoldoutTruth;
}

const LOST_CHANCE = 0.4;
const PASSED_ON_CHANCE = 0.08;
/** What is passed on by the tracked link is seen; what is told by word of mouth is not. */
const BY_LINK_CHANCE = 0.5;

/** Grade A by people: a lottery shows the posts to a share, and they reach some of those. */
export function simulateHoldout(random: Random, { people, treated_share, fault }: HoldoutOptions): Holdout {
  const [control, treatment] = [emptyArm(), emptyArm()];
  let both_arms = 0;
  for (let index = 0; index < people; index += 1) {
    const person = makeShopper(random);
    const treated = random.chance(treated_share);
    if (treated) {
      if (fault === 'loss' && person.occasional && random.chance(LOST_CHANCE)) continue;
      add(treatment, person, { reached: person.within_reach, shopping: person.shop(person.within_reach) });
      continue;
    }
    const heard = fault === 'spill_over' && random.chance(PASSED_ON_CHANCE);
    if (heard && random.chance(BY_LINK_CHANCE)) both_arms += 1;
    else add(control, person, { reached: false, shopping: person.shop(heard) });
  }
  return { control, treatment, both_arms, truth: holdoutTruth() };
}

function emptyArm(): HoldoutArm {
  const revenue = { y_sum: 0, y_sum_squares: 0, x_sum: 0, x_sum_squares: 0, xy_sum: 0, a_sum: 0, ya_sum: 0 };
  return { n: 0, conversions: 0, ...revenue, orders_sum: 0, orders_sum_squares: 0, visits_sum: 0, visits_sum_squares: 0, orders_visits_sum: 0 };
}

function add(arm: HoldoutArm, { revenue_before_minor: x }: Shopper, did: { readonly reached: boolean; readonly shopping: Shopping }): void {
  const { visits, orders, revenue_minor: y } = did.shopping;
  arm.n += 1;
  arm.conversions += orders > 0 ? 1 : 0;
  arm.y_sum += y;
  arm.y_sum_squares += y * y;
  arm.x_sum += x;
  arm.x_sum_squares += x * x;
  arm.xy_sum += x * y;
  arm.a_sum += did.reached ? 1 : 0;
  arm.ya_sum += did.reached ? y : 0;
  arm.orders_sum += orders;
  arm.orders_sum_squares += orders * orders;
  arm.visits_sum += visits;
  arm.visits_sum_squares += visits * visits;
  arm.orders_visits_sum += orders * visits;
}
