import { describe, expect, it } from 'vitest';
import { at, byChannel, crediting, csv, days, T } from '../support/journeys.js';

const credit = crediting();
const ORDER = 'id,person,at,amount,currency,refund_of';
const TOUCH = 'person,at,channel,type,id';
const order = csv(ORDER, [['c', 'p', at(0), '100', 'EUR', '']]);

describe('a touch counts', () => {
  it('when T − window < t ≤ T, to the millisecond and by its type', async () => {
    const touches = csv(TOUCH, [
      ['p', at(days(30)), 'click out', 'click', 1],
      ['p', at(days(30) - 1), 'click in', 'click', 2],
      ['p', at(days(1)), 'view out', 'view', 3],
      ['p', at(days(1) - 1), 'view in', 'view', 4],
      ['p', at(days(30) - 1), 'code in', 'code', 5],
      ['p', at(0), 'same instant', '', 6],
      ['p', at(-1), 'too late', 'click', 7],
      ['q', at(5), 'another person', 'click', 8],
    ]);
    expect(Object.keys(byChannel(await credit(touches, order))).sort()).toEqual(['click in', 'code in', 'same instant', 'view in']);
    const short = await credit(touches, order, { windows: { click: 1, code: 1, view: days(2) } });
    expect(Object.keys(byChannel(short)).sort()).toEqual(['same instant', 'view in', 'view out']);
  });

  it('once, however often its id is seen, and again when it has none (I2)', async () => {
    const one = ['p', at(5), 'a', 'click', 't1'];
    expect((await credit(csv(TOUCH, [one, one]), order)).lines).toHaveLength(1);
    expect(
      (
        await credit(
          csv(TOUCH, [
            [...one.slice(0, 4), ''],
            [...one.slice(0, 4), ''],
          ]),
          order,
        )
      ).lines,
    ).toHaveLength(2);
  });

  it('by the earlier of two that share an id and differ, whichever comes first, and the line is named', async () => {
    const rows = [
      ['p', at(5), 'late', 'click', 't1'],
      ['p', at(9), 'early', 'click', 't1'],
    ];
    for (const list of [rows, rows.toReversed()]) {
      const result = await credit(csv(TOUCH, list), order);
      expect(byChannel(result)).toEqual({ early: 1 });
      expect(result.warnings).toEqual([expect.objectContaining({ file: 'touches', line: 3, code: 'TL_ID_CONFLICT' })]);
    }
  });

  it('in the order of instants, then of ids', async () => {
    const touches = csv(TOUCH, [
      ['p', at(5), 'c', '', 'b'],
      ['p', at(5), 'a', '', 'c'],
      ['p', at(6), 'x', '', 'z'],
      ['p', at(5), 'b', '', 'a'],
    ]);
    expect((await credit(touches, order)).lines.map(({ touch, position }) => [touch, position])).toEqual([
      ['z', 0],
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  });

  it('under the name of its alias', async () => {
    const touches = csv(TOUCH, [
      ['p', at(5), 'insta', '', 1],
      ['p', at(4), 'Instagram', '', 2],
    ]);
    expect(byChannel(await credit(touches, order, { aliases: new Map([['insta', 'Instagram']]) }))).toEqual({ Instagram: 1 });
  });

  it('as its path’s transform leaves it', async () => {
    const touches = csv(
      TOUCH,
      ['a', 'a', 'b', 'a'].map((channel, index) => ['p', at(10 - index), channel, '', index]),
    );
    const of = async (transform: Parameters<typeof credit>[2]) => (await credit(touches, order, transform)).lines.map(({ touch }) => touch);
    expect(await of({ transform: { name: 'all' } })).toEqual(['0', '1', '2', '3']);
    expect(await of({ transform: { name: 'collapsed' } })).toEqual(['1', '2', '3']);
    expect(await of({ transform: { name: 'unique' } })).toEqual(['0', '2']);
    expect(await of({ transform: { name: 'last_n', count: 2 } })).toEqual(['2', '3']);
  });
});

describe('a conversion', () => {
  const touches = csv(TOUCH, [['p', at(5), 'a', '', 1]]);

  it('with no touch is a line of its own and never lost', async () => {
    const result = await credit(touches, csv(ORDER, [['c', 'nobody', at(0), '3', 'JPY', '']]));
    expect(result).toMatchObject({ conversions: 1, amount_minor: { JPY: 3 }, channels: [], unattributed: { conversions: 1, amount_minor: { JPY: 3 } } });
    expect(result.lines).toEqual([
      { conversion: 'c', touch: '(unattributed)', channel: '(unattributed)', position: null, weight: 1, amount_minor: 3, currency: 'JPY', kind: 'credit' },
    ]);
  });

  it('counts once, however often its id is seen (I2)', async () => {
    const row = ['c', 'p', at(0), '1', 'EUR', ''];
    expect(await credit(touches, csv(ORDER, [row, row]))).toMatchObject({ conversions: 1, amount_minor: { EUR: 100 }, warnings: [] });
  });

  it('may have no amount', async () => {
    const result = await credit(touches, csv('id,person,at', [['c', 'p', at(0)]]));
    expect(result).toMatchObject({ conversions: 1, amount_minor: {}, channels: [{ channel: 'a', conversions: 1, amount_minor: {} }] });
    expect(result.lines).toMatchObject([{ weight: 1, amount_minor: 0, currency: null }]);
  });

  it('counts between two instants, both included, and may count once a person', async () => {
    const many = csv(
      ORDER,
      [3, 2, 1, 0].map((before_ms) => [`c${before_ms}`, 'p', at(before_ms), '1', 'EUR', '']),
    );
    const span = { from_ms: T - 2, to_ms: T - 1 };
    expect(new Set((await credit(touches, many, span)).lines.map(({ conversion }) => conversion))).toEqual(new Set(['c2', 'c1']));
    expect((await credit(touches, many, { ...span, once_per_person: true })).lines.map(({ conversion }) => conversion)).toEqual(['c2']);
  });

  it('influenced by a channel counts for it, whatever share the channel has', async () => {
    const two = csv(TOUCH, [
      ['p', at(5), 'a', '', 1],
      ['p', at(4), 'a', '', 2],
      ['p', at(3), 'b', '', 3],
    ]);
    expect((await credit(two, order, { model: { name: 'last' } })).channels).toEqual([
      { channel: 'b', conversions: 1, amount_minor: { EUR: 10_000 }, influenced_conversions: 1 },
      { channel: 'a', conversions: 0, amount_minor: { EUR: 0 }, influenced_conversions: 1 },
    ]);
  });
});

describe('a channel left out', () => {
  it('gives its credit to the others; a journey of nothing else is unattributed', async () => {
    const touches = csv(TOUCH, [
      ['p', at(9), 'direct', '', 1],
      ['p', at(8), 'b', '', 2],
      ['p', at(7), 'c', '', 3],
      ['q', at(7), 'direct', '', 4],
    ]);
    const orders = csv(ORDER, [
      ['c1', 'p', at(0), '0.90', 'EUR', ''],
      ['c2', 'q', at(0), '5.00', 'EUR', ''],
    ]);
    const result = await credit(touches, orders, { model: { name: 'position' }, excluded: ['direct'] });
    expect(byChannel(result, 'EUR')).toEqual({ c: 60, b: 30 });
    expect(result.unattributed).toEqual({ conversions: 1, amount_minor: { EUR: 500 } });
  });
});

describe('a refund', () => {
  const touches = csv(
    TOUCH,
    ['a', 'b', 'c'].map((channel, index) => ['p', at(9 - index), channel, '', index]),
  );
  const orders = (...refunds: (string | number)[][]) => csv(ORDER, [['c', 'p', at(0), '1.00', 'EUR', ''], ...refunds]);

  it('takes back from each touch by the stored split, the last cent where the last refund comes', async () => {
    const result = await credit(touches, orders(['r2', '', at(-9), '-0.50', 'EUR', 'c'], ['r1', '', at(-5), '-0.50', 'EUR', 'c']));
    expect(result.lines.map(({ channel, amount_minor, kind, refund = '' }) => [channel, amount_minor, kind, refund])).toEqual([
      ['a', 34, 'credit', ''],
      ['b', 33, 'credit', ''],
      ['c', 33, 'credit', ''],
      ['a', -17, 'refund', 'r1'],
      ['b', -17, 'refund', 'r1'],
      ['c', -16, 'refund', 'r1'],
      ['a', -17, 'refund', 'r2'],
      ['b', -16, 'refund', 'r2'],
      ['c', -17, 'refund', 'r2'],
    ]);
    expect(result).toMatchObject({ conversions: 1, refunds: 2, amount_minor: { EUR: 0 } });
    expect(byChannel(result, 'EUR')).toEqual({ a: 0, b: 0, c: 0 });
  });

  it('goes with its order, whenever it was, and counts once (I2)', async () => {
    const refund = ['r', '', at(-days(90)), '-0.10', 'EUR', 'c'];
    expect(await credit(touches, orders(refund, refund), { to_ms: T })).toMatchObject({ refunds: 1, amount_minor: { EUR: 90 }, warnings: [] });
    expect(await credit(touches, orders(refund), { to_ms: T - 1 })).toMatchObject({ conversions: 0, refunds: 0, amount_minor: {}, warnings: [] });
  });

  it.each([
    ['of an order that is not there', ['r', '', at(0), '-1', 'EUR', 'other'], 'TL_REFUND_UNKNOWN'],
    ['of itself', ['r', '', at(0), '-1', 'EUR', 'r'], 'TL_REFUND_UNKNOWN'],
    ['in another currency', ['r', '', at(0), '-1', 'USD', 'c'], 'TL_FIELD_VALUE'],
    ['of a positive amount', ['r', '', at(0), '1', 'EUR', 'c'], 'TL_FIELD_VALUE'],
    ['that names no order', ['r', 'p', at(0), '-1', 'EUR', ''], 'TL_FIELD_MISSING'],
  ])('%s is named by its line and changes nothing', async (_what, refund, code) => {
    const result = await credit(touches, orders(refund));
    expect(result).toMatchObject({ conversions: 1, refunds: 0, amount_minor: { EUR: 100 } });
    expect(result.warnings).toEqual([expect.objectContaining({ file: 'conversions', line: 3, code })]);
  });
});

describe('bad rows', () => {
  it('are named by line with a code, and cost nothing else', async () => {
    const touches = csv(TOUCH, [
      ['p', 'yesterday', 'a', '', 1],
      ['', at(1), 'a', '', 2],
      ['p', at(1), '', '', 3],
      ['p', at(1), 'a', 'call', 4],
      ['p', at(1), 'a'],
      ['p', at(1), 'a', '', 5],
    ]);
    const orders = csv(ORDER, [
      ['', 'p', at(0), '1', 'EUR', ''],
      ['c1', '', at(0), '1', 'EUR', ''],
      ['c2', 'p', '', '1', 'EUR', ''],
      ['c3', 'p', at(0), 'one', 'EUR', ''],
      ['c4', 'p', at(0), '1', '', ''],
      ['c5', 'p', at(0), '1', 'EURO', ''],
      ['c6', 'p', at(0), '1', 'EUR', ''],
    ]);
    const result = await credit(touches, orders);
    expect(result).toMatchObject({ conversions: 1, amount_minor: { EUR: 100 }, touches: 1 });
    expect(result.warnings.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['conversions', 2, 'TL_FIELD_MISSING'],
      ['conversions', 3, 'TL_FIELD_MISSING'],
      ['conversions', 4, 'TL_FIELD_MISSING'],
      ['conversions', 5, 'TL_FIELD_VALUE'],
      ['conversions', 6, 'TL_FIELD_MISSING'],
      ['conversions', 7, 'TL_CURRENCY_UNKNOWN'],
      ['touches', 2, 'TL_FIELD_VALUE'],
      ['touches', 3, 'TL_FIELD_MISSING'],
      ['touches', 4, 'TL_FIELD_MISSING'],
      ['touches', 5, 'TL_FIELD_VALUE'],
      ['touches', 6, 'TL_ROW_MALFORMED'],
    ]);
  });

  it('say once how many journeys custom weights do not fit', async () => {
    const touches = csv(TOUCH, [['p', at(1), 'a', '', 1]]);
    const { warnings } = await credit(touches, order, { model: { name: 'custom', weights: [1, 2] } });
    expect(warnings).toMatchObject([{ code: 'TL_WEIGHTS_LENGTH' }]);
  });
});
