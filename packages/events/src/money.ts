import { z } from 'zod';

/** Currencies that the runtime's ICU knows; ISO 4217 three-letter codes. */
const KNOWN: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export const currencySchema = z.string().refine((code) => KNOWN.has(code), { message: 'not an ISO 4217 currency code' });

/**
 * Currencies whose minor unit is not a hundredth (ISO 4217:2015, list one of 2026-01-01). Not asked of Intl, which has other digits for some:
 * those prices are shown with, 0 for HUF or IDR, where the minor unit a shop counts in has 2.
 */
const EXPONENTS: Readonly<Record<string, readonly string[]>> = {
  0: ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'],
  3: ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'],
  4: ['CLF', 'UYW'],
};
const EXPONENT_OF = new Map(Object.entries(EXPONENTS).flatMap(([exponent, currencies]) => currencies.map((currency) => [currency, Number(exponent)] as const)));

/** Digits after the point, by ISO 4217: EUR 2, JPY 0, KWD 3. */
export function currencyExponent(currency: string): number {
  return EXPONENT_OF.get(currency) ?? 2;
}

/** No amount is larger, in minor units, so that thousands of them still sum to an integer a double holds exactly. */
export const AMOUNT_MINOR_MAX = 1_000_000_000_000;

/** An amount in minor units. */
export const amountSchema = z.int().min(-AMOUNT_MINOR_MAX).max(AMOUNT_MINOR_MAX);

/** Workspace currency per one unit of the order's currency, as a decimal string so that nothing is rounded. */
export const rateSchema = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'expected a decimal number such as 0.9213');
