import { describe, expect, it } from 'vitest';
import { inLanes } from '../src/lanes.js';

const TURNS = 5;

/** Takes as many turns of the event loop as it is told. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('work in lanes', () => {
  it.each([1, 2, 3, 20])('is all done once, and never more of it at a time than there are lanes: %i', async (lanes) => {
    const items = Array.from({ length: 12 }, (_, place) => place);
    const done: number[] = [];
    let underWay = 0;
    let most = 0;
    await inLanes(items, lanes, async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await turns(1 + (item % TURNS));
      underWay -= 1;
      done.push(item);
    });
    expect(done.toSorted((one, other) => one - other)).toEqual(items);
    expect(most).toBe(Math.min(lanes, items.length));
  });

  it('begins nothing behind a failure, and throws it once nothing else is under way', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const working = inLanes([0, 1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      await turns(item === 1 ? 1 : TURNS);
      if (item === 1) throw new Error('one failed');
      ended.push(item);
    });
    await expect(working).rejects.toThrow('one failed');
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([0]);
  });
});
