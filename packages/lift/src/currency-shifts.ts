import { currencyExponent } from '@touchline/events';

/** Powers of ten from one unit of each currency's minor unit to the workspace's, as text; `shift` of those with two digits. */
export function shiftsTo(currency: string): { currencies: string[]; shifts: string[]; shift: string } {
  const to = currencyExponent(currency);
  const power = (from: number) => (to >= from ? `1${'0'.repeat(to - from)}` : `0.${'0'.repeat(from - to - 1)}1`);
  const odd = Intl.supportedValuesOf('currency').filter((each) => currencyExponent(each) !== 2);
  return { currencies: odd, shifts: odd.map((each) => power(currencyExponent(each))), shift: power(2) };
}
