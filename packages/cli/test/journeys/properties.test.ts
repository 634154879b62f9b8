import type { Model } from '@touchline/attribution';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeOptions } from '../../src/journeys/attribute.js';
import { at, crediting, csv, days, type Result } from '../support/journeys.js';

const credit = crediting();
const RUNS = { numRuns: 40 };
const HOUR_MS = 3_600_000;
const EXPONENTS = { EUR: 2, JPY: 0, KWD: 3 } as const;
type Currency = keyof typeof EXPONENTS;

const model = fc.oneof(
  fc.constantFrom<Model>({ name: 'first' }, { name: 'last' }, { name: 'linear' }, { name: 'linear_unique' }, { name: 'j_shaped' }, { name: 'inverse_j' }),
  fc.integer({ min: 1, max: days(60) }).map((half_life_ms): Model => ({ name: 'time_decay', half_life_ms })),
  fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map(([first, middle, last]): Model => ({ name: 'position', ends: { first, middle, last } })),
  fc.array(fc.nat(9), { minLength: 1, maxLength: 6 }).map((weights): Model => ({ name: 'custom', weights })),
);
const options: fc.Arbitrary<Partial<AttributeOptions>> = fc.record({
  model,
  transform: fc.constantFrom({ name: 'all' }, { name: 'collapsed' }, { name: 'unique' }, { name: 'last_n', count: 2 }),
  excluded: fc.subarray(['a', 'b']),
  once_per_person: fc.boolean(),
});

const person = fc.constantFrom('p', 'q', 'r');
const hours = fc.integer({ min: 0, max: 40 * 24 });
const touch = fc.tuple(person, hours, fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('click', 'code', 'view'));
const touchRows = fc.array(touch, { maxLength: 25 }).map((list) => list.map(([who, hour, ...rest], id) => [who, at(hour * HOUR_MS), ...rest, `t${id}`]));

interface Bought {
  readonly who: string;
  readonly hour: number;
  readonly currency: Currency;
  readonly amount_minor: number;
  /** Parts of the amount that are paid back; beyond it where they sum to more than 1. */
  readonly refunds: readonly number[];
}
const bought: fc.Arbitrary<Bought> = fc.record({
  who: person,
  hour: hours,
  currency: fc.constantFrom<Currency>('EUR', 'JPY', 'KWD'),
  amount_minor: fc.oneof(fc.nat(200), fc.nat(100_000_000_000)),
  refunds: fc.array(fc.double({ min: 0, max: 0.7, noNaN: true }), { maxLength: 3 }),
});

function decimal(amount_minor: number, currency: Currency): string {
  const digits = String(Math.abs(amount_minor)).padStart(EXPONENTS[currency] + 1, '0');
  const point = digits.length - EXPONENTS[currency];
  return `${amount_minor < 0 ? '-' : ''}${digits.slice(0, point)}${point < digits.length ? `.${digits.slice(point)}` : ''}`;
}

function orderRows(list: readonly Bought[]): string[][] {
  return list.flatMap(({ who, hour, currency, amount_minor, refunds }, id) => [
    [`c${id}`, who, at(hour * HOUR_MS), decimal(amount_minor, currency), currency, ''],
    ...refunds.flatMap((part, number) => {
      const back_minor = -Math.round(part * amount_minor);
      return back_minor === 0 ? [] : [[`c${id}r${number}`, '', at(-number), decimal(back_minor, currency), currency, `c${id}`]];
    }),
  ]);
}

const TOUCH = 'person,at,channel,type,id';
const ORDER = 'id,person,at,amount,currency,refund_of';
const of = (touches: readonly string[][], orders: readonly string[][], more: Partial<AttributeOptions>) =>
  credit(csv(TOUCH, touches), csv(ORDER, orders), more);

/** Everything but the lines of the file that warnings name. */
const figures = ({ warnings: _, ...rest }: Result) => rest;

