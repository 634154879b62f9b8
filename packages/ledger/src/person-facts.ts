import type { Candidate, Refund } from '@touchline/attribution';
import { normalCode } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import type { Owners } from './owners.js';
import { SQL } from './sql.js';

type Whole = number | string;

/** One row of `person_facts.sql`. */
interface PersonRow {
  readonly person: string;
  readonly orders: readonly [id: string, at_ms: Whole, order_id: string, amount_minor: Whole, currency: string, fx_rate: string, codes: readonly string[]][];
  readonly refunds: readonly [id: string, at_ms: Whole, order_id: string, delta_minor: Whole, currency: string][];
  readonly clicks: readonly [id: string, at_ms: Whole, link_id: string, click_class: string][];
  readonly redemptions: readonly [id: string, at_ms: Whole, order_id: string, code: string][];
}

export interface Order {
  readonly conversion_id: string;
  readonly order_id: string;
  readonly at_ms: number;
  readonly amount_minor: number;
  readonly currency: string;
  /** Empty: the order is in the workspace's currency. */
  readonly fx_rate: string;
  /** In the order's currency; others cannot be summed with it and are left out. */
  readonly refunds: readonly Refund[];
}

/** A person with orders, and everything of theirs that may count for one. */
export interface PersonFacts {
  readonly person_id: string;
  readonly orders: readonly Order[];
  /** By instant. */
  readonly clicks: readonly Candidate[];
  readonly codes: readonly Candidate[];
}

export interface PersonQuery {
  readonly workspace_id: string;
  /** undefined: everybody who ordered. */
  readonly persons: readonly string[] | undefined;
  /** Clicks after the first and up to the last instant. */
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Persons one after the other, as ClickHouse hands them out: never all in memory. */
export async function* streamPersons(warehouse: Warehouse, owners: Owners, query: PersonQuery): AsyncGenerator<PersonFacts> {
  const { workspace_id, persons, from_ms, to_ms } = query;
  const parameters = { workspace_id, all: persons === undefined, persons: persons ?? [], from_ms, to_ms };
  for await (const rows of warehouse.stream<PersonRow>(SQL.person_facts, parameters)) {
    for (const row of rows) yield factsOf(row, owners);
  }
}

function factsOf(row: PersonRow, owners: Owners): PersonFacts {
  return {
    person_id: row.person,
    orders: row.orders.map(([conversion_id, at_ms, order_id, amount_minor, currency, fx_rate]) => ({
      conversion_id,
      order_id,
      at_ms: Number(at_ms),
      amount_minor: Number(amount_minor),
      currency,
      fx_rate,
      refunds: row.refunds
        .filter((refund) => refund[2] === order_id && refund[4] === currency)
        .map(([, refunded_ms, , delta_minor]) => ({ at_ms: Number(refunded_ms), delta_minor: Number(delta_minor) })),
    })),
    clicks: clickCandidates(row, owners).sort(byInstant),
    codes: [...redemptionCandidates(row, owners), ...orderCandidates(row, owners)],
  };
}

/**
 * What may count for one order: the clicks after `T − window` and up to T, and every code. The rest cannot count, and with it
 * a person of very many clicks and orders would cost their product.
 */
export function candidatesNear(facts: PersonFacts, order: Order, window_ms: number): Candidate[] {
  const from = firstAfter(facts.clicks, order.at_ms - window_ms);
  return [...facts.clicks.slice(from, firstAfter(facts.clicks, order.at_ms)), ...facts.codes];
}

/** Index of the first click after an instant, by halving. */
function firstAfter(clicks: readonly Candidate[], at_ms: number): number {
  let [low, high] = [0, clicks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((clicks[middle]?.at_ms ?? at_ms) <= at_ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byInstant(one: Candidate, other: Candidate): number {
  return one.at_ms - other.at_ms;
}

function clickCandidates(row: PersonRow, owners: Owners): Candidate[] {
  const once = new Map(row.clicks.map((click) => [click[0], click]));
  return [...once.values()].map(([touch_id, at_ms, link_id, click_class]) => ({
    touch_id,
    at_ms: Number(at_ms),
    kind: 'click',
    click_class,
    code: '',
    order_id: '',
    on_order: false,
    ...owners.ofLink(link_id),
    link_id,
  }));
}

function redemptionCandidates(row: PersonRow, owners: Owners): Candidate[] {
  return row.redemptions.map(([touch_id, at_ms, order_id, code]) => codeCandidate(owners, { touch_id, at_ms: Number(at_ms), order_id, code, on_order: false }));
}

/** A code an order carries is a redemption at the order's instant; its id is made of the order's and the code. */
function orderCandidates(row: PersonRow, owners: Owners): Candidate[] {
  return row.orders.flatMap(([conversion_id, at_ms, order_id, , , , codes]) =>
    [...new Set(codes.map(normalCode))].map((code) =>
      codeCandidate(owners, { touch_id: `${conversion_id}/${code}`, at_ms: Number(at_ms), order_id, code, on_order: true }),
    ),
  );
}

function codeCandidate(owners: Owners, redeemed: Pick<Candidate, 'touch_id' | 'at_ms' | 'order_id' | 'code' | 'on_order'>): Candidate {
  return { ...redeemed, code: normalCode(redeemed.code), kind: 'code', click_class: '', ...owners.ofCode(redeemed.code, redeemed.at_ms) };
}
