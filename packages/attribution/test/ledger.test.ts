import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Conversion,
  convertMinor,
  creditLines,
  type HistoryLine,
  type LedgerLine,
  ledgerDifference,
  ledgerDigestLine,
  lineKey,
  MODELS,
  type Refund,
  standingOf,
  type Touch,
  UNATTRIBUTED,
  type Wanted,
  WEIGHT_UNITS,
  weightUnits,
} from '../src/index.js';

const DAY_MS = 86_400_000;
const conversion: Conversion = {
  conversion_id: 'c1',
  order_id: 'o1',
  at_ms: 50 * DAY_MS,
  amount_minor: 10_001,
  currency: 'JPY',
  workspace_currency: 'EUR',
  exchange: { rate: '0.0061', from_exponent: 0, to_exponent: 2 },
};
const touch = (id: number, day: number): Touch => ({
  touch_id: `t${id}`,
  at_ms: day * DAY_MS,
  creator_id: `creator${id}`,
  campaign_id: '',
  post_id: '',
  link_id: `l${id}`,
  platform: 'instagram',
});
const options = { half_life_ms: 7 * DAY_MS };
const wantedOf = (touches: readonly Touch[], refunds: readonly Refund[] = [], chosen = conversion): Wanted => ({
  credits: creditLines(chosen, touches, options),
  refunds,
  exchange: chosen.exchange,
});
const known = (lines: readonly LedgerLine[], knowledge_time_ms: number): HistoryLine[] => lines.map((line) => ({ ...line, knowledge_time_ms }));
const total = (lines: readonly LedgerLine[], model: string, column: 'amount_minor' | 'amount_workspace_minor') =>
  lines.filter((line) => line.model === model).reduce((sum, line) => sum + line[column], 0);

/** The net of a history, as view `ledger` gives it. */
function net(history: readonly HistoryLine[]): string[] {
  const standing = standingOf(history);
  const keys = new Set([...standing.values()].flatMap(({ lines }) => lines.map(({ credit }) => lineKey(credit))));
  return [...keys].sort().map((key) => {
    const rows = history.filter((line) => lineKey(line) === key);
    const sum = (pick: (line: HistoryLine) => number) => rows.reduce((so_far, line) => so_far + pick(line), 0);
    const weight = weightUnits(sum((line) => (line.kind === 'refund' ? 0 : line.weight)));
    return `${key} ${weight} ${sum((line) => line.amount_minor)} ${sum((line) => line.amount_workspace_minor)}`;
  });
}

describe('credit lines', () => {
  it('sum to 1 and to the amount in both currencies under every model (I4)', () => {
    const touches = fc
      .array(fc.integer({ min: 0, max: 50 }), { maxLength: 15 })
      .map((days) => days.sort((a, b) => a - b).map((day, index) => touch(index, day)));
    fc.assert(
      fc.property(touches, fc.integer({ min: 0, max: 1_000_000_000_000 }), (list, amount_minor) => {
        const lines = creditLines({ ...conversion, amount_minor }, list, options);
        for (const { name } of MODELS) {
          expect(total(lines, name, 'amount_minor')).toBe(amount_minor);
          expect(total(lines, name, 'amount_workspace_minor')).toBe(convertMinor(amount_minor, conversion.exchange));
          expect(lines.filter((line) => line.model === name).reduce((sum, line) => sum + weightUnits(line.weight), 0)).toBe(WEIGHT_UNITS);
        }
      }),
    );
  });

  it('are one (unattributed) line a model where no touch counts', () => {
    const lines = creditLines(conversion, [], options);
    expect(lines.map((line) => [line.model, line.touch_id, line.weight, line.amount_minor, line.touch_position])).toEqual(
      MODELS.map(({ name }) => [name, UNATTRIBUTED, 1, 10_001, 0]),
    );
  });

  it('leave touches that get nothing out', () => {
    const lines = creditLines(conversion, [touch(1, 1), touch(2, 2), touch(3, 3)], options);
    expect(lines.filter((line) => line.model === 'last').map((line) => [line.touch_id, line.touch_position])).toEqual([['t3', 3]]);
  });
});

