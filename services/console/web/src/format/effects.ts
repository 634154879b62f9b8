import type { Effect, Figure, LiftResult } from '../../../src/experiment-answers.js';
import { money, moneyShort } from './money.js';
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
const LARGE = 100;
const MIDDLE = 10;
const SMALL = 0.1;
const decimals = new Map<number, Intl.NumberFormat>();
const tiny = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });

/** Three digits that say something: 1,234; 42.8; 6.50; 0.012. */
function readable(value: number): string {
  const size = Math.abs(value);
  if (size < SMALL && value !== 0) return tiny.format(value);
  const digits = size >= LARGE ? 0 : size >= MIDDLE ? 1 : 2;
  let made = decimals.get(digits);
  if (made === undefined) {
    made = new Intl.NumberFormat(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    decimals.set(digits, made);
  }
  return made.format(value);
}

/** An effect on one unit, with its sign: +1.23 points, +€0.84, +12.3%. */
export function effectText({ metric, currency, in_money, effect_per }: Measured, scale: Effect['scale'], value: number): string {
  const sign = value > 0 ? '+' : '';
  if (scale === 'relative') return sign + percent(value);
  if (metric.kind === 'conversion_rate') return `${sign}${trueMinus(points.format(100 * value))}${POINTS}`;
  // A return is no amount but a number.
  if (in_money && effect_per !== UNIT_OF_SPEND) return sign + money(value, currency);
  return sign + trueMinus(readable(value));
}

/** Both bounds; an open end is said. */
export function boundsText(measured: Measured, scale: Effect['scale'], bounds: Bounds): string {
  if (bounds === null || (bounds[0] === null && bounds[1] === null)) return 'no interval';
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
  return in_money ? money(mean, currency) : trueMinus(Number.isInteger(mean) ? count(mean) : readable(mean));
}

/** A figure over all treated units. */
export function figureText(figure: Figure, write: (value: number) => string): string {
  const [low, high] = figure.interval ?? [null, null];
  const bound = (value: number | null) => (value === null ? 'open' : write(value));
  return low === null && high === null ? 'no interval' : `${bound(low)} to ${bound(high)}`;
}

export const ratioText = (value: number) => trueMinus(points.format(value));
export const wholeText = (value: number) => trueMinus(count(Math.round(value)));

/** As short as an axis has it. */
export function axisText({ in_money, currency }: Pick<Measured, 'in_money' | 'currency'>, value: number): string {
  return in_money ? moneyShort(value, currency) : trueMinus(short.format(value));
}

const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

const P_LEAST = 0.001;

/** A p as it is read: never as though it were nothing. */
export function pText(p: number): string {
  return p < P_LEAST ? 'p\u00a0below\u00a00.001' : `p\u00a0${p.toFixed(3)}`;
}
