import type { Cause, Purchase } from './buying.js';
import type { Touch } from './clicks.js';
import { converted, type Exchange } from './exchange.js';
import { isoInstant, MINUTE_MS } from './instants.js';
import type { MarketOptions } from './options.js';
import type { Person } from './people.js';
import type { Catalogue } from './posts.js';
import type { Random } from './random.js';
import type { OrderItem, OrderReport, RedemptionReport } from './reports.js';

const SKUS = ['SERUM-30', 'BALM-50', 'CLEANSER-150', 'MASK-75', 'OIL-100', 'SUN-50', 'GIFT-SET'] as const;
const FIRST_ORDER_NUMBER = 10_001;
/** What a code takes off the price. */
const CODE_DISCOUNT = 0.1;

export interface OrderModel {
  readonly report: OrderReport;
  readonly at_ms: number;
  readonly person: Person;
  readonly click: Touch | undefined;
  readonly cause: Cause;
  readonly amount_workspace_minor: number;
}

export interface Shop {
  readonly options: MarketOptions;
  readonly catalogue: Catalogue;
  readonly exchange: Exchange;
}

/** The shop's own view of the purchases, numbered in the order of time. */
export function makeOrders(shop: Shop, purchases: readonly Purchase[], random: Random): OrderModel[] {
  const customers = new Set<number>();
  return purchases.map((purchase, index) => {
    const new_customer = !purchase.person.known_customer && !customers.has(purchase.person.index);
    customers.add(purchase.person.index);
    return makeOrder(shop, { purchase, number: FIRST_ORDER_NUMBER + index, new_customer }, random);
  });
}

interface Numbered {
  readonly purchase: Purchase;
  readonly number: number;
  readonly new_customer: boolean;
}

function makeOrder(shop: Shop, { purchase, number, new_customer }: Numbered, random: Random): OrderModel {
  const { person, at_ms, click, cause } = purchase;
  const { options, exchange } = shop;
  const code = codeOf(shop.catalogue, purchase, random);
  const items = makeItems(code === undefined ? 1 : 1 - CODE_DISCOUNT, random);
  const amount_minor = items.reduce((sum, item) => sum + item.amount_minor, 0);
  const abroad = person.country === 'US';
  const rate = abroad ? exchange.rateAt(at_ms) : undefined;
  const report: OrderReport = {
    type: 'order_placed',
    occurred_at: isoInstant(at_ms),
    source: 'simulator',
    order_id: `S${options.seed}-${number}`,
    amount_minor,
    currency: abroad ? options.foreign_currency : options.currency,
    ...(rate === undefined ? {} : { fx_rate: rate }),
    ...buyerOf(person, random),
    codes: code === undefined ? [] : [code],
    items,
    country: person.country,
    new_customer,
  };
  return { report, at_ms, person, click, cause, amount_workspace_minor: converted(amount_minor, rate) };
}

/** Guests give an e-mail, customers log in; some shops send both. */
function buyerOf(person: Person, random: Random): { customer_id?: string; email?: string } {
  if (person.customer_id === undefined) return { email: person.email };
  return random.chance(0.5) ? { customer_id: person.customer_id, email: person.email } : { customer_id: person.customer_id };
}

function makeItems(price_factor: number, random: Random): OrderItem[] {
  const count = random.weighted([
    [60, 1],
    [28, 2],
    [12, 3],
  ]);
  return Array.from({ length: count }, () => {
    const price_minor = Math.max(690, Math.round(random.logNormal(3_600, 0.45)));
    const quantity = random.chance(0.85) ? 1 : 2;
    return { sku: random.pick(SKUS), quantity, amount_minor: Math.round(price_minor * quantity * price_factor) };
  });
}

/** The code that brought them, sometimes the code of whoever they clicked, now and then one from a coupon site. */
function codeOf(catalogue: Catalogue, purchase: Purchase, random: Random): string | undefined {
  const { cause, click } = purchase;
  if (cause.kind === 'code') return catalogue.code_of_creator.get(cause.memory.post.creator.id);
  if (click !== undefined && random.chance(0.25)) return catalogue.code_of_creator.get(click.post.creator.id);
  const [leaked] = catalogue.codes.length > 0 && random.chance(0.03) ? [random.pick(catalogue.codes)] : [];
  return leaked?.entity.code;
}

/** Some shops report a redeemed code apart, some minutes before the order it belongs to. */
export function makeRedemptions(orders: readonly OrderModel[], random: Random): RedemptionReport[] {
  return orders.flatMap(({ report, at_ms }) => {
    const [code] = report.codes;
    if (code === undefined || !random.chance(0.15)) return [];
    return [
      {
        type: 'code_redeemed',
        occurred_at: isoInstant(at_ms - random.integer(1, 12) * MINUTE_MS),
        source: 'simulator',
        redemption_id: `${report.order_id}-code`,
        code,
        order_id: report.order_id,
        ...(report.customer_id === undefined ? { email: report.email ?? '' } : { customer_id: report.customer_id }),
      },
    ];
  });
}
