import { TouchlineError } from '@touchline/runtime';
import { type Credited, netAmounts, weightsOf } from './credit.js';

/** Minor units by currency. */
export type Amounts = Readonly<Record<string, number>>;

export interface ChannelFigures {
  readonly channel: string;
  /** Sum of the weights the channel has in conversions. */
  readonly conversions: number;
  readonly amount_minor: Amounts;
  /** Conversions with a touch of the channel that counts. */
  readonly influenced_conversions: number;
}

export interface Figures {
  readonly conversions: number;
  readonly refunds: number;
  readonly amount_minor: Amounts;
  /** By conversions, then by name. */
  readonly channels: readonly ChannelFigures[];
  readonly unattributed: { readonly conversions: number; readonly amount_minor: Amounts };
}

class Sums {
  conversions = 0;
  influenced = 0;
  readonly amounts = new Map<string, number>();

  add(conversions: number, currency: string | undefined, amount_minor: number): void {
    this.conversions += conversions;
    if (currency !== undefined) this.amounts.set(currency, (this.amounts.get(currency) ?? 0) + amount_minor);
  }
}

/** Adds credit up by channel. What is added is whole minor units, so channels and unattributed sum to the totals exactly (I4). */
export class Tally {
  readonly #channels = new Map<number, Sums>();
  readonly #unattributed = new Sums();
  readonly #total = new Sums();
  #refunds = 0;

  get conversions(): number {
    return this.#total.conversions;
  }

  /** @param channelOf number of the channel of a touch's row */
  add(credited: Credited, channelOf: (row: number) => number): void {
    const { order, rows, shares } = credited;
    const [weights, amounts] = [weightsOf(shares), netAmounts(credited)];
    const currency = order.money?.currency;
    this.#refunds += order.refunds.length;
    const all_minor = amounts.reduce((sum, amount_minor) => sum + amount_minor, 0);
    this.#total.add(1, currency, all_minor);
    if (rows.length === 0) this.#unattributed.add(1, currency, all_minor);
    for (const [index, row] of rows.entries()) this.#sums(channelOf(row)).add(weights[index] ?? 0, currency, amounts[index] ?? 0);
    for (const channel of new Set(rows.map(channelOf))) this.#sums(channel).influenced += 1;
  }

  /**
   * @param hidden channels whose credit went to the others
   * @throws TouchlineError TL_INPUT_INVALID when a sum passes what a double holds exactly
   */
  figures(nameOf: (channel: number) => string, hidden: ReadonlySet<string>): Figures {
    const currencies = [...this.#total.amounts.keys()].sort();
    const amountsOf = (sums: Sums) => Object.fromEntries(currencies.map((currency) => [currency, exact(sums.amounts.get(currency) ?? 0)]));
    const channels = [...this.#channels].map(([number, sums]) => {
      const { conversions, influenced } = sums;
      return { channel: nameOf(number), conversions, amount_minor: amountsOf(sums), influenced_conversions: influenced };
    });
    return {
      conversions: this.#total.conversions,
      refunds: this.#refunds,
      amount_minor: amountsOf(this.#total),
      channels: channels.filter(({ channel }) => !hidden.has(channel)).sort(byConversions),
      unattributed: { conversions: this.#unattributed.conversions, amount_minor: amountsOf(this.#unattributed) },
    };
  }

  #sums(channel: number): Sums {
    const known = this.#channels.get(channel);
    if (known !== undefined) return known;
    const made = new Sums();
    this.#channels.set(channel, made);
    return made;
  }
}

function byConversions(one: ChannelFigures, other: ChannelFigures): number {
  return other.conversions - one.conversions || (one.channel < other.channel ? -1 : 1);
}

function exact(amount_minor: number): number {
  if (Number.isSafeInteger(amount_minor)) return amount_minor;
  throw new TouchlineError('TL_INPUT_INVALID', 'The amounts sum to more than can be counted exactly.', 'amount');
}
