import { currencyExponent } from '@touchline/events';
import type { Interval } from '@touchline/incrementality';
import type { Effect, LiftResult } from './result.js';

type Metric = Pick<LiftResult, 'metric' | 'currency'>;

/** A share as per cent, without digits that say nothing. */
export function percent(share: number): string {
  return `${trimmed(100 * share, 2)} %`;
}

/** Minor units as people write an amount: code and figure, the same in every language. */
export function money(minor: number, currency: string): string {
  const digits = currencyExponent(currency);
  return `${(minor / 10 ** digits).toFixed(digits)} ${currency}`;
}

/** An effect per unit: percentage points, money or orders on the absolute scale, per cent on the relative. */
export function figureText({ metric, currency }: Metric, scale: Effect['scale'], value: number): string {
  const sign = value > 0 ? '+' : '';
  if (scale === 'relative') return `${sign}${percent(value)}`;
  if (metric.kind === 'conversion_rate') return `${sign}${trimmed(100 * value, 3)}${POINTS}`;
  if (metric.kind === 'revenue') return `${sign}${money(value, currency)}`;
  return `${sign}${trimmed(value, 4)}`;
}

const POINTS = ' percentage points';

/** Both bounds, the unit once; an open end is said. */
export function intervalText(metric: Metric, scale: Effect['scale'], [low, high]: Interval): string {
  const from = low === null ? 'open below' : figureText(metric, scale, low);
  const to = high === null ? 'open above' : figureText(metric, scale, high);
  return `${to.endsWith(POINTS) && from.endsWith(POINTS) ? from.slice(0, -POINTS.length) : from} to ${to}`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
