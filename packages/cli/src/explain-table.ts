import { currencyExponent } from '@touchline/events';
import type { OrderExplanation } from '@touchline/ledger';
import { print, printTable } from './output.js';

/** An order explained for people: what it was, who touched it, what each model gives each touch. */
export function printExplanation(order: OrderExplanation): void {
  const money = (amount_minor: number) => moneyText(amount_minor, order.currency);
  print(`Order ${order.order_id} of ${order.occurred_at}: ${money(order.amount_minor)}${refundsText(order, money)}`);
  print('');
  printTable(
    order.touches.map((touch, index) => ({
      touch: index + 1,
      at: touch.occurred_at,
      kind: touch.kind,
      what: touch.label,
      creator: touch.creator_id,
      counts: touch.counted ? 'yes' : 'no',
      why: touch.reason.replaceAll('_', ' '),
    })),
  );
  print('');
  printTable(
    [...order.models, ...order.fitted_models].flatMap((model) => model.lines.map((line) => ({ model: model.model, ...lineCells(order, line, money) }))),
  );
  if (order.ledger !== 'current') print(order.ledger === 'waiting' ? '\nNo run has credited this order yet.' : '\nThe next run will change this.');
}

function refundsText(order: OrderExplanation, money: (amount_minor: number) => string): string {
  return order.refunds.length === 0 ? '' : `, ${money(order.net_minor)} after ${order.refunds.length} refund(s)`;
}

function lineCells(order: OrderExplanation, line: { touch_id: string; weight: number; amount_minor: number }, money: (amount_minor: number) => string) {
  const index = order.touches.findIndex(({ touch_id }) => touch_id === line.touch_id);
  return { touch: index < 0 ? line.touch_id : String(index + 1), share: `${(line.weight * 100).toFixed(1)} %`, amount: money(line.amount_minor) };
}

function moneyText(amount_minor: number, currency: string): string {
  const digits = currencyExponent(currency);
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat('en', { style: 'currency', currency, ...places }).format(amount_minor / 10 ** digits);
}
