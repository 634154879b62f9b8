import { trueMinus } from './numbers.js';

/** Digits after the point of a currency: EUR 2, JPY 0. */
function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, compact: boolean): Intl.NumberFormat {
  const key = `${currency}/${compact}`;
  let made = formatters.get(key);
  if (made === undefined) {
    const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    made = new Intl.NumberFormat(undefined, compact ? { ...style, notation: 'compact', maximumFractionDigits: 1 } : style);
    formatters.set(key, made);
  }
  return made;
}

/** Minor units as people write them: 12345 EUR → €123.45. */
export function money(minor: number, currency: string): string {
  return trueMinus(formatter(currency, false).format(minor / 10 ** digitsOf(currency)));
}

/** Short, for axes: €12.3K. */
export function moneyShort(minor: number, currency: string): string {
  return formatter(currency, true).format(minor / 10 ** digitsOf(currency));
}

/** The parts of an amount, so that what stands behind the point can be set smaller. */
export function moneyParts(minor: number, currency: string): readonly { readonly text: string; readonly minor: boolean }[] {
  return formatter(currency, false)
    .formatToParts(minor / 10 ** digitsOf(currency))
    .map((part) => ({ text: trueMinus(part.value), minor: part.type === 'fraction' || part.type === 'decimal' }));
}

/** For spreadsheets: 12345 EUR → 123.45, always with a point. */
export function moneyPlain(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
