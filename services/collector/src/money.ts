import { AMOUNT_MINOR_MAX, currencyExponent } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';

interface Amount {
  readonly amount_minor: number;
  readonly currency: string;
  readonly fx_rate?: string | undefined;
}

/**
 * The rate an amount needs to stand in the workspace's currency; undefined when it is in it.
 * @throws TouchlineError TL_CURRENCY_RATE_MISSING or TL_FIELD_VALUE, path `fx_rate`
 */
export function rateOf(amount: Amount, workspaceCurrency: string): string | undefined {
  const { fx_rate } = amount;
  if (amount.currency === workspaceCurrency) {
    if (fx_rate !== undefined && Number(fx_rate) !== 1) throw wrongRate(`${workspaceCurrency} is the workspace’s currency: leave the rate out.`);
    return undefined;
  }
  if (fx_rate === undefined) throw new TouchlineError('TL_CURRENCY_RATE_MISSING', undefined, 'fx_rate');
  if (Number(fx_rate) === 0) throw wrongRate('Expected a rate above 0.');
  if (!fits(amount, workspaceCurrency, Number(fx_rate))) throw wrongRate('The amount at this rate is more than can be counted exactly.');
  return fx_rate;
}

/** The bound of every amount holds in the workspace’s currency too; floating point is near enough for it. */
function fits(amount: Amount, workspaceCurrency: string, rate: number): boolean {
  const shift = 10 ** (currencyExponent(workspaceCurrency) - currencyExponent(amount.currency));
  return amount.amount_minor * rate * shift <= AMOUNT_MINOR_MAX;
}

function wrongRate(message: string): TouchlineError {
  return new TouchlineError('TL_FIELD_VALUE', message, 'fx_rate');
}
