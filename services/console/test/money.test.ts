import { currencyExponent } from '@touchline/events';
import { describe, expect, it } from 'vitest';
import { digitsOf, moneyPlain } from '../web/src/format/money.js';

describe('money in the browser', () => {
  it('has as many digits as the server counts in, for every currency', () => {
    for (const currency of Intl.supportedValuesOf('currency')) expect([currency, digitsOf(currency)]).toEqual([currency, currencyExponent(currency)]);
  });

  it('shows 499000 hundredths of a forint as 4990 forints', () => {
    expect(moneyPlain(499_000, 'HUF')).toBe('4990.00');
  });
});
