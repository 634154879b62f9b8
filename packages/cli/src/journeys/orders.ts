import { TouchlineError } from '@touchline/runtime';
import { type Money, moneyOf } from '../csv/amount.js';
import { instantMs } from '../csv/instant.js';
import type { OnBytes } from '../csv/source.js';
import { type Cell, readTable } from '../csv/table.js';
import type { Warnings } from '../csv/warnings.js';
import type { TextTable } from './text-table.js';
import { textOrder } from './touches.js';

type Column = 'id' | 'person' | 'at' | 'amount' | 'currency' | 'refund_of';

export interface Refund {
  readonly id: string;
  readonly at_ms: number;
  /** Negative: money back to the customer. */
  readonly delta_minor: number;
}

/** A conversion and what was paid back of it. */
export interface Order {
  readonly id: string;
  readonly person: number;
  readonly at_ms: number;
  /** Undefined for a conversion without an amount. */
  readonly money: Money | undefined;
  /** By instant, then by id. */
  readonly refunds: Refund[];
}

export interface OrdersOptions {
  readonly path: string;
  /** Takes in everybody who converted. */
  readonly persons: TextTable;
  /** For amounts whose row names none. */
  readonly currency: string;
  readonly from_ms: number;
  readonly to_ms: number;
  /** Only each person's first conversion between the two instants. */
  readonly once_per_person: boolean;
  readonly warnings: Warnings;
  readonly onBytes?: OnBytes;
}

interface Row {
  readonly line: number;
  readonly id: string;
  readonly person: string;
  readonly at_ms: number;
  readonly money: Money | undefined;
  readonly refund_of: string;
}

/**
 * Conversions with their refunds, by instant, then by id; an id counts once (I2). Kept as objects, some 300 bytes each. A refund goes with its
 * order, whenever it was.
 * @throws TouchlineError TL_FILE_UNREADABLE, TL_COLUMN_MISSING
 */
export async function readOrders(options: OrdersOptions): Promise<Order[]> {
  const rows = await readRows(options);
  const known = new Map<string, Order>();
  for (const row of rows.values()) {
    if (row.refund_of !== '') continue;
    const { id, at_ms, money } = row;
    known.set(id, { id, person: options.persons.add(row.person), at_ms, money, refunds: [] });
  }
  const refunds = [...rows.values()].filter((row) => row.refund_of !== '').sort(inTime);
  for (const row of refunds) options.warnings.guard('conversions', row.line, () => book(row, known));
  const within = [...known.values()].filter(({ at_ms }) => at_ms >= options.from_ms && at_ms <= options.to_ms).sort(inTime);
  return options.once_per_person ? firsts(within) : within;
}

/** Each id once; of two rows that say different things the smaller stays, so that the order of rows changes nothing. */
async function readRows(options: OrdersOptions): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const { path, warnings, onBytes } = options;
  const optional = ['amount', 'currency', 'refund_of'] as const;
  const table = { path, file: 'conversions', required: ['id', 'person', 'at'] as const, optional, warnings };
  await readTable<Column>({ ...table, ...(onBytes === undefined ? {} : { onBytes }) }, (cell, line) => {
    const row = rowOf(cell, line, options.currency);
    const other = rows.get(row.id);
    if (other === undefined) {
      rows.set(row.id, row);
      return;
    }
    const order = textOrder(contentOf(row), contentOf(other));
    if (order === 0) return;
    if (order < 0) rows.set(row.id, row);
    throw new TouchlineError('TL_ID_CONFLICT', `The id \`${row.id}\` was seen with another content; one of the two is left out.`, 'id');
  });
  return rows;
}

function rowOf(cell: Cell<Column>, line: number, currency: string): Row {
  const [id, person, amount, refund_of] = [detached(cell('id')), detached(cell('person')), cell('amount'), detached(cell('refund_of'))];
  if (id === '') throw new TouchlineError('TL_FIELD_MISSING', '`id` is empty.', 'id');
  const at_ms = instantMs(cell('at'), 'at');
  const money = amount === '' ? undefined : moneyOf(amount, cell('currency') || currency);
  const negative = money !== undefined && money.amount_minor < 0;
  if (negative && refund_of === '') throw new TouchlineError('TL_FIELD_MISSING', 'The amount is negative and `refund_of` is empty.', 'refund_of');
  if (!negative && refund_of !== '') throw new TouchlineError('TL_FIELD_VALUE', 'A refund’s amount has to be negative.', 'amount');
  if (!negative && person === '') throw new TouchlineError('TL_FIELD_MISSING', '`person` is empty.', 'person');
  return { line, id, person, at_ms, money, refund_of };
}

function contentOf({ person, at_ms, money, refund_of }: Row): string {
  return JSON.stringify([at_ms, person, money?.amount_minor, money?.currency, refund_of]);
}

function book({ id, at_ms, money, refund_of }: Row, known: ReadonlyMap<string, Order>): void {
  const order = known.get(refund_of);
  if (order === undefined) throw new TouchlineError('TL_REFUND_UNKNOWN', `There is no order \`${refund_of}\` to refund.`, 'refund_of');
  if (money?.currency !== order.money?.currency) {
    throw new TouchlineError(
      'TL_FIELD_VALUE',
      `The refund is in ${money?.currency}, the order \`${refund_of}\` in ${order.money?.currency ?? 'none'}.`,
      'currency',
    );
  }
  order.refunds.push({ id, at_ms, delta_minor: money?.amount_minor ?? 0 });
}

function firsts(orders: readonly Order[]): Order[] {
  const seen = new Set<number>();
  return orders.filter(({ person }) => !seen.has(person) && seen.add(person));
}

function inTime(one: { at_ms: number; id: string }, other: { at_ms: number; id: string }): number {
  return one.at_ms - other.at_ms || textOrder(one.id, other.id);
}

/** A copy, so that the piece of the file it was cut from can go. */
function detached(text: string): string {
  return Buffer.from(text).toString();
}
