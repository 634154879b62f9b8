import { currencyExponent } from '@touchline/events';
import type { Interval } from '@touchline/incrementality';
import { UNIT_OF_SPEND } from './kind.js';
import type { Effect, LiftResult } from './result.js';

type Metric = Pick<LiftResult, 'metric' | 'currency' | 'in_money' | 'effect_per'>;

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
export function figureText({ metric, currency, in_money, effect_per }: Metric, scale: Effect['scale'], value: number): string {
  const sign = value > 0 ? '+' : '';
  if (scale === 'relative') return `${sign}${percent(value)}`;
  if (metric.kind === 'conversion_rate') return `${sign}${trimmed(100 * value, 3)}${POINTS}`;
  if (in_money && effect_per !== UNIT_OF_SPEND) return `${sign}${money(value, currency)}`;
  return `${sign}${readable(value)}`;
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

/** Four digits that say something: as many after the point as a small figure needs, none of a large one. */
function readable(value: number): string {
  return trimmed(value, Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-6))))));
}