describe('journeys in files, whatever is in them', () => {
  it('give channels and unattributed exactly the totals, in every currency and under every model, refunds too (I4)', async () => {
    await fc.assert(
      fc.asyncProperty(touchRows, fc.array(bought, { maxLength: 8 }), options, async (touches, list, more) => {
        const result = await of(touches, orderRows(list), more);
        const parts = [...result.channels, result.unattributed];
        for (const [currency, total] of Object.entries(result.amount_minor)) {
          expect(parts.reduce((sum, part) => sum + (part.amount_minor[currency] ?? 0), 0)).toBe(total);
          const ofLines = result.lines.filter((line) => line.currency === currency).reduce((sum, line) => sum + line.amount_minor, 0);
          expect(ofLines).toBe(total);
        }
        expect(parts.reduce((sum, part) => sum + part.conversions, 0)).toBeCloseTo(result.conversions, 9);
        expect(result.warnings.filter(({ code }) => code !== 'TL_WEIGHTS_LENGTH')).toEqual([]);
      }),
      RUNS,
    );
  });

  it('give every conversion lines that sum to its amount and to a weight of 1 (I4)', async () => {
    await fc.assert(
      fc.asyncProperty(touchRows, fc.array(bought, { maxLength: 8 }), options, async (touches, list, more) => {
        const { lines } = await of(touches, orderRows(list), more);
        for (const [id, { amount_minor, currency }] of list.entries()) {
          const credits = lines.filter((line) => line.conversion === `c${id}` && line.kind === 'credit');
          if (credits.length === 0) continue;
          expect(credits.every((line) => line.currency === currency && line.weight >= 0)).toBe(true);
          expect(credits.reduce((sum, line) => sum + line.amount_minor, 0)).toBe(amount_minor);
          expect(credits.reduce((sum, line) => sum + line.weight, 0)).toBeCloseTo(1, 12);
        }
      }),
      RUNS,
    );
  });

  it('are the same in any order of rows, and when rows come twice (I2, I5)', async () => {
    const shuffled = (rows: string[][]) => fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 });
    const both = fc
      .tuple(touchRows, fc.array(bought, { maxLength: 8 }).map(orderRows))
      .chain(([touches, orders]) => fc.tuple(fc.constant({ touches, orders }), shuffled(touches), shuffled(orders)));
    await fc.assert(
      fc.asyncProperty(both, options, async ([{ touches, orders }, touchesAgain, ordersAgain], more) => {
        expect(figures(await of(touchesAgain, ordersAgain, more))).toEqual(figures(await of(touches, orders, more)));
      }),
      RUNS,
    );
  });

  it('of which some share an id and differ are still the same in any order of rows', async () => {
    const conflicting = touchRows.map((rows) => rows.map((row, index) => [...row.slice(0, 4), `t${index % 5}`]));
    const orders = fc.array(bought, { maxLength: 8 }).map((list) => orderRows(list).map((row, index) => [`c${index % 4}`, ...row.slice(1)]));
    const both = fc.tuple(conflicting, orders).chain(([touches, rows]) => {
      return fc.tuple(
        fc.constant({ touches, rows }),
        fc.shuffledSubarray(touches, { minLength: touches.length }),
        fc.shuffledSubarray(rows, { minLength: rows.length }),
      );
    });
    await fc.assert(
      fc.asyncProperty(both, async ([{ touches, rows }, touchesAgain, rowsAgain]) => {
        expect(figures(await of(touchesAgain, rowsAgain, {}))).toEqual(figures(await of(touches, rows, {})));
      }),
      RUNS,
    );
  });

  it('end after n partial refunds where one full refund ends: at 0 for every channel (I4)', async () => {
    await fc.assert(
      fc.asyncProperty(
        touchRows,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        options,
        async (touches, amount_minor, cuts, more) => {
          const points = [0, ...cuts.map((cut) => Math.floor(cut * amount_minor)).sort((a, b) => a - b), amount_minor];
          const parts = points.slice(1).map((point, index) => point - (points[index] ?? 0));
          const order = ['c', 'p', at(0), decimal(amount_minor, 'EUR'), 'EUR', ''];
          const refund = (back_minor: number, id: number) => [`r${id}`, '', at(-id), decimal(-back_minor, 'EUR'), 'EUR', 'c'];
          const partial = await of(touches, [order, ...parts.filter((part) => part > 0).map(refund)], more);
          const full = await of(touches, [order, refund(amount_minor, 0)], more);
          expect(partial.channels).toEqual(full.channels);
          expect([...full.channels, full.unattributed].every((part) => part.amount_minor['EUR'] === 0)).toBe(true);
        },
      ),
      RUNS,
    );
  });
});
