import { AMOUNT_MINOR_MAX, currencyExponent, currencySchema } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';

/** Money in minor units of a currency. */
export interface Money {
  readonly amount_minor: number;
  readonly currency: string;
}

const exponents = new Map<string, number>();

/**
 * A decimal amount in minor units, exactly: more digits than the currency has are refused, zeros excepted, and never rounded.
 * @throws TouchlineError TL_FIELD_MISSING, TL_FIELD_VALUE, TL_CURRENCY_UNKNOWN with the column as path
 */
export function moneyOf(amount: string, currencyText: string): Money {
  const match = /^([+-]?)(\d{1,15})(?:\.(\d*))?$/.exec(amount);
  if (match === null) throw new TouchlineError('TL_FIELD_VALUE', '`amount` is no decimal number such as 49.90.', 'amount');
  if (currencyText === '') throw new TouchlineError('TL_FIELD_MISSING', '`amount` has no `currency`.', 'currency');
  const currency = currencyText.toUpperCase();
  const exponent = exponentOf(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent)
    throw new TouchlineError('TL_FIELD_VALUE', `\`amount\` has more than the ${exponent} decimal places of ${currency}.`, 'amount');
  const whole = Number(`${match[2] ?? ''}${fraction.padEnd(exponent, '0')}`);
  if (whole > AMOUNT_MINOR_MAX) throw new TouchlineError('TL_FIELD_VALUE', `\`amount\` is above ${AMOUNT_MINOR_MAX} minor units.`, 'amount');
  return { amount_minor: match[1] === '-' && whole !== 0 ? -whole : whole, currency };
}

function exponentOf(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  if (!currencySchema.safeParse(currency).success) throw new TouchlineError('TL_CURRENCY_UNKNOWN', '`currency` is no ISO 4217 code known here.', 'currency');
  const exponent = currencyExponent(currency);
  exponents.set(currency, exponent);
  return exponent;
}
