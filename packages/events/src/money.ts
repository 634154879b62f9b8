import { z } from 'zod';

/** Currencies that the runtime's ICU knows; ISO 4217 three-letter codes. */
const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const currencySchema = z.string().refine((code) => KNOWN.has(code), { message: 'not an ISO 4217 currency code' });

/** Digits after the point, by ISO 4217: EUR 2, JPY 0, KWD 3. */
export function currencyExponent(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** No amount is larger, in minor units, so that thousands of them still sum to an integer a double holds exactly. */
export const AMOUNT_MINOR_MAX = 1_000_000_000_000;

/** An amount in minor units. */
export const amountSchema = z.int().min(-AMOUNT_MINOR_MAX).max(AMOUNT_MINOR_MAX);

/** Workspace currency per one unit of the order's currency, as a decimal string so that nothing is rounded. */
export const rateSchema = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'expected a decimal number such as 0.9213');
