import { describe, expect, it } from 'vitest';
import type { RecordPack, StoredRecord } from '../src/index.js';
import { PartitionBuffer } from '../src/kafka/buffer.js';

const stored = (...offsets: number[]): StoredRecord[] => offsets.map((offset) => ({ offset, value: Buffer.alloc(10) }));
const offsetsOf = (pack: RecordPack) => pack.records().map(({ offset }) => offset);

describe('what was fetched of a partition', () => {
  it('is handed out in order, past the holes that compaction leaves, and once though it is fetched twice (I2)', () => {
    const buffer = new PartitionBuffer({ records_max: 3, bytes_max: 1_000 });
    buffer.begin(5);
    buffer.accept(stored(3, 4, 5, 9), 20);
    buffer.accept(stored(5, 9, 12, 13), 20);
    expect(buffer.full).toBe(true);
    expect(offsetsOf(buffer.take())).toEqual([5, 9, 12]);
    expect(buffer.caughtUp).toBe(false);
    buffer.accept(stored(19), 20);
    expect(buffer.caughtUp).toBe(true);
    expect(offsetsOf(buffer.take())).toEqual([13, 19]);
    expect(buffer.empty).toBe(true);
  });

  it('is no more than the bytes of a batch, but for one record that is larger', () => {
    const buffer = new PartitionBuffer({ records_max: 100, bytes_max: 25 });
    buffer.begin(0);
    buffer.accept([...stored(0, 1, 2), { offset: 3, value: Buffer.alloc(99) }, ...stored(4)], 5);
    expect([buffer.take(), buffer.take(), buffer.take(), buffer.take()].map(offsetsOf)).toEqual([[0, 1], [2], [3], [4]]);
  });

  it('wakes whoever waits for it', async () => {
    const buffer = new PartitionBuffer({ records_max: 1, bytes_max: 1 });
    buffer.begin(0);
    const waiting = buffer.wait();
    buffer.accept(stored(0), 1);
    await waiting;
    await buffer.wait(1);
    expect(offsetsOf(buffer.take())).toEqual([0]);
  });
});
