import type { Random } from '../random.js';

/** People of one kind: how often they visit, how likely a visit is to end in an order, and what the creators' posts change. */
interface Kind {
  readonly share: number;
  /** Beyond the first; Poisson. */
  readonly further_visits_mean: number;
  /** Of a visit, with no post at all. */
  readonly order_chance: number;
  /** Added to it for whoever a post reached. */
  readonly caused_chance: number;
  /** Whom the posts reach is not left to chance: who buys more follows more creators. */
  readonly reached_chance: number;
}

const KINDS: readonly Kind[] = [
  { share: 0.5, further_visits_mean: 0.5, order_chance: 0.03, caused_chance: 0.01, reached_chance: 0.5 },
  { share: 0.35, further_visits_mean: 1, order_chance: 0.06, caused_chance: 0.02, reached_chance: 0.7 },
  { share: 0.15, further_visits_mean: 2.5, order_chance: 0.12, caused_chance: 0.04, reached_chance: 0.8 },
];

const BASKET_MINOR = 4_000;
const BASKET_SIGMA = 0.4;
const ORDER_SIGMA = 0.3;
/** The time before the experiment is so many times as long. */
const BEFORE_TIMES = 3;

/** One person as the experiment meets them. Money in minor units. */
export interface Shopper {
  readonly occasional: boolean;
  /** Whether the posts would reach them, if they are shown any. */
  readonly within_reach: boolean;
  readonly revenue_before_minor: number;
  /** What they do in the experiment. @param reached whether a post reached them */
  readonly shop: (reached: boolean) => Shopping;
}

export interface Shopping {
  readonly visits: number;
  readonly orders: number;
  readonly revenue_minor: number;
}

export function makeShopper(random: Random): Shopper {
  const kind = random.weighted(KINDS.map((each) => [each.share, each] as const));
  const basket_minor = random.logNormal(BASKET_MINOR, BASKET_SIGMA);
  const stay = (chance: number, times: number): Shopping => {
    let [visits, orders, revenue_minor] = [0, 0, 0];
    for (let time = 0; time < times; time += 1) visits += 1 + random.poisson(kind.further_visits_mean);
    for (let visit = 0; visit < visits; visit += 1) {
      if (!random.chance(chance)) continue;
      orders += 1;
      revenue_minor += basket_minor * random.logNormal(1, ORDER_SIGMA);
    }
    return { visits, orders, revenue_minor };
  };
  return {
    occasional: kind === KINDS[0],
    within_reach: random.chance(kind.reached_chance),
    revenue_before_minor: stay(kind.order_chance, BEFORE_TIMES).revenue_minor,
    shop: (reached) => stay(kind.order_chance + (reached ? kind.caused_chance : 0), 1),
  };
}

/** What is true of everybody there could be, not of those who happened to be drawn. */
export interface HoldoutTruth {
  /** Treated less control, in share of people with an order. */
  readonly conversion_difference: number;
  /** The same over the control's share. */
  readonly conversion_lift: number;
  /** Treated less control, in minor units a person. */
  readonly revenue_difference_minor: number;
  readonly revenue_lift: number;
  /** Treated less control, in orders a visit. */
  readonly orders_a_visit_difference: number;
  /** Of showing the posts, on those whom they reached, in minor units a person. */
  readonly revenue_reached_minor: number;
}

/** Closed forms: with V = 1 + Poisson(m) visits of chance q each, P(any order) = 1 − (1 − q)·exp(−m·q), and E of orders is (1 + m)·q. */
export function holdoutTruth(): HoldoutTruth {
  const over = (value: (kind: Kind) => number) => KINDS.reduce((sum, kind) => sum + kind.share * value(kind), 0);
  const any = (chance: number, mean: number) => 1 - (1 - chance) * Math.exp(-mean * chance);
  const control = over(({ order_chance, further_visits_mean }) => any(order_chance, further_visits_mean));
  const reached = over((kind) => kind.reached_chance * any(kind.order_chance + kind.caused_chance, kind.further_visits_mean));
  const missed = over((kind) => (1 - kind.reached_chance) * any(kind.order_chance, kind.further_visits_mean));
  const visits = over(({ further_visits_mean }) => 1 + further_visits_mean);
  const orders = over(({ further_visits_mean, order_chance }) => (1 + further_visits_mean) * order_chance);
  const caused = over(({ further_visits_mean, caused_chance, reached_chance }) => (1 + further_visits_mean) * reached_chance * caused_chance);
  // The mean of a log-normal is its median times exp(σ²/2).
  const order_minor = BASKET_MINOR * Math.exp((BASKET_SIGMA ** 2 + ORDER_SIGMA ** 2) / 2);
  return {
    conversion_difference: reached + missed - control,
    conversion_lift: (reached + missed) / control - 1,
    revenue_difference_minor: caused * order_minor,
    revenue_lift: caused / orders,
    orders_a_visit_difference: caused / visits,
    revenue_reached_minor: (caused * order_minor) / over(({ reached_chance }) => reached_chance),
  };
}
