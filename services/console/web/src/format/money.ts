import { trueMinus } from './numbers.js';

/** As the server counts them, by ISO 4217; a browser’s own digits are those prices are shown with, which for HUF or IDR are fewer. */
const ODD_DIGITS: readonly (readonly [digits: number, currencies: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

/** Digits after the point of a currency: EUR 2, JPY 0. */
export function digitsOf(currency: string): number {
  return ODD_DIGITS.find(([, currencies]) => currencies.split(' ').includes(currency))?.[0] ?? 2;
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(currency: string, compact: boolean): Intl.NumberFormat {
  const key = `${currency}/${compact}`;
  let made = formatters.get(key);
  if (made === undefined) {
    const digits = digitsOf(currency);
    const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
    const places = compact ? ({ notation: 'compact', maximumFractionDigits: 1 } as const) : { minimumFractionDigits: digits, maximumFractionDigits: digits };
    made = new Intl.NumberFormat(undefined, { ...style, ...places });
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
