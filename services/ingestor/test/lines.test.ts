import { RecordPack } from '@touchline/event-log';
import { encodeEvent } from '@touchline/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Scratch } from '../src/lines.js';
import { sortRows } from '../src/rows.js';
import { sample } from './support/samples.js';

const OFFSETS = fc.uniqueArray(fc.oneof(fc.nat(1_200), fc.maxSafeNat()), { minLength: 1, maxLength: 40 }).map((some) => some.sort((a, b) => a - b));
const TYPES = ['click', 'redirect_missed', 'order_placed'] as const;

/** Events of several tables, and the rows that they are, made the slow way. */
function eventsAt(offsets: readonly number[]) {
  return offsets.map((offset, index) => {
    const type = TYPES[(offset + index) % TYPES.length] ?? 'click';
    const value = encodeEvent(sample(type, index));
    return { type, offset, value, row: { _topic: 'clicks', _partition: 3, _offset: offset, ...(JSON.parse(value.toString()) as object) } };
  });
}
const rowsOf = (bytes: Buffer) =>
  bytes
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);

describe('records as rows', () => {
  test('are their events with where they stand, each in its table, in order, also in memory used before (I5)', () => {
    const scratch = new Scratch();
    fc.assert(
      fc.property(OFFSETS, (offsets) => {
        const events = eventsAt(offsets);
        const { tables, malformed } = sortRows(RecordPack.of(events), { topic: 'clicks', partition: 3, scratch });
        expect(malformed).toEqual([]);
        for (const [table, type] of [['click_facts', 'click'] as const, ['miss_facts', 'redirect_missed'] as const, ['order_facts', 'order_placed'] as const]) {
          const expected = events.filter((event) => event.type === type);
          const lines = tables.get(table);
          expect(lines === undefined ? [] : rowsOf(lines.bytes)).toEqual(expected.map(({ row }) => row));
          if (lines !== undefined) scratch.keep(lines.memory);
        }
      }),
    );
  });

  test('can be halved: each half has its own lines, offsets and records', () => {
    fc.assert(
      fc.property(OFFSETS, fc.nat(40), (offsets, cut) => {
        const value = encodeEvent(sample('click', 1));
        const { tables } = sortRows(RecordPack.of(offsets.map((offset) => ({ offset, value }))), { topic: 'clicks', partition: 0, scratch: new Scratch() });
        const lines = tables.get('click_facts');
        const middle = Math.min(cut, offsets.length);
        const halves = [lines?.slice(0, middle), lines?.slice(middle, offsets.length)];
        const told = halves.flatMap((half) => Array.from({ length: half?.length ?? 0 }, (_, line) => [half?.offset(line), half?.record(line).offset]));
        expect(told).toEqual(offsets.map((offset) => [offset, offset]));
        expect(Buffer.concat(halves.map((half) => half?.bytes ?? Buffer.alloc(0)))).toEqual(lines?.bytes);
      }),
    );
  });
});
