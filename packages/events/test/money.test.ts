import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { currencyExponent } from '../src/index.js';

interface Published {
  readonly source: string;
  readonly exponents: Readonly<Record<string, string>>;
}
const published = JSON.parse(readFileSync(new URL('./fixtures/iso-4217.json', import.meta.url), 'utf8')) as Published;

describe('a currency', () => {
  it('has the minor unit ISO 4217 gives it, also where Intl shows prices with other digits (HUF, IDR, COP)', () => {
    for (const [exponent, currencies] of Object.entries(published.exponents)) {
      for (const currency of currencies.split(' ')) expect([currency, currencyExponent(currency)]).toEqual([currency, Number(exponent)]);
    }
  });
});
