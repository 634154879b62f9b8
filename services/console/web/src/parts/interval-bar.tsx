import type { Interval } from '../../../src/attribution-answers.js';
import { money } from '../format/money.js';

interface IntervalBarProps {
  readonly value: number;
  readonly interval: Interval;
  /** The scale's end: the same for all bars that stand together. */
  readonly most: number;
  readonly own?: boolean;
  /** A value on the scale that is drawn through, as break-even. */
  readonly mark?: number;
}

const place = (value: number, most: number) => `${(Math.max(0, Math.min(1, most <= 0 ? 0 : value / most)) * 100).toFixed(2)}%`;

/** A figure as a point within its 95 % interval; the words beside it say the same, so it is hidden from screen readers. */
export function IntervalBar({ value, interval, most, own = false, mark }: IntervalBarProps) {
  return (
    <span className={own ? 'interval own' : 'interval'} aria-hidden="true">
      {mark !== undefined && <i className="interval-mark" style={{ insetInlineStart: place(mark, most) }} />}
      <i className="interval-range" style={{ insetInlineStart: place(interval.low, most), insetInlineEnd: `calc(100% - ${place(interval.high, most)})` }} />
      <i className="interval-point" style={{ insetInlineStart: place(value, most) }} />
    </span>
  );
}

/** The interval in words: €1,200 to €1,900. */
export function intervalText({ low, high }: Interval, currency: string): string {
  return `${money(low, currency)} to ${money(high, currency)}`;
}
