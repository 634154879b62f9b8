/** Orders that are credited together: those from `begin_ms` on and before `end_ms`. */
export interface Bucket {
  /** From 1. */
  readonly bucket: number;
  readonly begin_ms: number;
  readonly end_ms: number;
}

const HOUR_MS = 3_600_000;

/**
 * Cuts the hours with orders into buckets that have room for their touches, supposing that all orders have equally many. A bucket stays within one month
 * (UTC) unless it may go across, because the ledger keeps months apart and writes few large parts then; and it is a stretch of time, not a share of the persons, because
 * only clicks of that stretch and of the window before it have to be looked at.
 * @param hours sorted, each with at least one order
 */
export function bucketsOf(
  hours: readonly { readonly hour_ms: number; readonly orders: number }[],
  room: { readonly touches: number; readonly touches_max: number; readonly across_months?: boolean },
): Bucket[] {
  const across = room.across_months === true;
  const orders = hours.reduce((sum, hour) => sum + hour.orders, 0);
  const orders_max = room.touches === 0 ? orders : (room.touches_max * orders) / room.touches;
  const buckets: { bucket: number; begin_ms: number; end_ms: number; orders: number }[] = [];
  for (const hour of hours) {
    const last = buckets.at(-1);
    if (last === undefined || last.orders + hour.orders > orders_max || (!across && monthOf(last.begin_ms) !== monthOf(hour.hour_ms))) {
      buckets.push({ bucket: buckets.length + 1, begin_ms: hour.hour_ms, end_ms: hour.hour_ms + HOUR_MS, orders: hour.orders });
    } else {
      last.end_ms = hour.hour_ms + HOUR_MS;
      last.orders += hour.orders;
    }
  }
  return buckets.map(({ bucket, begin_ms, end_ms }) => ({ bucket, begin_ms, end_ms }));
}

function monthOf(at_ms: number): string {
  return new Date(at_ms).toISOString().slice(0, 7);
}