describe('the ledger', () => {
  const first = known(ledgerDifference(new Map(), wantedOf([touch(1, 40)])), 1);

  it('appends nothing when what stands is what is wanted (I2)', () => {
    expect(ledgerDifference(standingOf(first), wantedOf([touch(1, 40)]))).toEqual([]);
  });

  it('takes back the net of what stood and credits anew when a touch comes late', () => {
    const refunded = known(ledgerDifference(standingOf(first), wantedOf([touch(1, 40)], [{ at_ms: 60 * DAY_MS, delta_minor: -4_000 }])), 2);
    const late = ledgerDifference(standingOf([...first, ...refunded]), wantedOf([touch(1, 40), touch(2, 45)], [{ at_ms: 60 * DAY_MS, delta_minor: -4_000 }]));
    const linear = late.filter((line) => line.model === 'linear').map((line) => [line.kind, line.touch_id, line.weight, line.amount_minor]);
    expect(linear).toEqual([
      ['reversal', 't1', -1, -6_001],
      ['credit', 't1', 0.5, 5_001],
      ['credit', 't2', 0.5, 5_000],
      ['refund', 't1', 0.5, -2_000],
      ['refund', 't2', 0.5, -2_000],
    ]);
    expect(late.filter((line) => line.model === 'first')).toEqual([]);
    expect(total([...first, ...refunded, ...late], 'linear', 'amount_minor')).toBe(6_001);
  });

  it('appends only refund lines when only refunds came, at the refunds’ instants', () => {
    const refunds = [
      { at_ms: 61 * DAY_MS, delta_minor: -1 },
      { at_ms: 60 * DAY_MS, delta_minor: -2_000 },
    ];
    const added = ledgerDifference(standingOf(first), wantedOf([touch(1, 40)], refunds));
    expect(new Set(added.map((line) => line.kind))).toEqual(new Set(['refund']));
    expect(added.filter((line) => line.model === 'last').map((line) => [line.event_time_ms / DAY_MS, line.amount_minor])).toEqual([
      [60, -2_000],
      [61, -1],
    ]);
    expect(ledgerDifference(standingOf([...first, ...known(added, 2)]), wantedOf([touch(1, 40)], refunds))).toEqual([]);
  });

  it('takes back a model that is no longer run and a model of an older version', () => {
    const older = first.map((line) => ({ ...line, model_version: 0 }));
    const kinds = ledgerDifference(standingOf(older), wantedOf([touch(1, 40)])).map((line) => `${line.kind} ${line.model_version}`);
    expect(new Set(kinds)).toEqual(new Set(['reversal 0', 'credit 1', 'credit 2']));
    const gone = first.map((line) => ({ ...line, model: 'retired' }));
    expect(ledgerDifference(standingOf(gone), { ...wantedOf([]), credits: [] }).every((line) => line.kind === 'reversal')).toBe(true);
  });

  it('ends the same however touches and refunds trickle in, and always balances (I4, I5)', () => {
    const step = fc.record({ touches: fc.subarray([1, 2, 3, 4, 5]), refunds: fc.subarray([7, 500, 2_001, 9_000]) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        let history: HistoryLine[] = [];
        let wanted = wantedOf([]);
        for (const [index, { touches, refunds }] of steps.entries()) {
          wanted = wantedOf(
            touches.map((id) => touch(id, 20 + id * 5)),
            refunds.map((amount) => ({ at_ms: (60 + (amount % 3)) * DAY_MS, delta_minor: -amount })),
          );
          history = [...history, ...known(ledgerDifference(standingOf(history), wanted), index)];
        }
        expect(net(history)).toEqual(net(known(ledgerDifference(new Map(), wanted), 0)));
        const refunded = wanted.refunds.reduce((sum, refund) => sum + refund.delta_minor, 0);
        for (const { name } of MODELS) {
          expect(total(history, name, 'amount_minor')).toBe(10_001 + refunded);
          expect(total(history, name, 'amount_workspace_minor')).toBe(convertMinor(10_001, conversion.exchange) + convertMinor(refunded, conversion.exchange));
        }
        expect(ledgerDifference(standingOf([...history].reverse()), wanted)).toEqual([]);
      }),
    );
  });

  it('writes digest lines that do not depend on runs', () => {
    const [line] = first;
    if (line === undefined) throw new Error('no line');
    expect(ledgerDigestLine('w', line)).toBe(
      `["w","c1","first",1,"o1","t1",1,"creator1","","","l1","instagram","JPY","EUR",1000000000000,10001,6101,${50 * DAY_MS}]`,
    );
  });
});
