import { describe, expect, it } from 'vitest';
import { offsetParameters, reach, sameWatermark } from '../src/watermark.js';

const range = (topic: string, partition: number, first_offset: number, last_offset: number) => ({ topic, partition, first_offset, last_offset });

describe('the watermark', () => {
  it('reaches as far as ranges are stored without a gap, per partition', () => {
    const ranges = [range('clicks', 0, 0, 9), range('clicks', 0, 10, 19), range('clicks', 0, 25, 30), range('clicks', 1, 5, 6)];
    expect(reach(ranges, {})).toEqual({ 'clicks/0': 20, 'clicks/1': 7 });
    expect(
      reach(
        [...ranges, range('clicks', 0, 20, 24)].sort((a, b) => a.partition - b.partition || a.first_offset - b.first_offset),
        { 'clicks/0': 20 },
      ),
    ).toEqual({
      'clicks/0': 31,
      'clicks/1': 7,
    });
  });

  it('goes on from what was known and never back, whatever repeats and overlaps', () => {
    expect(reach([range('clicks', 0, 8, 12), range('clicks', 0, 10, 11)], { 'clicks/0': 10, 'identities/1': 3 })).toEqual({
      'clicks/0': 13,
      'identities/1': 3,
    });
    expect(reach([range('clicks', 0, 11, 12)], { 'clicks/0': 10 })).toEqual({ 'clicks/0': 10 });
  });

  it('is told apart by any partition', () => {
    expect(sameWatermark({ a: 1 }, { a: 1 })).toBe(true);
    expect(sameWatermark({ a: 1 }, { a: 1, b: 0 })).toBe(false);
  });

  it('becomes parameters of each topic, never empty', () => {
    expect(offsetParameters({ 'clicks/2': 7 })).toMatchObject({
      clicks_partitions: [2, 65_535],
      clicks_offsets: [7, 0],
      directory_partitions: [65_535],
      directory_offsets: [0],
    });
  });
});
