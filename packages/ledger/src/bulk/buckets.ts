/** Orders that are credited together: those from `begin_ms` on and before `end_ms`. */
export interface Bucket {
  /** From 1. */
  readonly bucket: number;
  readonly begin_ms: number;
  readonly end_ms: number;
}

const HOUR_MS = 3_600_000;

interface Hour {
  readonly hour_ms: number;
  readonly orders: number;
}

export interface Room {
  /** Of all orders. */
  readonly touches: number;
  /** Of one bucket. */
  readonly touches_max: number;
  /** Whether a bucket may go across months. */
  readonly across_months?: boolean;
  /** So many buckets are worked on at a time. */
  readonly lanes?: number;
}

/** Fewer orders are not cut up to keep every lane busy. */
const LANE_ORDERS_LEAST = 10_000;

/**
 * Cuts the hours with orders into buckets that have room for their touches, supposing that all orders have equally many. A bucket stays within one month
 * (UTC) unless it may go across, because the ledger keeps months apart and writes few large parts then; and it is a stretch of time, not a share of the persons, because
 * only clicks of that stretch and of the window before it have to be looked at. A large month is cut evenly, into as many buckets for each lane.
 * @param hours sorted, each with at least one order
 */
export function bucketsOf(hours: readonly Hour[], { touches, touches_max, across_months = false, lanes = 1 }: Room): Bucket[] {
  const orders = ordersOf(hours);
  const orders_max = touches === 0 ? orders : (touches_max * orders) / touches;
  const stretches = (across_months ? [hours] : byMonth(hours)).flatMap((month) => {
    const least = Math.ceil(ordersOf(month) / orders_max);
    const count = ordersOf(month) < lanes * LANE_ORDERS_LEAST ? least : Math.ceil(least / lanes) * lanes;
    return cut(month, { orders_max, orders_wanted: ordersOf(month) / count });
  });
  return stretches.map((stretch, place) => ({ bucket: place + 1, begin_ms: stretch[0]?.hour_ms ?? 0, end_ms: (stretch.at(-1)?.hour_ms ?? 0) + HOUR_MS }));
}

/** Stretches of about the orders that are wanted, and never more than there may be, unless one hour has more. */
function cut(hours: readonly Hour[], { orders_max, orders_wanted }: { readonly orders_max: number; readonly orders_wanted: number }): Hour[][] {
  const stretches: Hour[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const hour of hours) {
    const stretch = stretches.at(-1);
    if (stretch === undefined || held >= orders_wanted || held + hour.orders > orders_max) {
      stretches.push([hour]);
      held = hour.orders;
    } else {
      stretch.push(hour);
      held += hour.orders;
    }
  }
  return stretches;
}

function byMonth(hours: readonly Hour[]): Hour[][] {
  const months = new Map<string, Hour[]>();
  for (const hour of hours) {
    const month = new Date(hour.hour_ms).toISOString().slice(0, 7);
    const held = months.get(month);
    if (held === undefined) months.set(month, [hour]);
    else held.push(hour);
  }
  return [...months.values()];
}

function ordersOf(hours: readonly Hour[]): number {
  return hours.reduce((sum, { orders }) => sum + orders, 0);
}
