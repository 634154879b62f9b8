import type { Effect, Figure, LiftResult } from '../../../src/experiment-answers.js';
import { money } from './money.js';
import { count, percent, trueMinus } from './numbers.js';

type Metric = LiftResult['metric'];
/** An effect's bounds; null is open. */
type Bounds = Effect['interval'];

/** What an effect is told in; `effect_per` is what it is told per. */
type Measured = Pick<LiftResult, 'metric' | 'currency' | 'in_money' | 'effect_per'>;

export function metricName(metric: Metric): string {
  if (metric.kind === 'geo_outcome') return metric.name;
  return { conversion_rate: 'conversion rate', orders: 'orders', revenue: 'revenue' }[metric.kind];
}

const POINTS = ' points';
const UNIT_OF_SPEND = 'unit of spend';
const points = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const shares = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });

/** An effect on one unit, with its sign: +1.23 points, +€0.84, +12.3%. */
export function effectText({ metric, currency, in_money, effect_per }: Measured, scale: Effect['scale'], value: number): string {
  const sign = value > 0 ? '+' : '';
  if (scale === 'relative') return sign + percent(value);
  if (metric.kind === 'conversion_rate') return `${sign}${trueMinus(points.format(100 * value))}${POINTS}`;
  // A return is no amount but a number.
  if (in_money && effect_per !== UNIT_OF_SPEND) return sign + money(value, currency);
  return sign + trueMinus(shares.format(value));
}

/** Both bounds; an open end is said. */
export function boundsText(measured: Measured, scale: Effect['scale'], bounds: Bounds): string {
  if (bounds === null) return 'no interval';
  const [low = '', high = ''] = bounds.map((bound) => (bound === null ? 'open' : effectText(measured, scale, bound)));
  // The unit once.
  return `${low.endsWith(POINTS) && high.endsWith(POINTS) ? low.slice(0, -POINTS.length) : low} to ${high}`;
}

/** As a heading has it. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** What one arm had per unit. */
export function meanText({ metric, currency, in_money }: Pick<Measured, 'metric' | 'currency' | 'in_money'>, mean: number | null): string {
  if (mean === null) return '–';
  if (metric.kind === 'conversion_rate') return percent(mean, 2);
  return in_money ? money(mean, currency) : shares.format(mean);
}

/** A figure over all treated units. */
export function figureText(figure: Figure, write: (value: number) => string): string {
  const [low, high] = figure.interval ?? [null, null];
  const bound = (value: number | null) => (value === null ? 'open' : write(value));
  return figure.interval === null ? 'no interval' : `${bound(low)} to ${bound(high)}`;
}

export const ratioText = (value: number) => trueMinus(points.format(value));
export const wholeText = (value: number) => trueMinus(count(Math.round(value)));
