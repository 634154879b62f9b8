import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLottery, weeksOf } from '../src/index.js';

const HALVES = [
  { name: 'control', weight: 1 },
  { name: 'treated', weight: 1 },
];
const named = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `u${index}` }));
const armsOf = fc
  .array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 })
  .map((weights) => weights.map((weight, place) => ({ name: `a${place}`, weight })));

describe('a lottery', () => {
  it('draws the same from the same seed, in whatever order the units come, and another from another seed', () => {
    const units = named(40);
    const draw = (seed: string, of = units) => drawLottery({ units: of, arms: HALVES, seed, matched: false });
    expect(draw('7', [...units].reverse())).toEqual(draw('7'));
    expect(draw('8')).not.toEqual(draw('7'));
  });

  it('gives every arm its share of every stratum to within one', () => {
    const strata = fc.array(fc.constantFrom('north', 'south', 'east'), { minLength: 6, maxLength: 60 });
    fc.assert(
      fc.property(strata, armsOf, fc.string(), (of, arms, seed) => {
        const units = of.map((stratum, index) => ({ id: `u${index}`, stratum }));
        const drawn = drawLottery({ units, arms, seed, matched: false });
        expect(drawn.map(({ id }) => id).sort()).toEqual(units.map(({ id }) => id).sort());
        const total = arms.reduce((sum, { weight }) => sum + weight, 0);
        for (const stratum of new Set(of)) {
          const here = drawn.filter((each) => each.stratum === stratum);
          for (const { name, weight } of arms) {
            const count = here.filter(({ arm }) => arm === name).length;
            expect(Math.abs(count - (here.length * weight) / total)).toBeLessThan(1 + 1e-9);
          }
        }
      }),
    );
  });

  it('gives each unit each arm as often as the arm’s share says, over many seeds', () => {
    const arms = [
      { name: 'control', weight: 1 },
      { name: 'treated', weight: 3 },
    ];
    const seeds = 2_000;
    const control = new Map<string, number>();
    for (let seed = 0; seed < seeds; seed += 1) {
      for (const { id, arm } of drawLottery({ units: named(5), arms, seed: `${seed}`, matched: false })) {
        if (arm === 'control') control.set(id, (control.get(id) ?? 0) + 1);
      }
    }
    // Four and a half standard deviations; the seeds are fixed, so this never changes.
    for (const count of control.values()) expect(Math.abs(count - seeds / 4)).toBeLessThan(4.5 * Math.sqrt((seeds * 3) / 16));
    expect(control.size).toBe(5);
  });

  it('matches neighbours by baseline, one to each arm', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { minLength: 2, maxLength: 40 }), fc.string(), (baselines, seed) => {
        const even = baselines.slice(0, baselines.length - (baselines.length % 2));
        const units = even.map((baseline, index) => ({ id: `u${index}`, baseline }));
        const drawn = new Map(drawLottery({ units, arms: HALVES, seed, matched: true }).map((each) => [each.id, each]));
        const ordered = [...units].sort((a, b) => a.baseline - b.baseline);
        for (let index = 0; index < ordered.length; index += 2) {
          const [one, other] = [drawn.get(ordered[index]?.id ?? ''), drawn.get(ordered[index + 1]?.id ?? '')];
          expect(new Set([one?.arm, other?.arm])).toEqual(new Set(['control', 'treated']));
          expect(one?.stratum).toBe(other?.stratum);
        }
      }),
    );
  });

  it.each([
    ['a unit named twice', { units: [{ id: 'a' }, { id: 'a' }, { id: 'b' }], matched: false }],
    ['fewer units than arms', { units: [{ id: 'a' }], matched: false }],
    ['an odd number to match', { units: [1, 2, 3].map((baseline) => ({ id: `${baseline}`, baseline })), matched: true }],
    ['a match without a baseline', { units: [{ id: 'a', baseline: 1 }, { id: 'b' }], matched: true }],
  ])('refuses %s', (_what, request) => {
    expect(() => drawLottery({ arms: HALVES, seed: 's', ...request })).toThrow(expect.objectContaining({ code: 'TL_INPUT_INVALID', path: 'units' }));
  });
});

describe('weeks', () => {
  // ISO 8601: 2026 has 53 weeks (its 1 January is a Thursday), 2027 begins on 4 January.
  it('go on over the end of a year with 53 weeks', () => {
    expect(weeksOf('2026-W52..2027-W02')).toEqual(['2026-W52', '2026-W53', '2027-W01', '2027-W02']);
    expect(weeksOf('2027-W52..2028-W01')).toEqual(['2027-W52', '2028-W01']);
  });

  it.each(['2027-W53..2028-W01', '2026-W00..2026-W02', '2026-48..2026-49', '2026-W10', '2026-W10..2026-W09'])('that are none, as %s, are refused', (range) => {
    expect(() => weeksOf(range)).toThrow(expect.objectContaining({ code: 'TL_INPUT_INVALID', path: 'weeks' }));
  });
});
