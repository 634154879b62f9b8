import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptPlaces, type Transform, weighByEffects, weighByModel, weights, weighWithout } from '../src/index.js';

const path = (...channels: string[]) => channels.map((channel, at_ms) => ({ channel, at_ms }));
const steps = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
const transform: fc.Arbitrary<Transform> = fc.oneof(
  fc.constantFrom<Transform>({ name: 'all' }, { name: 'collapsed' }, { name: 'unique' }),
  fc.integer({ min: 1, max: 15 }).map((count): Transform => ({ name: 'last_n', count })),
);

describe('the steps of a path that stay', () => {
  it('are all, the last of consecutive repeats, the first of each, or the last few', () => {
    const list = ['a', 'a', 'b', 'a', 'c', 'c'];
    expect(keptPlaces(list, { name: 'all' })).toEqual([0, 1, 2, 3, 4, 5]);
    expect(keptPlaces(list, { name: 'collapsed' })).toEqual([1, 2, 3, 5]);
    expect(keptPlaces(list, { name: 'unique' })).toEqual([0, 2, 4]);
    expect(keptPlaces(list, { name: 'last_n', count: 2 })).toEqual([4, 5]);
  });

  it('stay the same when they are transformed once more', () => {
    fc.assert(
      fc.property(steps, transform, (list, chosen) => {
        const once = keptPlaces(list, chosen).map((place) => list[place]);
        expect(keptPlaces(once, chosen).map((place) => once[place])).toEqual(once);
      }),
    );
  });
});

describe('channels left out', () => {
  it('give their credit to the others in proportion to what those have', () => {
    const weigh = weighWithout(weighByModel({ name: 'position' }), new Set(['a']));
    expect(weigh(path('a', 'b', 'c'))).toEqual([0, 20, 40]);
  });

  it('have the model asked about the others alone where those have nothing: the last touch that is not direct', () => {
    const weigh = weighWithout(weighByModel({ name: 'last' }), new Set(['direct']));
    expect(weigh(path('a', 'b', 'direct', 'direct'))).toEqual([0, 1, 0, 0]);
  });

  it('leave nothing where there is nobody else', () => {
    expect(weighWithout(weighByModel({ name: 'linear' }), new Set(['a', 'b']))(path('a', 'b'))).toEqual([0, 0]);
  });

  it('that are in no journey change nothing', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const touches = path(...list);
        const weigh = weighByModel({ name: 'time_decay', half_life_ms: 3 });
        expect(weighWithout(weigh, new Set(['unseen']))(touches)).toEqual(weigh(touches));
      }),
    );
  });
});

describe('a fitted model’s effects', () => {
  const effects = new Map([
    ['a', 0.6],
    ['b', 0.2],
    ['c', -1e-18],
  ]);

  it('split a journey in proportion among the channels present, evenly over a channel’s touches', () => {
    const shares = weighByEffects(effects)(path('a', 'b', 'a'));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const [first = 0, second = 0, third = 0] = shares.map((share) => share / total);
    expect(first).toBeCloseTo(0.375, 12);
    expect(second).toBeCloseTo(0.25, 12);
    expect(third).toBe(first);
  });

  it('give nothing to a channel without one, and the same to every channel when none has any', () => {
    expect(weighByEffects(effects)(path('a', 'c', 'unknown')).map((share) => share > 0)).toEqual([true, false, false]);
    expect(weighByEffects(effects)(path('c', 'c', 'unknown'))).toEqual(weights({ name: 'linear_unique' }, path('c', 'c', 'unknown')).map((part) => part * 4));
  });
});
