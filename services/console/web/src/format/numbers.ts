const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const shares = new Intl.NumberFormat(undefined, { minimumFractionDigits: 0, maximumFractionDigits: 1 });
const percents = new Map<number, Intl.NumberFormat>();

/** What stands where there is no figure. */
export const NONE = '–';

/** A minus as wide as a plus, so that figures keep their columns. */
export function trueMinus(text: string): string {
  return text.replace('-', '−');
}

export function count(value: number): string {
  return whole.format(value);
}

/** Shares of orders: 12.5; a whole number stays whole. */
export function share(value: number): string {
  return shares.format(value);
}

/** 0.1234 → 12.3%. */
export function percent(ratio: number | null, digits = 1): string {
  if (ratio === null) return NONE;
  let made = percents.get(digits);
  if (made === undefined) {
    made = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: digits, minimumFractionDigits: digits });
    percents.set(digits, made);
  }
  return trueMinus(made.format(ratio));
}

/** Whole percents where they are large: a return of 1,204% needs no tenths. */
export function returnPercent(ratio: number | null): string {
  return percent(ratio, ratio !== null && Math.abs(ratio) >= 10 ? 0 : 1);
}
